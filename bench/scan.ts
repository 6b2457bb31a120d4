import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';

/**
 * How fast and how flat a scan is, against ripgrep and against inflating alone over the same files in the same run:
 *
 *     npm run bench -- --megabytes 1024
 *
 * Prints wall times, peak memory and ratios. Needs Debian's ripgrep; without it that row is left out.
 */
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    /** Evidence four times as large too, to show that memory stays flat. */
    large: { type: 'boolean', default: true },
    folder: { type: 'string', default: join(tmpdir(), 'nsleuth-bench') },
  },
  allowNegative: true,
});

const root = join(import.meta.dirname, '..');
const program = join(root, 'bin/nsleuth.js');
const megabytes = Number(values.megabytes);
mkdirSync(values.folder, { recursive: true });

interface Measured {
  readonly seconds: number;
  /** Peak resident memory in MB, where the system tells it (Linux). */
  readonly peak: number | undefined;
}

const small = evidence(megabytes, 'tree');
const packed = evidence(megabytes, 'tar.gz');
const literals = join(values.folder, 'literals.txt');
writeFileSync(literals, `${literalsOfRules().join('\n')}\n`);

const reading = await timed(() => inflateAll(small));
const search = hasRipgrep()
  ? await timed(async () => void spawnSync('rg', ['-z', '-c', '-F', '-i', '-f', literals, small]))
  : undefined;
const scan = await measure(['scan', small, '--quiet']);
const scanPacked = await measure(['scan', packed, '--quiet']);
const many = await measure(['scan', small, '--quiet', '--rules', manyRules()]);

print('inflating every .gz and reading every file, one thread', { seconds: reading, peak: undefined }, reading);
if (search !== undefined)
  print(`rg -z, ${literalsOfRules().length} literals, all cores`, { seconds: search, peak: undefined }, reading);
print('nsleuth scan, folder', scan, reading, search);
print('nsleuth scan, tar.gz', scanPacked, reading, search);
print('nsleuth scan, folder, ten times the rules', many, reading, search);
process.stdout.write(`ten times the rules cost ${(many.seconds / scan.seconds).toFixed(2)} times the time\n`);
if (values.large) {
  const large = await measure(['scan', evidence(megabytes * 4, 'tar.gz'), '--quiet']);
  print('nsleuth scan, tar.gz four times as large', large, reading);
  if (large.peak !== undefined && scanPacked.peak !== undefined)
    process.stdout.write(
      `four times the evidence took ${(large.peak / scanPacked.peak).toFixed(2)} times the memory\n`,
    );
}

/** Made once and kept: the content is the same each time. */
function evidence(size: number, form: 'tree' | 'tar.gz'): string {
  const folder = join(values.folder, String(size));
  const path = join(folder, form === 'tree' ? 'tree' : 'evidence.tar.gz');
  if (!existsSync(path)) {
    process.stderr.write(`making ${size} MB of evidence in ${folder}\n`);
    execFileSync(
      process.execPath,
      [join(root, 'samples/big.ts'), '--megabytes', String(size), '--form', form, '--out', folder],
      { stdio: 'ignore' },
    );
  }
  return path;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function inflateAll(folder: string): Promise<void> {
  const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const isGzip = entry.name.endsWith('.gz') && entry.parentPath.endsWith('/var/log');
    if (isGzip)
      await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), createGunzip({ chunkSize: 1 << 19 }), sink());
    else readFileSync(path);
  }
}

async function measure(args: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
  let peak: number | undefined;
  const watch = setInterval(() => {
    peak = peakOf(child.pid) ?? peak;
  }, 50);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { seconds: (performance.now() - start) / 1000, peak };
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Literal words of the shipped rules: what a search with ripgrep would look for. */
function literalsOfRules(): readonly string[] {
  const compiled = JSON.parse(readFileSync(join(root, 'dist/shipped-rules.json'), 'utf8'));
  const words = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (
      'op' in value &&
      'value' in value &&
      typeof value.value === 'string' &&
      value.value.length >= 7 &&
      !value.value.includes('\n')
    )
      words.add(value.value);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(compiled.ruleSet.rules);
  return [...words].sort().slice(0, 300);
}

function hasRipgrep(): boolean {
  return spawnSync('rg', ['--version']).status === 0;
}

/** Nine more rules for each shipped one, on words that do not occur. */
function manyRules(): string {
  const folder = join(values.folder, 'rules');
  mkdirSync(folder, { recursive: true });
  const count = JSON.parse(readFileSync(join(root, 'dist/shipped-rules.json'), 'utf8')).ruleSet.rules.length * 9;
  const services = ['ns', 'shell', 'syslog'];
  for (let index = 0; index < count; index++) {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    const field = services[index % 3] === 'shell' ? 'command' : 'message';
    writeFileSync(
      join(folder, `r${index}.yml`),
      `title: Benchmark rule ${index}\nid: ${id}\nlogsource: {product: netscaler, service: ${services[index % 3]}}\ndetection:\n  a: {${field}|contains: 'xq${index}zzkv-${index * 7}'}\n  condition: a\nlevel: low\n`,
    );
  }
  return folder;
}

function print(what: string, { seconds, peak }: Measured, inflating: number, ripgrep?: number): void {
  const ratios = [
    `${(seconds / inflating).toFixed(2)} x inflating`,
    ...(ripgrep === undefined ? [] : [`${(seconds / ripgrep).toFixed(2)} x rg -z`]),
  ];
  process.stdout.write(
    `${what.padEnd(58)} ${seconds.toFixed(1).padStart(6)} s  ${peak === undefined ? ''.padStart(7) : `${peak.toFixed(0).padStart(4)} MB`}  ${ratios.join(', ')}\n`,
  );
}
