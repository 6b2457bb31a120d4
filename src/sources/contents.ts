import { createHash } from 'node:crypto';
import type { Entry, EvidenceKind, Gap } from '../evidence/entry.ts';
import type { Limits } from '../evidence/limits.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import { byteReader, remaining, takeUpTo } from '../formats/byte-reader.ts';
import { type Damage, damage } from '../formats/damage.ts';
import { type Member, noContent } from '../formats/member.ts';
import { memoryAccess } from '../formats/random-access.ts';
import { type Format, RECOGNITION_BYTES, recognise } from '../formats/recognise.ts';
import { readTar } from '../formats/tar/read-tar.ts';
import { readZip } from '../formats/zip.ts';
import { type CollectionTime, collectionTime, isCollectionMetadata, METADATA_BYTES } from './collected.ts';
import { placeByContent } from './content-path.ts';
import { placeOfCore } from './core-place.ts';
import { otherProductAt } from './layout/kinds.ts';
import { type LayoutInProgress, layoutInProgress, type Place } from './layout/layout.ts';
import { climbs, segmentsOf } from './layout/name-tree.ts';
import { withLinkedContents } from './linked-contents.ts';
import { type Unpacked, unpack } from './unpack.ts';

/** What is learnt of a container while it is read. */
export interface Contents {
  /** What the operator calls it: stands in gaps that concern the container itself. */
  readonly label: Printable;
  kind: EvidenceKind;
  entries: number;
  readonly collected: CollectionTime;
}

export function nothingYet(label: Printable): Contents {
  return { label, kind: 'unrecognised', entries: 0, collected: collectionTime(label) };
}

type Item = Member | Damage;

/** Members up to this size are held while the layout is being recognised. */
const HELD_MEMBER = 1024 * 1024;

/** Of a container inside another one, or of one that can be read again. */
export interface Container {
  /** Archives round it. */
  readonly depth?: number;
  /** Where names without any anchor belong. */
  readonly base?: string | undefined;
  /** Its own name and a slash, before the names in it. */
  readonly prefix?: string;
  /** Reads it once more from its beginning, where that can be done. */
  readonly again?: () => AsyncIterable<Item>;
}

/**
 * The members of a container as entries of the appliance: recognises the layout from the first names, places every member, and goes into archives that
 * a collection made. Where the first names do not tell, further ones are looked at before anything is placed; where the container can only be
 * read once, what it turns out to be counts from there on, and a gap says so. `contents` is kept up to date. Never throws for bad data.
 */
export async function* placeMembers(
  members: AsyncIterable<Item>,
  limits: Limits,
  contents: Contents,
  { depth = 0, base, prefix = '', again }: Container = {},
): AsyncGenerator<Entry | Gap> {
  const iterator = members[Symbol.asyncIterator]();
  const { held, isEnded, pending } = await hold(iterator, limits);
  const first: Item[] = [...held.splice(0), ...(pending ? [pending] : [])];
  const names = first.flatMap((item) => (item.kind === 'member' ? [segmentsOf(item.name)] : []));
  const progress = layoutInProgress(names, base, limits.layoutNames);
  if (!isEnded && !progress.layout().isSure && again) await lookAhead(again(), progress, limits);
  const { refused } = progress.layout();
  if (refused) {
    const detail = `this is evidence of ${refused.product}, not of an ADC or Gateway appliance of a supported kind; nothing of it was examined`;
    yield gap(prefix || contents.label, damage('unreadable', detail));
    return;
  }
  if (contents.kind === 'unrecognised') contents.kind = progress.layout().kind;
  const seen = new Set<string>();
  const count = first.length;
  async function* all(): AsyncGenerator<Item> {
    // Let go of one by one: what was held must not stay for as long as the container is read.
    for (let item = first.shift(); item; item = first.shift()) yield item;
    if (!isEnded) yield* { [Symbol.asyncIterator]: () => iterator };
  }
  let placed = 0;
  let guesses = 0;
  let hasOtherMark = false;
  for await (const item of all()) {
    if (item.kind === 'damage') {
      yield gap(item.name === undefined ? prefix || contents.label : prefix + item.name, item);
      continue;
    }
    const segments = segmentsOf(item.name);
    placed += 1;
    if (placed > count && progress.learn(segments)) {
      if (depth === 0 && progress.layout().kind !== 'unrecognised') contents.kind = progress.layout().kind;
      if (guesses > 0) {
        const detail = `what it is showed only after ${placed} names; ${guesses} before that were placed by their names alone and may stand at a wrong path: scan it as a file of its own`;
        yield gap(prefix || contents.label, damage('over-limit', detail));
        guesses = 0;
      }
    }
    const place = progress.layout().place(segments);
    if (place.isGuess && item.type === 'file') guesses += 1;
    const other = hasOtherMark ? undefined : otherProductAt(place.path);
    if (other) {
      hasOtherMark = true;
      const detail = `this is a mark of ${other.product}; it was read as an ADC or Gateway appliance all the same, and is none if nobody put this here`;
      yield gap(prefix + item.name, damage('unreadable', detail));
    }
    yield* placeMember(item, place, limits, contents, depth, prefix, seen);
  }
}

