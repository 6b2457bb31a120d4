import type { Member } from './member.ts';

/** FreeBSD's numbers for the accounts and groups that rules ask for. */
const OWNERS: ReadonlyMap<number, string> = new Map([
  [0, 'root'],
  [65532, 'nsmonitor'],
  [65533, 'sshd'],
  [65534, 'nobody'],
]);
const GROUPS: ReadonlyMap<number, string> = new Map([
  [0, 'wheel'],
  [5, 'operator'],
  [65534, 'nobody'],
]);

/** Owner and group by number, and by name where rules know one. */
export function ownersOf({ uid, gid }: { readonly uid: number; readonly gid: number }): Partial<Member> {
  const owner = OWNERS.get(uid);
  const group = GROUPS.get(gid);
  return { uid, gid, ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) };
}
