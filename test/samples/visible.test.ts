import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { realPath } from '../../samples/appliance/appliance.ts';
import { hasContent, isVisible, type Plant } from '../../samples/cases/case.ts';
import { cases } from '../../samples/cases/index.ts';
import type { Member } from '../../samples/render/member.ts';
import { packTar } from '../../samples/render/pack.ts';
import { kinds, render } from '../../samples/render/render.ts';

/** A collection's members with those of the archives inside it, gzip taken off. */
async function flatten(
  members: readonly Pick<Member, 'name' | 'content'>[],
): Promise<Pick<Member, 'name' | 'content'>[]> {
  const flat: Pick<Member, 'name' | 'content'>[] = [];
  for (const { name, content } of members) {
    const isGzip = content[0] === 0x1f && content[1] === 0x8b && content.length > 100;
    const plain = isGzip ? tryGunzip(content) : content;
    if (/\.(?:tar|tgz|tar\.gz)$/.test(name) && plain.includes('ustar'))
      flat.push(...(await flatten(await untar(plain))));
    else flat.push({ name, content: plain });
  }
  return flat;
}

function tryGunzip(content: Buffer): Buffer {
  try {
    return gunzipSync(content);
  } catch {
    return content; // the stand-in of a kernel image, not a real archive
  }
}

async function untar(tar: Buffer): Promise<Pick<Member, 'name' | 'content'>[]> {
  const members: Pick<Member, 'name' | 'content'>[] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
    members.push({ name: entry.header.name, content: Buffer.concat(chunks) });
  }
  return members;
}

/** Whether the bytes of some member say what the plant says, or its name or a listing shows it. */
function shows(members: readonly Pick<Member, 'name' | 'content'>[], { path, by, needle }: Plant): boolean {
  const real = realPath(path);
  const base = real.slice(real.lastIndexOf('/') + 1);
  const folder = real.slice(0, real.lastIndexOf('/'));
  if (by === 'metadata') {
    return members.some(({ name, content }) => {
      if (isNameOf(name, real)) return true;
      if (/bodyfile|timeline|suid/.test(name)) return content.includes(real);
      return /ls_lRtrp/.test(name) && content.includes(`${folder}:`) && content.includes(` ${base}\n`);
    });
  }
  const places =
    by === 'process'
      ? /ps-auxwr|ps_-axo|ps_auxww|ps-auxww|ps_custom/
      : by === 'socket'
        ? /netstat|sockstat/
        : undefined;
  return members.some(({ name, content }) => {
    const isPlace = places
      ? places.test(name)
      : isNameOf(name, real) || (by === 'account' && name.endsWith('nsconfig_system_users.txt'));
    return isPlace && (needle === undefined || content.includes(Buffer.from(needle, 'latin1')));
  });
}

/** Whether a member holds the file: below a top folder, cut to a volume, as a rotation, or under a collector's own name for it. */
function isNameOf(name: string, real: string): boolean {
  const plain = name
    .replace(/^\[root\]/, '')
    .replace(/^(?:collector_|artifact_collection_)[^/]*\//, '')
    .replace(/^\//, '')
    .replace(/\.\d+\.gz$/, '');
  if (real === `/${plain}` || (real.endsWith(`/${plain}`) && plain !== '')) return true;
  if (real === '/var/log/ns.log' && plain === 'syslog/netscaler.log') return true;
  if (real.startsWith('/var/cron/tabs/') && /crontab(?:-l\.out|_root\.txt)$/.test(plain)) return real.endsWith('/root');
  if (real === '/var/cron/tabs/nobody' && plain === 'crontab_nobody.txt') return true;
  const folded = (path: string): string => path.replace(/[^a-z0-9]+/gi, '_').replace(/^_/, '');
  return plain.replace(/\.txt$/, '') === folded(real) || plain.replace(/^system\/|\.txt$/g, '') === folded(real);
}

describe.each(cases)('$name', (sample) => {
  const appliance = sample.appliance();
  test.each(kinds)('%s shows what the table of the samples says, and no more', async (kind) => {
    const members = await flatten(await render(appliance, kind));
    const wrong = sample.plants
      .filter((plant) => shows(members, plant) !== isVisible(plant, kind))
      .map((plant) => `${plant.path} by ${plant.by}: ${plant.what} is ${isVisible(plant, kind) ? 'missing' : 'there'}`);
    expect(wrong).toEqual([]);
  });
});

test('a support bundle holds no contents of web roots, no account lines and no cron log', () => {
  const asked = ['/var/netscaler/logon/LogonPoint/index.php', '/var/log/cron', '/var/log/ns.log', '/nsconfig/ns.conf'];
  expect(asked.map((path) => hasContent(path, 'support-bundle'))).toEqual([false, false, true, true]);
});

test('the same case is rendered to the same bytes twice', async () => {
  const [first] = cases;
  const once = await packTar(await render(first!.appliance(), 'root-tree'));
  const again = await packTar(await render(first!.appliance(), 'root-tree'));
  expect(once.equals(again)).toBe(true);
});
