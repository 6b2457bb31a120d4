import { isDumpName } from '../evidence/dump-name.ts';
import type { Format } from '../formats/recognise.ts';
import type { ContentPlace } from './content-path.ts';

/**
 * The place on an appliance of a core dump that lies by itself, at `path` in its container. Its content tells what it is; its name does where the beginning is
 * damaged. `format` is that of the content, unpacked.
 */
export function placeOfCore(path: string, format: Format): ContentPlace | undefined {
  const isDamaged = (format === 'unknown' || format === 'empty') && isDumpName(path);
  if (format !== 'elf-core' && !isDamaged) return undefined;
  return { kind: 'core-dump', path: path.startsWith('/core/') ? `/var${path}` : `/var/core${path}` };
}
