import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../src/assessment/report.ts';
import { root } from '../fixtures/run-nsleuth.ts';

/** A Node that says it is an older one, which `bin/nsleuth.js` must replace; what it starts does not get the preload. */
function pretendOld(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-signals-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'old.cjs');
  writeFileSync(file, "Object.defineProperty(process.versions, 'node', { value: '20.0.0' });\n");
  return ['--require', file];
}

interface Scan {
  readonly child: ChildProcess;
  /** Resolves when the evidence has been asked for, so that the scan is under way. */
  readonly isReading: Promise<void>;
  readonly ended: Promise<{ readonly status: number | null; readonly report: Report | undefined }>;
}

/** A scan of standard input that never ends by itself. In a process group of its own, as a shell starts it. */
function startScan(options: readonly string[]): Scan {
  const args = [...options, join(root, 'bin/nsleuth.js'), 'scan', '-', '--format', 'json', '--quiet'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin?.on('error', () => undefined);
  const isReading = new Promise<void>((resolve) => {
    // More than a pipe holds: accepted only when it is read.
    child.stdin?.write(tarOfOneLog(1_000_000), () => resolve());
  });
  const ended = new Promise<Awaited<Scan['ended']>>((resolve) => {
    child.on('close', (status) => {
      const text = Buffer.concat(chunks).toString();
      resolve({ status, report: text === '' ? undefined : JSON.parse(text) });
    });
  });
  return { child, isReading, ended };
}

/** The header of a log that is larger than what follows it. */
function tarOfOneLog(bytes: number): Buffer {
  const header = Buffer.alloc(512);
  header.write('var/log/ns.log');
  header.write('0000644\0', 100);
  header.write(`${(bytes * 10).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        0', 148);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const line =
    'Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default EVENT x 1 0 :  y\n';
  return Buffer.concat([header, Buffer.from(line.repeat(Math.ceil(bytes / line.length)))]);
}

describe.skipIf(process.platform === 'win32')('a signal', () => {
  const signals = ['SIGINT', 'SIGHUP', 'SIGTERM'] as const;
  const ways = [
    { name: 'the process itself', options: () => [] },
    { name: 'the starter of an outdated Node', options: pretendOld },
  ];
  test.each(ways.flatMap((way) => signals.map((signal) => ({ ...way, signal }))))(
    '$signal to $name alone leaves a report of what was examined, and exits 130',
    async ({ options, signal }) => {
      const { child, isReading, ended } = startScan(options());
      await isReading;
      child.kill(signal);
      const { status, report } = await ended;
      expect(status).toBe(130);
      expect(report?.scan.complete).toBe(false);
      expect(report?.scan.interrupted).toBe('interrupted by the user');
    },
  );

  test('of the terminal, which comes to both, counts once', async () => {
    const { child, isReading, ended } = startScan(pretendOld());
    await isReading;
    process.kill(-child.pid!, 'SIGINT');
    const { status, report } = await ended;
    expect(status).toBe(130);
    expect(report?.scan.complete).toBe(false);
  });
});
