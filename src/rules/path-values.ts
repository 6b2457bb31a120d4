/**
 * Why a value compared with a canonical path can never be met, or undefined. Canonical paths are absolute, have single
 * slashes, no `.` or `..` parts and no slash at the end.
 */
export function pathFault(
  op: 'equals' | 'contains' | 'startswith' | 'endswith' | 'wildcard',
  value: string,
): string | undefined {
  const never = (why: string): string => `no canonical path ${op === 'equals' ? 'is' : 'matches'} "${value}": ${why}`;
  if (value.includes('//')) return never('slashes are never doubled');
  if (/\/\.{1,2}\//.test(value)) return never('"." and ".." parts are resolved');
  const isAnchored = op === 'equals' || op === 'startswith' || op === 'wildcard';
  if (isAnchored && !/^[/*?]/.test(value) && value !== '') return never('paths are absolute and start with "/"');
  if ((op === 'equals' || op === 'endswith' || op === 'wildcard') && value.length > 1 && value.endsWith('/')) {
    return never('paths have no slash at the end; for what lies below use "startswith"');
  }
  if ((op === 'equals' || op === 'endswith') && /\/\.{1,2}$/.test(value))
    return never('"." and ".." parts are resolved');
  return undefined;
}
