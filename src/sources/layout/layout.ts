import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { EvidenceKind } from '../../evidence/entry.ts';
import { anchorOf, ROOT_NAMES } from './anchors.ts';
import { isRefused, KINDS, type Kind, REFUSED, type Refused } from './kinds.ts';
import { growingTree, type NameTree } from './name-tree.ts';

/** How the names of one container become paths of the appliance. */
export interface Layout {
  readonly kind: EvidenceKind;
  /** Folder in the container from which it is one. */
  readonly root: readonly string[];
  /** Further names of the container cannot change it. */
  readonly isSure: boolean;
  /** Evidence of another product; nothing of it is examined. */
  readonly refused?: Refused;
  place(segments: readonly string[]): Place;
}

export interface Place {
  /** Canonical path on the appliance. */
  readonly path: string;
  /** In the tree of an appliance: an archive here is something the appliance has, and is left packed. */
  readonly isInTree: boolean;
  /** The name alone does not tell what it is: its content is asked. */
  readonly isUnknown: boolean;
  /** Placed by an ordinary name (`tmp`), not by the layout: with another layout it would lie elsewhere. */
  readonly isGuess?: true;
  /** For an archive that a collection made of one folder: where its names belong when they do not say so themselves. */
  readonly base?: string;
}

/** Folders looked at for a layout, level by level: a collection can lie some folders deep. */
const FOLDERS_LOOKED_AT = 256;
const LEVELS_LOOKED_AT = 8;

/**
 * Recognises a container by the names in it (a sample is enough; the more the surer). `base` is where names without any anchor belong.
 * The order of the names does not matter.
 */
export function recogniseLayout(tree: NameTree, base?: string): Layout {
  for (const { node, path } of byLevel(tree)) {
    const refused = REFUSED.find((product) => isRefused(product, node));
    if (refused) return { ...layoutAt(path, UNRECOGNISED, true, base), refused };
    const kind = KINDS.find(({ matches }) => matches(node));
    if (kind) return layoutAt(path, kind, kind.isSure?.(node) ?? true, base);
  }
  return layoutAt([], UNRECOGNISED, false, base);
}

const UNRECOGNISED = { kind: 'unrecognised', place: () => undefined } as const;

/** How a tree is told that shows what it is while it is read: asked again when there is a new folder, then ever more rarely. */
export interface LayoutInProgress {
  layout(): Layout;
  /** Adds a name; true when the layout is another one now. */
  learn(segments: readonly string[]): boolean;
  /** Names learnt. */
  count(): number;
}

/** Folders for each of which the layout is asked again. */
const FOLDERS_ASKED = 256;

export function layoutInProgress(
  names: Iterable<readonly string[]>,
  base: string | undefined,
  limit: number,
): LayoutInProgress {
  const growing = growingTree(limit);
  for (const segments of names) growing.add(segments);
  let layout = recogniseLayout(growing.tree, base);
  let folders = 0;
  let askAt = growing.count() * 2;
  return {
    layout: () => layout,
    count: growing.count,
    learn(segments) {
      if (layout.isSure) return false;
      const isNewFolder = growing.add(segments);
      if (isNewFolder) folders += 1;
      if (!(isNewFolder && folders <= FOLDERS_ASKED) && growing.count() < askAt) return false;
      askAt = Math.max(askAt, growing.count() * 2);
      const now = recogniseLayout(growing.tree, base);
      const isOther = now.kind !== layout.kind || now.root.join('/') !== layout.root.join('/');
      layout = now;
      return isOther;
    },
  };
}

/** Whether a folder with these names below it is an appliance's tree or a collection, of this product or a refused one. */
export function isEvidence(node: NameTree): boolean {
  return REFUSED.some((product) => isRefused(product, node)) || KINDS.some(({ matches }) => matches(node));
}

/** Folders from the outermost in, those of one level by name. */
function* byLevel(tree: NameTree): Generator<{ readonly node: NameTree; readonly path: readonly string[] }> {
  let level: { readonly node: NameTree; readonly path: readonly string[] }[] = [{ node: tree, path: [] }];
  let looked = 0;
  for (let depth = 0; depth < LEVELS_LOOKED_AT && level.length > 0; depth++) {
    for (const folder of level) {
      if (++looked > FOLDERS_LOOKED_AT) return;
      yield folder;
    }
    level = level.flatMap(({ node, path }) =>
      [...node.children]
        .filter(([, child]) => child.children.size > 0)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, child]) => ({ node: child, path: [...path, name] })),
    );
  }
}

function layoutAt(
  root: readonly string[],
  { kind, place: placeInKind }: Pick<Kind, 'kind' | 'place'>,
  isSure: boolean,
  base: string | undefined,
): Layout {
  return {
    kind,
    root,
    isSure,
    place(segments) {
      const isBelow = root.every((segment, index) => segments[index] === segment);
      if (!isBelow) return placeByAnchor(segments, base);
      const inner = segments.slice(root.length);
      return placeInKind(inner) ?? placeByAnchor(inner, base);
    },
  };
}

/** For names that no recognised layout covers. */
function placeByAnchor(segments: readonly string[], base: string | undefined): Place {
  const anchor = anchorOf(segments);
  if (anchor !== undefined) return inTree(segments.slice(anchor));
  if (base !== undefined)
    return { path: canonicalPath(`${base}/${segments.join('/')}`), isInTree: true, isUnknown: false };
  // An ordinary root directory, perhaps below one folder of any name.
  const first = segments.findIndex((segment) => ROOT_NAMES.has(segment));
  if ((first === 0 || first === 1) && segments.length > first + 1)
    return { ...inTree(segments.slice(first)), isGuess: true };
  return { path: canonicalPath(segments.join('/')), isInTree: false, isUnknown: true, isGuess: true };
}

function inTree(segments: readonly string[]): Place {
  return { path: canonicalPath(segments.join('/')), isInTree: true, isUnknown: false };
}
