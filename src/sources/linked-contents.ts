import type { Limits } from '../evidence/limits.ts';
import { type Damage, damage } from '../formats/damage.ts';
import type { Member } from '../formats/member.ts';
import { segmentsOf } from './layout/name-tree.ts';

/** Places whose content rules ask for, and that an intruder can write to. */
const PLACES = /(?:^|\/)(?:netscaler|gui|logon|vpn|tmp|nsconfig|cron)\//;

/**
 * Gives a hard link of a tar the content of the file it points to, so that rules of the link's own path see it: a tar stores the content once, under the
 * first name. Small files of the places that matter are kept for it; a link in such a place to anything else is told as damage.
 */
export async function* withLinkedContents(
  items: AsyncIterable<Member | Damage>,
  limits: Limits,
): AsyncGenerator<Member | Damage> {
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;

  function keep(name: string, content: Uint8Array): void {
    if (bytes + content.length + name.length > limits.linkedBytes || kept.size >= limits.namesRemembered) return;
    bytes += content.length + name.length;
    kept.set(keyOf(name), content);
  }

  async function* keeping({ name, size, content }: Member): AsyncGenerator<Uint8Array> {
    const copy = new Uint8Array(size);
    let filled = 0;
    for await (const chunk of content()) {
      if (filled + chunk.length <= size) copy.set(chunk, filled);
      filled += chunk.length;
      yield chunk;
    }
    if (filled === size) keep(name, copy);
  }

  for await (const item of items) {
    if (item.kind === 'damage') yield item;
    else if (item.type === 'hardlink') yield* linked(item, kept.get(keyOf(item.linkTarget ?? '')));
    else if (item.type !== 'file' || !PLACES.test(item.name) || item.size > limits.linkedFileBytes) yield item;
    else if (item.size === 0) {
      keep(item.name, new Uint8Array(0));
      yield item;
    } else yield bytes + item.size > limits.linkedBytes ? item : { ...item, content: () => keeping(item) };
  }

  function* linked(link: Member, content: Uint8Array | undefined): Generator<Member | Damage> {
    if (content) {
      keep(link.name, content);
      const { linkTarget: _, ...facts } = link;
      yield { ...facts, type: 'file', size: content.length, content: () => once(content) };
      return;
    }
    yield link;
    if (PLACES.test(link.name)) {
      yield damage(
        'unreadable',
        `a hard link to ${link.linkTarget ?? 'nothing'}, whose content was not kept: it was examined under that name only`,
        link.name,
      );
    }
  }
}

function keyOf(name: string): string {
  return segmentsOf(name).join('/');
}

async function* once(content: Uint8Array): AsyncGenerator<Uint8Array> {
  if (content.length > 0) yield content;
}
