import type { EvidenceSource } from '../../evidence/entry.ts';

/** The same evidence, read only while `mayContinue` lets it: between entries, and between the pieces of one. */
export function pausable(source: EvidenceSource, mayContinue: () => Promise<void> | undefined): EvidenceSource {
  return {
    ...source,
    async *entries(signal) {
      for await (const item of source.entries(signal)) {
        const held = mayContinue();
        if (held) await held;
        yield item.kind === 'gap'
          ? item
          : {
              ...item,
              async *content() {
                for await (const piece of item.content()) {
                  const waiting = mayContinue();
                  if (waiting) await waiting;
                  yield piece;
                }
              },
            };
      }
    },
  };
}