/** Learns names until they tell the layout, or there are no more. */
async function lookAhead(items: AsyncIterable<Item>, progress: LayoutInProgress, limits: Limits): Promise<void> {
  for await (const item of items) {
    if (item.kind === 'member') progress.learn(segmentsOf(item.name));
    if (progress.layout().isSure || progress.count() >= limits.layoutNames) return;
  }
}

async function* placeMember(
  member: Member,
  place: Place,
  limits: Limits,
  contents: Contents,
  depth: number,
  prefix: string,
  seen: Set<string>,
): AsyncGenerator<Entry | Gap> {
  const original = prefix + member.name;
  if (climbs(member.name))
    yield gap(original, damage('malformed', `the name climbs out of its container; it was read as ${place.path}`));
  if (member.type !== 'directory' && seen.size < limits.namesRemembered) {
    const key = rememberedAs(member.name);
    if (seen.has(key))
      yield gap(original, damage('malformed', 'the container has this name twice; both were examined'));
    seen.add(key);
  }
  if (member.type !== 'file' || place.isInTree) {
    yield entryOf(member, original, place, contents);
    return;
  }
  const reader = byteReader(member.content());
  const head = await takeUpTo(reader, RECOGNITION_BYTES);
  reader.giveBack(head);
  yield* open(
    { ...member, content: () => remaining(reader) },
    recognise(head),
    head,
    original,
    place,
    limits,
    contents,
    depth,
  );
}

/** Long names are remembered by their hash: half a million of them must not fill the memory. */
function rememberedAs(name: string): string {
  return name.length <= 64 ? name : createHash('sha256').update(name).digest('base64');
}

/** A file outside any tree: an archive is gone into, anything else is placed by its content where its name does not tell. */
async function* open(
  member: Member,
  format: Format,
  head: Uint8Array,
  original: string,
  place: Place,
  limits: Limits,
  contents: Contents,
  depth: number,
): AsyncGenerator<Entry | Gap> {
  const unpacked = await unpack(member.content(), format, limits);
  if (isArchive(unpacked.format)) {
    if (depth >= limits.archiveDepth) {
      yield gap(
        original,
        damage(
          'over-limit',
          `archives inside archives are opened to a depth of ${limits.archiveDepth}; this one was not`,
        ),
      );
      return;
    }
    const inner = await membersOf(unpacked, limits);
    if (inner)
      yield* placeMembers(inner, limits, contents, { depth: depth + 1, base: place.base, prefix: `${original}/` });
    else
      yield gap(
        original,
        damage(
          'over-limit',
          `a zip inside another container is opened up to ${limits.heldArchiveBytes} bytes; this one is larger`,
        ),
      );
  } else if (unpacked.unsupported !== undefined) {
    yield gap(original, damage('unreadable', `this is ${unpacked.unsupported}`));
    return;
  } else {
    const known = place.isUnknown
      ? (placeByContent(unpacked.head.length > 0 ? unpacked.head : head) ?? placeOfCore(place.path, unpacked.format))
      : undefined;
    if (known && contents.kind === 'unrecognised') contents.kind = known.kind;
    yield entryOf(
      { ...member, content: () => unpacked.packed() },
      original,
      known ? { ...place, path: known.path } : place,
      contents,
    );
  }
  const problem = unpacked.outcome();
  if (problem) yield gap(original, problem);
}

