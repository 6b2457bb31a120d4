import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const script = join(import.meta.dirname, '../../samples/big.ts');

test('much evidence has the asked amount of logs, three quarters of them rotated, and its small files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nsleuth-big-'));
  try {
    execFileSync(process.execPath, [script, '--megabytes', '8', '--files', '60', '--out', folder], { stdio: 'pipe' });
    const log = join(folder, 'tree/var/log');
    const names = readdirSync(log);
    const rotated = names
      .filter((name) => name.endsWith('.gz'))
      .map((name) => gunzipSync(readFileSync(join(log, name))));
    const packed = rotated.reduce((sum, content) => sum + content.length, 0);
    const plain = names
      .filter((name) => !name.endsWith('.gz'))
      .reduce((sum, name) => sum + readFileSync(join(log, name)).length, 0);
    expect(packed + plain).toBeGreaterThan(8 * 2 ** 20);
    expect(packed + plain).toBeLessThan(8.2 * 2 ** 20);
    expect(packed / (packed + plain)).toBeCloseTo(0.75, 1);
    expect(rotated.filter((content) => content.includes('NSPPE;echo')).length).toBe(1);
    const files = readdirSync(join(folder, 'tree'), { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => /\/part\d+\/f\d+\.[a-z]+$/.test(name)).length).toBe(60);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
