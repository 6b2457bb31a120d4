import type { Entry, EvidenceSource } from '../../evidence/entry.ts';
import { limits } from '../../evidence/limits.ts';
import { text } from '../../evidence/printable.ts';
import { type CollectionFacts, collectionHeadName, manifestName, parseManifest } from './manifest.ts';

/**
 * Adds what a collection's manifest says to the source that reads the collection: its gaps, and the session of the live appliance. Any other
 * evidence passes through as it is. The last manifest counts: nsleuth writes its own behind everything that came from the appliance.
 *
 * Entries get no `session`, unlike those of a live scan: a file of this name can be planted on an appliance before its disks are copied, and
 * log lines must not disappear on its word.
 */
export function withManifest(source: EvidenceSource): EvidenceSource {
  let facts: CollectionFacts | undefined;
  const isCollection = () => source.describe().kind === 'live-collection';
  return {
    ...source,
    async *entries(signal) {
      let hasManifest = false;
      for await (const item of source.entries(signal)) {
        if (item.kind === 'gap' || !isCollection() || !isNamed(item, collectionHeadName, manifestName)) {
          yield item;
          continue;
        }
        const content = await contentOf(item);
        const told = content === undefined ? undefined : parseManifest(content.toString('utf8'));
        if (isNamed(item, manifestName)) hasManifest = told !== undefined;
        facts = told ?? facts;
        yield {
          ...item,
          async *content() {
            if (content !== undefined) yield content;
          },
        };
      }
      if (facts) yield* facts.gaps;
      if (isCollection() && !hasManifest && !signal.aborted) {
        yield {
          kind: 'gap',
          path: text`${manifestName}`,
          reason: 'truncated',
          detail: text`the collection has no readable manifest: it was cut, or the collecting was ended by force`,
        };
      }
    },
    describe: () => ({ ...source.describe(), ...facts?.description }),
  };
}

function isNamed(entry: Entry, ...names: readonly string[]): boolean {
  const parts = entry.original.replace(/^\.\//, '').split('/');
  return entry.type === 'file' && parts.length <= 2 && names.includes(parts.at(-1) ?? '');
}

async function contentOf(entry: Entry): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of entry.content()) {
    bytes += chunk.length;
    if (bytes > limits.wholeFileBytes) return undefined;
    chunks.push(new Uint8Array(chunk));
  }
  return Buffer.concat(chunks);
}
