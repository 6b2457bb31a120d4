import type { EvidenceRecord } from './report.ts';

/** One file system of a disk image: `/flash (s1a, UFS2)`. Printable, as all that it is made of. */
export function fileSystemWords({
  mount,
  partition,
  form,
}: NonNullable<EvidenceRecord['file_systems']>[number]): string {
  const where = partition === undefined ? form : `${partition}, ${form}`;
  return `${mount ?? 'place unknown'} (${where})`;
}
