import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { healthyCore } from '../test/fixtures/healthy-core.ts';

/**
 * How fast a core dump is searched, and with how much memory (Linux tells it): the time of a scan, less that of one of a small dump.
 *
 *     node bench/core-dump.ts --megabytes 256
 */
const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '256' } } });
const folder = join(tmpdir(), 'nsleuth-bench');
mkdirSync(folder, { recursive: true });

// Once before, so that what is read from disk is at hand.
await measured(dumpOf(1));
const small = await measured(dumpOf(1));
const large = await measured(dumpOf(Number(values.megabytes)));
const speed = Number(values.megabytes) / (large.seconds - small.seconds);
process.stdout.write(
  `${values.megabytes} MB in ${large.seconds.toFixed(1)} s: ${speed.toFixed(0)} MB/s; ${large.peak.toFixed(0)} MB of memory, of a small dump ${small.peak.toFixed(0)} MB\n`,
);

/** Text, random bytes and what looks like code and tables, in turn. Made once and kept. */
function dumpOf(megabytes: number): string {
  const path = join(folder, `core-${megabytes}`);
  if (existsSync(path)) return path;
  const file = openSync(path, 'w');
  const head = healthyCore({ hasScanners: true });
  for (let written = writeSync(file, head); written < megabytes * 2 ** 20; ) {
    const random = randomBytes(2 ** 20);
    const tables = random.map((byte, index) => (index % 8 < 3 ? byte : 0));
    for (const part of [random, tables, head.subarray(4_096)]) written += writeSync(file, part);
  }
  closeSync(file);
  return path;
}

async function measured(path: string): Promise<{ readonly seconds: number; readonly peak: number }> {
  const program = join(import.meta.dirname, '../bin/nsleuth.js');
  const start = performance.now();
  const child = spawn(process.execPath, [program, 'scan', path, '--quiet'], { stdio: 'ignore' });
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const told = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      peak = Math.max(peak, Number(told ?? 0) / 1024);
    } catch {
      // It has ended.
    }
  }, 50);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  return { seconds: (performance.now() - start) / 1000, peak };
}
