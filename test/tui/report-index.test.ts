import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import { filtered, indexReport, noFilter } from '../../src/tui/report-index.ts';
import { compromisedReport } from '../fixtures/report.ts';

test('a search looks at the lines beside the evidence too', () => {
  const report = compromisedReport();
  const findings = report.findings.map((one, index) =>
    index > 0
      ? one
      : { ...one, samples: [{ path: text`/x`, text: text`it`, before: text`Above-Word`, after: text`Below-Word` }] },
  );
  const index = indexReport({ ...report, findings });
  for (const word of ['above-word', 'Below-Word'])
    expect(filtered(index, { ...noFilter, text: word }).map((place) => index.findings[place]?.id)).toEqual([
      findings[0]?.id,
    ]);
});
