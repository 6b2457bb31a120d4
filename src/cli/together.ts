import type { EvidenceRecord, Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';

const NAMES = { hostname: 'host name', nsip: 'NSIP', serial: 'serial number' } as const;

/**
 * Evidences that were examined together must be of one appliance: throws an OperatorError that names two that are not. What an evidence does not say of
 * itself cannot differ. It can only be told when all are read, so nothing of them may have been written yet.
 */
export function refuseDifferent({ evidence }: Report): void {
  for (const [index, one] of evidence.entries()) {
    for (const other of evidence.slice(index + 1)) {
      const differing = differenceOf(one, other);
      if (differing === undefined) continue;
      const [what, name, otherName] = differing;
      throw new OperatorError(
        `${one.name} and ${other.name} are of different appliances: the ${what} is ${name} in the one, ${otherName} in the other`,
        'Scan them without --together, each by itself; or, if you know that they are of one appliance, add --force.',
      );
    }
  }
}

function differenceOf(
  one: EvidenceRecord,
  other: EvidenceRecord,
): readonly [what: string, name: string, otherName: string] | undefined {
  for (const key of ['hostname', 'nsip', 'serial'] as const) {
    const [name, otherName] = [one.names?.[key], other.names?.[key]];
    if (name !== undefined && otherName !== undefined && name.toLowerCase() !== otherName.toLowerCase())
      return [NAMES[key], name, otherName];
  }
  return undefined;
}
