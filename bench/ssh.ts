import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openLive } from '../src/sources/ssh/index.ts';
import { startSshd, whyNoSshd } from '../test/appliance/sshd.ts';
import { writeTree } from '../test/appliance/tree.ts';

/**
 * How fast the live source reads, against OpenSSH's own client with `tar -czf -` on the same paths of the same server on loopback. Prints
 * the ratio; below 0.5 is a failure. `node bench/ssh.ts --megabytes 200`.
 */
const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '200' } } });
const reason = whyNoSshd();
if (reason !== undefined) {
  process.stdout.write(`not measured: ${reason}\n`);
} else {
  process.exitCode = await measure(Number(values.megabytes) * 1_000_000);
}

async function measure(bytes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-bench-ssh-'));
  const root = join(folder, 'root');
  writeTree(root);
  writeLogs(join(root, 'var/log'), bytes);
  const sshd = await startSshd({ root, writesLogs: false });
  try {
    const arguments_ = [
      '-i',
      sshd.keyFile,
      '-p',
      String(sshd.port),
      '-o',
      `UserKnownHostsFile=${sshd.knownHostsFile}`,
      '-o',
      'BatchMode=yes',
    ];
    const reference = await drained('ssh', [
      ...arguments_,
      `${sshd.user}@127.0.0.1`,
      "shell /bin/sh -c 'cd /; tar -czf - var/log'",
    ]);
    const live = await openLive(
      { ...sshd, identityFiles: [sshd.keyFile] },
      { credentials: {}, knownHostsFiles: [sshd.knownHostsFile], agent: false },
    );
    for await (const item of live.entries(new AbortController().signal)) {
      if (item.kind === 'gap') continue;
      for await (const _ of item.content());
    }
    const fetched = live.describe().transcript?.find(({ command }) => command.includes('find var/log '));
    if (fetched?.outcome !== 'complete') throw new Error(`the logs were not fetched: ${fetched?.outcome}`);
    const ours = fetched.finished.getTime() - fetched.started.getTime();
    const ratio = reference.ms / ours;
    process.stdout.write(
      [
        `ssh … tar -czf - | cat >/dev/null   ${rate(bytes, reference.ms)} of logs (${(reference.bytes / 1e6).toFixed(0)} MB over the wire)`,
        `nsleuth                             ${rate(bytes, ours)} of logs (${(fetched.bytes / 1e6).toFixed(0)} MB over the wire)`,
        `ratio                               ${ratio.toFixed(2)} (at least 0.5)`,
        '',
      ].join('\n'),
    );
    return ratio >= 0.5 ? 0 : 1;
  } finally {
    await sshd.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function rate(bytes: number, ms: number): string {
  return `${(bytes / 1e3 / ms).toFixed(0).padStart(5)} MB/s`;
}

async function drained(
  program: string,
  options: readonly string[],
): Promise<{ readonly ms: number; readonly bytes: number }> {
  const started = performance.now();
  const child = spawn(program, [...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  return { ms: performance.now() - started, bytes };
}

/** Text logs of which three quarters lie in rotations that compress no further, as on an appliance. */
function writeLogs(folder: string, bytes: number): void {
  mkdirSync(folder, { recursive: true });
  const line = (at: number) =>
    `Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default TCP CONN_TERMINATE ${at} 0 :  Source 192.0.2.80:443 - Destination 203.0.113.7:${at % 65_536}\n`;
  const text = Buffer.from(Array.from({ length: 6_000 }, (_, at) => line(at * 7_919)).join(''));
  for (let at = 0, written = 0; written < bytes; at++) {
    const isRotation = at % 4 !== 0;
    const content = isRotation ? randomBytes(text.length) : text;
    writeFileSync(join(folder, isRotation ? `ns.log.${at}.gz` : `messages.${at}`), content);
    written += content.length;
  }
}
