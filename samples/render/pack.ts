import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync as deflateSame, type Zippable, zipSync } from 'fflate';
import { pack as tarPack } from 'tar-stream';
import { ids } from '../appliance/appliance.ts';
import { collect, type Member } from './member.ts';

/**
 * gzip whose bytes are the same on every machine and Node version: fflate is plain JavaScript, while node:zlib's output changes with the
 * zlib that it was built with. The header carries no time and says Unix.
 */
export function gzip(content: Buffer): Buffer {
  return Buffer.from(deflateSame(content, { level: 9, mtime: 0 }));
}

/** The members as a tar, in order, with owners and whole-second times. */
export async function packTar(members: readonly Member[]): Promise<Buffer> {
  const pack = tarPack();
  const packed = collect(pack);
  for (const member of members) {
    const header = {
      name: member.type === 'directory' ? `${member.name}/` : member.name,
      type: member.type,
      mode: member.mode,
      uid: ids[member.owner] ?? 0,
      gid: ids[member.group] ?? 0,
      uname: member.owner,
      gname: member.group,
      mtime: new Date(Math.floor(member.modified / 1000) * 1000),
      ...(member.linkTarget !== undefined && { linkname: member.linkTarget }),
    };
    if (member.type === 'file') pack.entry(header, member.content);
    else pack.entry(header);
  }
  pack.finalize();
  return packed;
}

export async function packTarGz(members: readonly Member[]): Promise<Buffer> {
  return gzip(await packTar(members));
}

/** The members as a zip. It carries modes and times (to two seconds), but no owners and no links: what a link points to is left out. */
export function packZip(members: readonly Member[]): Buffer {
  const entries: Zippable = {};
  for (const { name, type, mode, modified, content } of members) {
    if (type === 'symlink') continue;
    const isFolder = type === 'directory';
    const attributes = ((isFolder ? 0o040000 : 0o100000) | mode) << 16;
    const options = { os: 3, attrs: attributes, mtime: asLocal(modified), level: isFolder ? 0 : 9 } as const;
    entries[isFolder ? `${name}/` : name] = [content, options];
  }
  return Buffer.from(zipSync(entries));
}

/** A zip's clock has no zone, and fflate reads the local one: shifted so that the bytes say UTC everywhere. */
const asLocal = (at: number): Date => new Date(at + new Date(at).getTimezoneOffset() * 60_000);

/** Writes the members below `folder`, with modes and times; owners only where the system lets us. Links are made, never followed. */
export function writeTree(members: readonly Member[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const member of members) {
    const path = join(folder, member.name);
    mkdirSync(member.type === 'directory' ? path : dirname(path), { recursive: true });
    if (member.type === 'symlink') symlinkSync(member.linkTarget ?? '', path);
    if (member.type !== 'file') continue;
    writeFileSync(path, member.content);
    chmodSync(path, member.mode);
    const seconds = Math.floor(member.modified / 1000);
    utimesSync(path, seconds, seconds);
  }
}
