import { v5 } from 'uuid';

/** Namespace of what nsleuth names itself (UUIDv5, RFC 9562), so that the same report has the same ids in every run. */
const NSLEUTH = '7b1f0f5c-6f3c-4f0e-8f39-0d6f5f1f6c11';

/** UUIDv5 of a thing, from its kind and what identifies it. */
export function stableId(kind: string, ...identity: readonly string[]): string {
  return v5([kind, ...identity].join('\0'), NSLEUTH);
}
