import { expect, test } from 'vitest';
import { renderOcsf } from '../../src/reports/ocsf.ts';
import { compromisedReport, finding, report } from '../fixtures/report.ts';

const events = (one = compromisedReport()) => [...renderOcsf(one)].map((line) => JSON.parse(line));

test('has what the base event and the finding classes require', () => {
  for (const event of events()) {
    expect(event).toMatchObject({
      activity_id: 1,
      category_uid: 2,
      class_uid: expect.any(Number),
      severity_id: expect.any(Number),
      time: expect.any(Number),
      metadata: { version: expect.any(String), product: { vendor_name: 'nsleuth', name: 'nsleuth' } },
      finding_info: { uid: expect.any(String), title: expect.any(String) },
    });
    expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id);
    if (event.class_uid === 2003) expect(event.compliance.control).toBeTypeOf('string');
  }
});

test('a weakness and an exposure are compliance findings, the rest are detections', () => {
  const weak = report({ findings: [finding({}, { shows: 'weakness' }), finding({ id: 'f-2' }, { shows: 'attempt' })] });
  expect(events(weak).map((event) => [event.class_uid, event.finding_info.title])).toEqual([
    [2004, expect.any(String)],
    [2003, expect.any(String)],
    [2003, 'Exposure to CVE-2025-6543'],
  ]);
});

test('level and triage become the ids of OCSF', () => {
  const [event] = events(
    report({ findings: [finding({ triage: { status: 'benign' } }, { level: 'low' })], exposure: [] }),
  );
  expect(event).toMatchObject({ severity_id: 2, status_id: 3 });
});
