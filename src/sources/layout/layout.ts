import { canonicalPath } from '../../evidence/canonical-path.ts';
import type { EvidenceKind } from '../../evidence/entry.ts';
import { anchorOf, ROOT_NAMES } from './anchors.ts';
import { KINDS, REFUSED, type Refused } from './kinds.ts';
import { type NameTree, nameTree } from './name-tree.ts';

/** How the names of one container become paths of the appliance. */
export interface Layout {
  readonly kind: EvidenceKind;
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
export function recogniseLayout(names: Iterable<readonly string[]>, base?: string): Layout {
  const tree = nameTree(names);
  for (const { node, path } of byLevel(tree)) {
    const refused = REFUSED.find(({ matches }) => matches(node));
    if (refused) return { ...layoutAt('unrecognised', path, undefined, base), refused };
    const kind = KINDS.find(({ matches }) => matches(node));
    if (kind) return layoutAt(kind.kind, path, kind.place, base);
  }
  return layoutAt('unrecognised', [], undefined, base);
}

/** Whether a folder with these names below it is an appliance's tree or a collection, of this product or a refused one. */
export function isEvidence(node: NameTree): boolean {
  return REFUSED.some(({ matches }) => matches(node)) || KINDS.some(({ matches }) => matches(node));
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
  kind: EvidenceKind,
  root: readonly string[],
  placeInKind: ((inner: readonly string[]) => Place | undefined) | undefined,
  base: string | undefined,
): Layout {
  return {
    kind,
    place(segments) {
      const isBelow = root.every((segment, index) => segments[index] === segment);
      if (placeInKind && isBelow) {
        const place = placeInKind(segments.slice(root.length));
        if (place) return place;
      }
      return placeByAnchor(segments, base);
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
  if ((first === 0 || first === 1) && segments.length > first + 1) return inTree(segments.slice(first));
  return { path: canonicalPath(segments.join('/')), isInTree: false, isUnknown: true };
}

function inTree(segments: readonly string[]): Place {
  return { path: canonicalPath(segments.join('/')), isInTree: true, isUnknown: false };
}
