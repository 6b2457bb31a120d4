/** The names seen so far, as a tree: what a layout is recognised by. */
export interface NameTree {
  readonly children: Map<string, NameTree>;
}

export function nameTree(names: Iterable<readonly string[]>): NameTree {
  const root: NameTree = { children: new Map() };
  for (const segments of names) {
    let node = root;
    for (const segment of segments) {
      let child = node.children.get(segment);
      if (!child) {
        child = { children: new Map() };
        node.children.set(segment, child);
      }
      node = child;
    }
  }
  return root;
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
