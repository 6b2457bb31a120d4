import type { GapReason } from '../evidence/entry.ts';

/** What is wrong with a container, where it was met. `detail` may quote the evidence: make it printable before it is shown. */
export interface Damage {
  readonly kind: 'damage';
  readonly reason: GapReason;
  readonly detail: string;
  /** Name of the member it concerns, raw, where it concerns one. */
  readonly name?: string;
}

export function damage(reason: GapReason, detail: string, name?: string): Damage {
  return { kind: 'damage', reason, detail, ...(name !== undefined && { name }) };
}
