import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/appliance.ts';
import { nsLine } from '../fixtures/evidence.ts';
import { nsleuth } from '../fixtures/run-nsleuth.ts';
import { tarBytes } from '../fixtures/tar-bytes.ts';

function isInstalled(tool: string): boolean {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// As a user runs it: libraries that are loaded on demand resolve otherwise under the test runner.
for (const tool of ['gzip', 'bzip2', 'xz', 'zstd']) {
  test.skipIf(!isInstalled(tool))(
    `a tar packed by ${tool} is read by the program itself (skipped where it is not installed)`,
    async () => {
      const members = [{ name: 'var/log/ns.log', content: `${nsLine()}\n` }];
      const packed = execFileSync(tool, ['-c'], { input: tarBytes(members), stdio: ['pipe', 'pipe', 'ignore'] });
      const path = join(temporaryFolder(), 'evidence.bin');
      writeFileSync(path, packed);
      const { status, stdout } = await nsleuth(['scan', path, '--format', 'json']);
      expect(JSON.parse(stdout)).toMatchObject({
        evidence: [{ kind: 'root-tree', entries: 1 }],
        scan: { complete: true },
      });
      expect(status).toBe(0);
    },
  );
  test.skipIf(!isInstalled(tool))(
    `rotated logs packed by ${tool} are read where they lie, and damage is told (skipped where it is not installed)`,
    async () => {
      const log = `${nsLine()}\n`.repeat(3);
      const packed = execFileSync(tool, ['-c'], { input: log, stdio: ['pipe', 'pipe', 'ignore'] });
      const folder = temporaryFolder();
      mkdirSync(join(folder, 'var/log'), { recursive: true });
      mkdirSync(join(folder, 'nsconfig'));
      writeFileSync(join(folder, 'nsconfig/ns.conf'), '#NS14.1 Build 73.30\n');
      writeFileSync(join(folder, 'var/log/ns.log'), log);
      writeFileSync(join(folder, 'var/log/ns.log.0.old'), packed);
      const scanned = async () => JSON.parse((await nsleuth(['scan', folder, '--format', 'json'])).stdout);
      const whole = await scanned();
      expect(whole.coverage.logs).toMatchObject([{ log: 'ns.log', files: 2, lines: 6, unknown_lines: 0 }]);
      expect(whole.scan.complete).toBe(true);
      writeFileSync(join(folder, 'var/log/ns.log.0.old'), packed.subarray(0, -9));
      const cut = await scanned();
      expect(cut.scan.complete).toBe(false);
      expect(cut.coverage.gaps).toMatchObject([{ path: '/var/log/ns.log.0.old', reason: 'truncated' }]);
    },
  );
}
