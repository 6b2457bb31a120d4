/** First folders of an appliance and of collections: they tell nothing of the owner. */
const KNOWN_FOLDERS = new Set([
  'var',
  'flash',
  'nsconfig',
  'netscaler',
  'etc',
  'tmp',
  'root',
  '[root]',
  'shell',
  'log',
  'live_response',
  'files',
  'evidence_files.tar',
  'timeline',
  'system',
  'support_bundle',
  'bundle.tar.gz',
  '.',
  '',
]);

/**
 * Where, in a name within its container, the part begins that lies on the appliance: what stands before is the name of a bundle or of the examiner's
 * folders. `path` is the canonical path of the same thing.
 */
export function originalPrefixEnd(original: string, path: string): number {
  const segments = original.split('/');
  const canonical = path.split('/');
  let same = 0;
  while (same < segments.length && same < canonical.length && segments.at(-1 - same) === canonical.at(-1 - same))
    same++;
  let first = segments.length - Math.max(same, 1);
  while (first > 0 && KNOWN_FOLDERS.has((segments[first - 1] ?? '').toLowerCase())) first--;
  if (first === 0) return 0;
  return segments.slice(0, first).join('/').length;
}
