import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { caseNamed } from '../../samples/cases/index.ts';
import type { Member } from '../../samples/render/member.ts';
import { writeTree } from '../../samples/render/pack.ts';
import { render } from '../../samples/render/render.ts';
import type { Report } from '../../src/assessment/report.ts';
import { evidenceIn } from '../../src/sources/index.ts';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { gptDisk, hasMakefs, inodeOf, labelledDisk, type UfsOptions, ufs, written } from '../fixtures/disk-image.ts';
import { nsleuth, scanReport } from '../fixtures/run-nsleuth.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';

const FOUND = 'found.cve-2025-6543';

const made = new Map<string, Promise<{ readonly flash: Buffer; readonly variable: Buffer }>>();

/** The file systems of a sample; made once. */
function volumes(name: string, options: UfsOptions = {}) {
  const key = `${name} ${options.version}`;
  const known = made.get(key) ?? makeVolumes(name, options);
  made.set(key, known);
  return known;
}

async function makeVolumes(name: string, options: UfsOptions) {
  const appliance = caseNamed(name).appliance();
  const [flash, variable] = await Promise.all([render(appliance, 'flash-volume'), render(appliance, 'var-volume')]);
  return {
    flash: ufs(flash, { mountedOn: '/flash', ...options }),
    variable: ufs(variable, { mountedOn: '/var', ...options }),
  };
}

/** As an appliance's da0: /flash, swap space, an empty partition, /var. */
async function da0(name: string, options: UfsOptions = {}): Promise<Buffer> {
  const { flash, variable } = await volumes(name, options);
  return labelledDisk([
    { letter: 'a', type: 7, bytes: flash },
    { letter: 'b', type: 1, bytes: Buffer.alloc(65_536) },
    { letter: 'd', type: 7, bytes: Buffer.alloc(65_536) },
    { letter: 'e', type: 7, bytes: variable },
  ]);
}

