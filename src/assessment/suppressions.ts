import picomatch from 'picomatch';
import { type Printable, text } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import type { Report } from './report.ts';
import { reconcluded } from './triage.ts';

/** What the owner has explained once and for all: findings of a rule, at a path or with a value, until a day. */
export interface Suppression {
  /** Name or id of the rule; every rule where it is missing. */
  readonly rule?: string;
  /** Canonical path of the finding, `*` and `**` as in globs. */
  readonly path?: string;
  /** A value of the finding's subject, exactly: an address, a user, a command. */
  readonly value?: string;
  readonly reason: Printable;
  readonly who?: Printable;
  /** `2027-01-31`: the last day on which it holds, UTC. Without it, always. */
  readonly until?: string;
}

/** The report with what is explained marked, and its verdict given anew. Expired suppressions do nothing: their findings come back. Pure. */
export function suppress(report: Report, suppressions: readonly Suppression[], now: Date): Report {
  const today = now.toISOString().slice(0, 10);
  const valid = suppressions.filter(({ until }) => until === undefined || until >= today).map(prepared);
  if (valid.length === 0) return report;
  let isChanged = false;
  const findings = report.findings.map((finding) => {
    const found = valid.find(({ holdsFor }) => holdsFor(finding));
    if (!found) return finding;
    isChanged = true;
    const { reason, who, until } = found.suppression;
    return { ...finding, suppressed: { reason, ...(who && { who }), ...(until !== undefined && { until }) } };
  });
  return isChanged ? reconcluded(report, findings) : report;
}

function prepared(suppression: Suppression) {
  const { rule, path, value } = suppression;
  const isAtPath = path === undefined ? undefined : picomatch(path, { dot: true, nonegate: true });
  const shown = value === undefined ? undefined : text`${value}`;
  return {
    suppression,
    holdsFor: (finding: Finding): boolean =>
      (rule === undefined || finding.rule.name === rule || finding.rule.id === rule) &&
      (isAtPath === undefined || isAtPath(finding.path)) &&
      (shown === undefined || Object.values(finding.subject).includes(shown)),
  };
}

/** The entry of `nsleuth.ignore.yml` that explains a finding. */
export function suppressionFor(finding: Finding, reason: Printable, who: string, until?: string): Suppression {
  return {
    rule: finding.rule.name,
    path: escapeGlob(finding.path),
    reason,
    ...(who !== '' && { who: text`${who}` }),
    ...(until !== undefined && { until }),
  };
}

function escapeGlob(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@]/g, '\\$&');
}
