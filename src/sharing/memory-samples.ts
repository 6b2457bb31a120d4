import type { Report } from '../assessment/report.ts';

/**
 * The report without what stands round the words that were found in core dumps: memory holds passwords, keys and sessions in forms that no search knows, so
 * none of it leaves. The word itself stays, which is the rule's own. Only places in memory have an offset.
 */
export function withoutMemory(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map((finding) => ({
      ...finding,
      samples: finding.samples.map((sample) => {
        if (sample.offset === undefined) return sample;
        const { before: _before, after: _after, ...word } = sample;
        return word;
      }),
    })),
  };
}

/** Whether a report has samples of memory, shared or not. */
export function hasMemorySamples({ findings }: Report): boolean {
  return findings.some(({ samples }) => samples.some(({ offset }) => offset !== undefined));
}
