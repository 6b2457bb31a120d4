import { ROOT_ONLY_NAMES, VAR_NAMES } from '../layout/anchors.ts';
import { has, nameTree, segmentsOf } from '../layout/name-tree.ts';

/** Where a file system belongs on an appliance. */
export interface Mount {
  /** `/`, `/flash`, `/var`, or another place. */
  readonly path: string;
  readonly toldBy: 'content' | 'superblock';
}

/**
 * Where a file system belongs: by the names at its top, which are the appliance's own, else by the place where its superblock says it was last mounted, which
 * can be that of another computer. Undefined where neither tells. `names` are those of its top and of the folders there.
 */
export function mountOf(names: readonly (readonly string[])[], mountedOn: string): Mount | undefined {
  const tree = nameTree(names);
  const ofRoot = ROOT_ONLY_NAMES.filter((name) => has(tree, name)).length;
  if (ofRoot > 1) return { path: '/', toldBy: 'content' };
  if (ofRoot === 0 && has(tree, 'nsconfig')) return { path: '/flash', toldBy: 'content' };
  const ofVar = [...tree.children].filter(([name, { children }]) => children.size > 0 && VAR_NAMES.has(name)).length;
  if (ofRoot === 0 && ofVar > 1) return { path: '/var', toldBy: 'content' };
  if (!mountedOn.startsWith('/')) return undefined;
  return { path: `/${segmentsOf(mountedOn).join('/')}`, toldBy: 'superblock' };
}
