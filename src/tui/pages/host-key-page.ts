import { blank, type Line, labelled, wrapped } from '../line.ts';
import type { HostKeyQuestion } from '../ports.ts';
import type { Catalogue } from '../texts/en.ts';

/** The fingerprint, and what to compare it with. */
export function hostKeyPage(key: HostKeyQuestion, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.connecting;
  return [
    ...labelled(words.host, `${key.host}, port ${key.port}`, width, 14),
    ...labelled(words.key, key.keyType, width, 14),
    ...labelled(words.fingerprint, key.fingerprint, width, 14, 'strong'),
    blank,
    ...words.compare.flatMap((paragraph) => wrapped(paragraph, width)),
  ];
}
