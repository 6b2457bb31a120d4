import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EvidenceSource, Gap } from '../../../src/evidence/entry.ts';
import { type LiveOptions, openLive } from '../../../src/sources/ssh/index.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../appliance/emulator.ts';
import { addOddities, writeTree } from '../../appliance/tree.ts';

/** A folder that is gone after the test. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-ssh-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An emulated appliance for one test, with awkward files in its tree. */
export async function appliance(options: Partial<EmulatorOptions> = {}): Promise<Emulator & { readonly root: string }> {
  const root = options.root ?? scratch();
  if (options.root === undefined) {
    writeTree(root);
    addOddities(root);
  }
  const emulator = await startEmulator({ lifeMs: 120_000, ...options, root });
  onTestFinished(() => emulator.close());
  return { ...emulator, root };
}

export const trusting = (emulator: Emulator, further: Partial<LiveOptions> = {}): LiveOptions => ({
  credentials: { password: async () => emulator.password },
  hostKey: emulator.hostKey,
  knownHostsFiles: [],
  agent: false,
  silenceMs: 5_000,
  ...further,
});

export const open = (emulator: Emulator, further: Partial<LiveOptions> = {}) =>
  openLive({ host: emulator.host, port: emulator.port, user: emulator.user }, trusting(emulator, further));

export interface Read {
  /** Content by path; for anything but a file an empty one. */
  readonly files: ReadonlyMap<string, Buffer>;
  readonly gaps: readonly Gap[];
}

export async function readEverything(source: EvidenceSource, signal = new AbortController().signal): Promise<Read> {
  const files = new Map<string, Buffer>();
  const gaps: Gap[] = [];
  for await (const item of source.entries(signal)) {
    if (item.kind === 'gap') {
      gaps.push(item);
      continue;
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of item.content()) chunks.push(chunk);
    files.set(item.path, Buffer.concat(chunks));
  }
  return { files, gaps };
}
