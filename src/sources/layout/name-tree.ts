/** The names seen so far, as a tree: what a layout is recognised by. */
export interface NameTree {
  readonly children: ReadonlyMap<string, NameTree>;
}

/** Most names are of files: they share one empty map, which nothing is added to. */
const NO_CHILDREN: Map<string, Growing> = new Map();

interface Growing {
  children: Map<string, Growing>;
}

/** A tree of names that grows while a container is read. */
export interface GrowingTree {
  readonly tree: NameTree;
  /** Adds a name; true when it made a folder that was not there. Names beyond `limit` are not kept. */
  add(segments: readonly string[]): boolean;
  /** Names added. */
  count(): number;
}

export function growingTree(limit: number): GrowingTree {
  const root: Growing = { children: new Map() };
  let count = 0;
  return {
    tree: root,
    add(segments) {
      if (count >= limit) return false;
      count += 1;
      let node = root;
      let hasNewFolder = false;
      for (const segment of segments) {
        if (node.children === NO_CHILDREN) {
          node.children = new Map();
          hasNewFolder = true;
        }
        let child = node.children.get(segment);
        if (!child) {
          child = { children: NO_CHILDREN };
          node.children.set(segment, child);
        }
        node = child;
      }
      return hasNewFolder;
    },
    count: () => count,
  };
}

export function nameTree(names: Iterable<readonly string[]>): NameTree {
  const growing = growingTree(Number.POSITIVE_INFINITY);
  for (const segments of names) growing.add(segments);
  return growing.tree;
}

/** Whether `path`, relative and `/`-separated, is below `node`. */
export function has(node: NameTree, path: string): boolean {
  let at: NameTree | undefined = node;
  for (const segment of path.split('/')) {
    at = at?.children.get(segment);
    if (!at) return false;
  }
  return true;
}

/** The segments of a name in a container: without `.` and empty ones; `..` never climbs above the container. */
export function segmentsOf(name: string): readonly string[] {
  const segments: string[] = [];
  for (const segment of name.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments;
}

/** Whether a name climbs with `..`, which no honest archive needs. */
export function climbs(name: string): boolean {
  return name.includes('..') && name.split('/').includes('..');
}
