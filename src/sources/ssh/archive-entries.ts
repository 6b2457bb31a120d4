import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { Entry, Gap } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { printable } from '../../evidence/printable.ts';
import { readTar } from '../../formats/tar/read-tar.ts';
import { withLinkedContents } from '../linked-contents.ts';

/** The members of an archive that was made from the root directory of the appliance. */
export async function* readArchive(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Entry | Gap> {
  for await (const item of withLinkedContents(readTar(bytes), limits)) {
    if (item.kind !== 'member') {
      yield {
        kind: 'gap',
        path: printable(canonicalPath(item.name ?? '/')),
        reason: item.reason,
        detail: printable(item.detail),
      };
      continue;
    }
    const { kind: _, name, type, ...facts } = item;
    yield {
      ...facts,
      kind: 'entry',
      path: canonicalPath(name),
      original: name,
      type: type === 'hardlink' ? 'other' : type,
    };
  }
}