/** The RAM disk: all but what the disk holds. */
async function md0(name: string): Promise<Buffer> {
  const members = await render(caseNamed(name).appliance(), 'root-tree');
  const own = members.filter(({ name: path }) => !/^(?:var|flash)\//.test(path));
  return ufs(own, { mountedOn: '/' });
}

/** What /flash and /var hold, as a folder, with the owners and modes that a tar keeps. */
async function sameAsTree(name: string): Promise<string> {
  const appliance = caseNamed(name).appliance();
  const whole = await render(appliance, 'root-tree');
  const folder = join(temporaryFolder(), 'tree');
  writeTree(
    whole.filter(({ name: path }) => /^(?:var|flash)(?:\/|$)/.test(path)),
    folder,
  );
  return folder;
}

function ids({ findings }: Report): readonly string[] {
  return findings.map(({ id, rule, path }) => `${rule.name} ${path} ${id}`).toSorted();
}

function gaps({ coverage }: Report): readonly string[] {
  return coverage.gaps.map(({ path, reason, detail }) => `${reason} ${path}: ${detail}`);
}

describe.skipIf(!hasMakefs)('a disk image (skipped where makefs is not installed)', () => {
  test('shows every finding that the same files show as a folder, under the same ids', async () => {
    const [image, tree] = await Promise.all([
      scanReport([written('da0.img', await da0(FOUND))]),
      scanReport([await sameAsTree(FOUND)]),
    ]);
    expect(image.status).toBe(1);
    expect(image.report.scan).toMatchObject({ complete: true });
    expect(image.report.evidence[0]).toMatchObject({
      kind: 'disk-image',
      name: 'da0.img',
      file_systems: [
        { partition: 's1a', form: 'UFS2', mount: '/flash', mount_told_by: 'content' },
        { partition: 's1e', form: 'UFS2', mount: '/var', mount_told_by: 'content' },
      ],
    });
    const inImage = new Set(ids(image.report));
    expect(ids(tree.report).length).toBeGreaterThan(20);
    expect(ids(tree.report).filter((id) => !inImage.has(id))).toEqual([]);
    // An image also tells owners, which a copied folder does not: the shell is root's.
    const inTree = new Set(ids(tree.report));
    const further = ids(image.report).filter((id) => !inTree.has(id));
    expect(further.map((id) => id.replace(/ f-\w+$/, ''))).toEqual([
      'root_setuid_under_var /var/tmp/sh',
      'setuid_in_temporary_folder /var/tmp/sh',
    ]);
    expect(gaps(image.report)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^unsupported .*no root file system/),
        expect.stringMatching(/^unsupported .*swap space/),
        expect.stringMatching(/^unsupported .*nothing that ran/),
      ]),
    );
  });

  test.each([1, 2] as const)('of a healthy appliance in UFS%s shows nothing above informational', async (version) => {
    const { report, status } = await scanReport([written('da0.img', await da0('clean', { version }))]);
    expect(status).toBe(0);
    const loud = report.findings.filter(({ rule }) => rule.level !== 'informational');
    expect(loud.map(({ rule, path }) => `${rule.name} ${path}`)).toEqual([]);
    expect(report.evidence[0]?.file_systems?.map(({ form }) => form)).toEqual([`UFS${version}`, `UFS${version}`]);
    expect(report.scan).toMatchObject({ complete: true });
    expect(report.assessment.verdict).toBe('no-indicators');
  });

  test('and one of the RAM disk make one report, in which the accounts of the system were seen', async () => {
    const disk = written('da0.img', await da0(FOUND));
    const ram = written('md0.img', await md0(FOUND));
    const { report } = await scanReport([disk, ram, '--together']);
    expect(report.evidence.map(({ kind, file_systems }) => [kind, file_systems?.map(({ mount }) => mount)])).toEqual([
      ['disk-image', ['/flash', '/var']],
      ['disk-image', ['/']],
    ]);
    const unseen = [...report.coverage.rules.in_part, ...report.coverage.rules.not_evaluable];
    expect(unseen.map(({ name }) => name)).not.toContain('unknown_system_account');
    const alone = await scanReport([ram]);
    const untold = alone.report.coverage.rules.not_evaluable.map(({ name }) => name);
    expect(untold).toContain('var_tmp_sh_setuid');
  });

  test('with a file whose times contradict each other tells so, and when it was made', async () => {
    const at = Date.UTC(2026, 7, 14, 3, 2, 1);
    const image = ufs(
      [
        page('netscaler/logon/LogonPoint/odd.html', at),
        page('netscaler/logon/LogonPoint/even.html', at - 5_000),
        page('log/ns.log', at - 9_000),
      ],
      { mountedOn: '/var' },
    );
    const inode = inodeOf(image, at);
    image.writeBigInt64LE(BigInt(at / 1000 - 30 * 86_400), inode + 48);
    image.writeBigInt64LE(BigInt(at / 1000 - 31 * 86_400), inode + 56);
    const { report } = await scanReport([written('var.img', image)]);
    const found = report.findings.filter(({ rule }) => /times/.test(rule.name));
    expect([...new Set(found.map(({ path }) => path))]).toEqual(['/var/netscaler/logon/LogonPoint/odd.html']);
    expect(found[0]?.file).toMatchObject({
      modified: '2026-08-14T03:02:01.000Z',
      changed: '2026-07-15T03:02:01.000Z',
      born: '2026-07-14T03:02:01.000Z',
    });
  });

  test.each<{ name: string; make: () => Promise<string> }>([
    { name: 'of a partition by itself', make: async () => written('s1e', (await volumes(FOUND)).variable) },
    { name: 'with a GPT', make: async () => written('x', gptDisk(Object.values(await volumes(FOUND)))) },
    {
      name: 'behind the six bytes of a shell',
      make: async () => written('x', Buffer.concat([Buffer.from(' Done\n'), await da0(FOUND), Buffer.from(' Done\n')])),
    },
    {
      name: 'behind 23 bytes of a prompt',
      make: async () => written('x', Buffer.concat([Buffer.from('nsroot@192.0.2.10 > sh\n'), await da0(FOUND)])),
    },
    { name: 'that lost its first six bytes', make: async () => written('x', (await da0(FOUND)).subarray(6)) },
    {
      name: 'of a partition whose superblock is zeros',
      make: async () => written('x', zeroed((await volumes(FOUND)).variable, 8_192)),
    },
    {
      name: 'in pieces',
      make: async () => {
        const folder = temporaryFolder();
        const whole = await da0(FOUND);
        const step = Math.ceil(whole.length / 3);
        for (let piece = 0; piece < 3; piece++)
          writeFileSync(join(folder, `da0.00${piece + 1}`), whole.subarray(piece * step, (piece + 1) * step));
        return join(folder, 'da0.001');
      },
    },
    {
      name: 'in a folder',
      make: async () => {
        const folder = temporaryFolder();
        writeFileSync(join(folder, 'notes.txt'), 'Called at ten.\n');
        writeFileSync(join(folder, 'odd name.bin'), await da0(FOUND));
        const [one = ''] = await evidenceIn(folder);
        return one === folder ? join(folder, 'odd name.bin') : one;
      },
    },
  ])('$name shows the set-uid shell', async ({ make }) => {
    // What is asked here is how the disk is read: the rules of one campaign will do.
    const rules = join(import.meta.dirname, '../../rules/2025-6543');
    const { report } = await scanReport([await make(), '--only-rules', rules]);
    expect(report.evidence[0]?.kind).toBe('disk-image');
    expect(report.findings.map(({ rule }) => rule.name)).toContain('var_tmp_sh_setuid');
  });

  test('in a folder with others is an evidence of its own', async () => {
    const folder = temporaryFolder();
    const image = await da0('clean');
    for (const name of ['acme', 'beta']) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'disk'), image);
    }
    expect(await evidenceIn(folder)).toEqual([join(folder, 'acme/disk'), join(folder, 'beta/disk')]);
  });

  test('that was cut gives what it has, and says what is missing', async () => {
    const whole = await da0(FOUND);
    const { report, status } = await scanReport([written('cut.img', whole.subarray(0, whole.length - 3_000_001))]);
    expect(status).toBe(3);
    expect(gaps(report)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^truncated cut.img: s1e: the file system has \d+ bytes, of which/),
      ]),
    );
    expect(report.findings.map(({ path }) => path)).toContain('/nsconfig/rc.netscaler');
  });

  test('that is packed or in an archive is named, with what to do', async () => {
    const image = await da0('clean');
    const packed = await nsleuth(['scan', written('da0.img.gz', gzipSync(image))]);
    expect(packed.status).toBe(3);
    expect(packed.stderr).toMatch(/da0\.img\.gz is a packed disk image: unpack it/);
    const member = { name: 'case/da0.img', content: image };
    const { report, status } = await scanReport([written('case.tar', tarBytes([member]))]);
    expect(status).toBe(3);
    expect(gaps(report)).toContainEqual(expect.stringMatching(/^unreadable case\/da0\.img: this is a disk image/));
  });

  test('is hashed before and after', async () => {
    const folder = join(temporaryFolder(), 'report');
    const image = await da0('clean');
    const run = await nsleuth(['scan', written('da0.img', image), '--save', folder, '--quiet']);
    expect(run.status).toBe(0);
    const { evidence }: Report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const sha256 = createHash('sha256').update(image).digest('hex');
    expect(evidence[0]).toMatchObject({ bytes: image.length, sha256, sha256_after: sha256 });
    const page = await nsleuth(['report', join(folder, 'report.json'), '--format', 'html']);
    expect(page.stdout).toContain('/flash (s1a, UFS2), /var (s1e, UFS2)');
  });
});

