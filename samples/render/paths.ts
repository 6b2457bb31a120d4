import { type Appliance, fileAt, ids, type Node, rotate } from '../appliance/appliance.ts';
import { gzip } from './pack.ts';

/** Everything on the appliance by real path: files, directories above them, links, and the logs cut into their rotations. Sorted. */
export function everything(appliance: Appliance): ReadonlyMap<string, Node> {
  const known = renderedBefore.get(appliance);
  if (known) return known;
  const nodes = new Map(appliance.nodes);
  for (const [path, log] of appliance.logs) {
    for (const file of rotate(appliance.setting, path, log)) {
      const content = Buffer.from(file.text, 'latin1');
      nodes.set(file.path, {
        type: 'file',
        mode: file.mode,
        owner: 'root',
        group: 'wheel',
        modified: file.modified,
        changed: file.modified,
        born: file.born,
        content: file.rotation === undefined ? content : gzip(content),
      });
    }
  }
  for (const [path, node] of [...nodes]) addParents(nodes, path, node);
  const sorted = new Map([...nodes].sort(([a], [b]) => (a < b ? -1 : 1)));
  renderedBefore.set(appliance, sorted);
  return sorted;
}

/** Packing the rotated logs is what takes time; an appliance never changes, so once is enough. */
const renderedBefore = new WeakMap<Appliance, ReadonlyMap<string, Node>>();

/** A directory above a file is as young as the youngest thing in it. */
function addParents(nodes: Map<string, Node>, path: string, child: Node): void {
  for (let cut = path.lastIndexOf('/'); cut > 0; cut = path.lastIndexOf('/', cut - 1)) {
    const parent = path.slice(0, cut);
    const known = nodes.get(parent);
    if (known && (known.type !== 'directory' || known.changed >= child.changed)) continue;
    const isOpen = parent === '/tmp' || parent === '/var/tmp';
    nodes.set(parent, {
      type: 'directory',
      mode: known?.mode ?? (isOpen ? 0o1777 : 0o755),
      owner: known?.owner ?? 'root',
      group: known?.group ?? 'wheel',
      modified: child.changed,
      changed: child.changed,
      born: known?.born ?? child.born,
      content: Buffer.alloc(0),
    });
  }
}

/** `ls -lRtrp` of one tree: oldest first, directories with a trailing slash, links with their target. `isEntered` says which to descend into. */
export function listing(
  nodes: ReadonlyMap<string, Node>,
  root: string,
  clock: (at: number) => string,
  isEntered: (path: string) => boolean = () => true,
): string {
  const children = new Map<string, string[]>();
  for (const path of nodes.keys()) {
    const parent = path.slice(0, path.lastIndexOf('/')) || '/';
    children.set(parent, [...(children.get(parent) ?? []), path]);
  }
  const blocks: string[] = [];
  const queue = [root];
  for (let directory = queue.shift(); directory !== undefined; directory = queue.shift()) {
    const names = (children.get(directory) ?? []).map((path) => ({ path, node: mustGet(nodes, path) }));
    names.sort((a, b) => a.node.modified - b.node.modified || (a.path < b.path ? 1 : -1));
    const total = names.reduce((sum, { node }) => sum + Math.ceil(node.content.length / 1024) * 2, 0);
    const rows = names.map(({ path, node }) => row(path, node, clock));
    blocks.push([`${directory}:`, `total ${total}`, ...rows, ''].join('\n'));
    queue.push(
      ...names.filter(({ path, node }) => node.type === 'directory' && isEntered(path)).map(({ path }) => path),
    );
  }
  return blocks.join('\n');
}

function row(path: string, node: Node, clock: (at: number) => string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const end = node.type === 'directory' ? '/' : node.linkTarget === undefined ? '' : ` -> ${node.linkTarget}`;
  const size = String(sizeOf(node)).padStart(10, ' ');
  return `${modeText(node)}  1 ${node.owner.padEnd(9)} ${node.group.padEnd(8)} ${size} ${clock(node.modified)} ${name}${end}`;
}

/** Bytes as stat(2) gives them: of a link, the length of its target. */
export const sizeOf = (node: Node): number =>
  node.type === 'directory' ? 512 : node.linkTarget === undefined ? node.content.length : node.linkTarget.length;

/** `-rwsr-xr-x`. */
export function modeText(node: Node): string {
  const { mode } = node;
  const triple = (shift: number, special: number, letter: string): string => {
    const bits = (mode >> shift) & 7;
    const isExecutable = (bits & 1) === 1;
    const last = mode & special ? (isExecutable ? letter : letter.toUpperCase()) : isExecutable ? 'x' : '-';
    return `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${last}`;
  };
  const kind = { file: '-', directory: 'd', symlink: 'l' }[node.type];
  return `${kind}${triple(6, 0o4000, 's')}${triple(3, 0o2000, 's')}${triple(0, 0o1000, 't')}`;
}

export const uidOf = (node: Node): number => ids[node.owner] ?? 0;
export const gidOf = (node: Node): number => ids[node.group] ?? 0;

function mustGet(nodes: ReadonlyMap<string, Node>, path: string): Node {
  const node = nodes.get(path);
  if (!node) throw new Error(`no such path: ${path}`);
  return node;
}

export const textAt = (appliance: Appliance, path: string): string => fileAt(appliance, path).content.toString('utf8');