export function isArchive(format: Format): boolean {
  return format === 'tar' || format === 'zip';
}

/** The members of an archive; undefined for a zip too large to be held. */
export async function membersOf(unpacked: Unpacked, limits: Limits): Promise<AsyncIterable<Item> | undefined> {
  if (unpacked.format === 'tar') return withLinkedContents(readTar(unpacked.content(), limits), limits);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of unpacked.content()) {
    size += chunk.length;
    if (size > limits.heldArchiveBytes) return undefined;
    parts.push(chunk);
  }
  return readZip(memoryAccess(new Uint8Array(Buffer.concat(parts))), limits);
}

/** A member at its place; counted. */
export function entryOf(member: Member, original: string, { path }: Place, contents: Contents): Entry {
  contents.entries++;
  const { kind: _kind, name: _name, type, linkTarget, ...facts } = member;
  contents.collected.see(original, path, member.modified);
  const content = isCollectionMetadata(original, path)
    ? () => told(member.content(), contents.collected)
    : member.content;
  return {
    ...facts,
    content,
    kind: 'entry',
    path,
    original,
    type: type === 'hardlink' ? 'other' : type,
    ...(linkTarget !== undefined && { linkTarget }),
  };
}

async function* told(chunks: AsyncIterable<Uint8Array>, collected: CollectionTime): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) collected.read(Buffer.from(chunk.subarray(0, METADATA_BYTES)).toString('latin1'));
    isFirst = false;
    yield chunk;
  }
}

export function gap(name: string, { reason, detail }: Damage): Gap {
  return { kind: 'gap', path: printable(name), reason, detail: text`${detail}` };
}

/** Reads ahead for the layout: small members are held with their content, the first large one ends it. */
async function hold(
  iterator: AsyncIterator<Item>,
  limits: Limits,
): Promise<{ readonly held: Item[]; readonly isEnded: boolean; readonly pending?: Item }> {
  const held: Item[] = [];
  let bytes = 0;
  while (held.length < limits.layoutEntries && bytes < limits.layoutBytes) {
    const next = await iterator.next();
    if (next.done) return { held, isEnded: true };
    const item = next.value;
    if (item.kind === 'damage' || item.type !== 'file' || item.content === noContent) {
      held.push(item);
      continue;
    }
    if (item.size > HELD_MEMBER) return { held, isEnded: false, pending: item };
    const chunks: Uint8Array[] = [];
    const rest = item.content()[Symbol.asyncIterator]();
    let size = 0;
    for (let chunk = await rest.next(); !chunk.done; chunk = await rest.next()) {
      chunks.push(new Uint8Array(chunk.value));
      size += chunk.value.length;
      // Larger than it says.
      if (size > HELD_MEMBER)
        return { held, isEnded: false, pending: { ...item, content: () => replay(chunks, rest) } };
    }
    bytes += size;
    held.push({ ...item, content: chunks.length > 0 ? () => replay(chunks) : noContent });
  }
  return { held, isEnded: false };
}

async function* replay(chunks: readonly Uint8Array[], rest?: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
  if (rest) yield* { [Symbol.asyncIterator]: () => rest };
}
