import { MalformedError } from '../evidence/errors.ts';
import type { FoundGap } from './record-taker.ts';

/** The gap that an error makes while an entry is read. */
export function gapFrom(error: unknown): FoundGap {
  if (error instanceof MalformedError) return { reason: 'malformed', detail: error.message };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^(EACCES|EPERM|EIO|ENOENT)$/.test(code)) return { reason: 'unreadable', detail: code };
  const detail =
    error instanceof Error ? `${error.message} (${error.stack?.split('\n')[1]?.trim() ?? 'no stack'})` : String(error);
  return { reason: 'defect', detail };
}