describe('a container of a virtual disk is refused by its name, with what to do', () => {
  const start = (text: string, at = 0) =>
    Buffer.concat([Buffer.alloc(at), Buffer.from(text, 'latin1'), Buffer.alloc(70_000)]);
  test.each([
    { bytes: start('QFI\xfb'), says: /QCOW2.*[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('KDMV'), says: /VMDK[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('# Disk DescriptorFile\n'), says: /VMDK[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('vhdxfile'), says: /VHDX[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('conectix'), says: /VHD disk[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('\x7f\x10\xda\xbe', 64), says: /VDI[\s\S]*qemu-img convert -O raw/ },
    { bytes: start('EVF\x09\x0d\x0a\xff\0'), says: /E01[\s\S]*ewfexport/ },
  ])('$says', async ({ bytes, says }) => {
    const { status, stderr } = await nsleuth(['scan', written('disk', bytes)]);
    expect(status).toBe(3);
    expect(stderr).toMatch(says);
  });
});

function page(name: string, modified: number): Member {
  const content = Buffer.from('<p>A harmless page.</p>\n');
  return { name, type: 'file', mode: 0o644, owner: 'root', group: 'wheel', modified, content };
}

function zeroed(image: Buffer, at: number): Buffer {
  return Buffer.from(image).fill(0, at, at + 8_192);
}
