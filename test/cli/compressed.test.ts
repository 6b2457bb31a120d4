import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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
for (const tool of ['gzip', 'xz', 'zstd']) {
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
}
