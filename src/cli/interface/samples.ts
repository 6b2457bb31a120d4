import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sample } from '../../tui/ports.ts';

/** Beside `dist/` in a checkout and in the package, beside `src/` when run from source. */
const FOLDER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../samples' : '../samples', import.meta.url),
);

/** The packed samples that this installation has, those with traces first. */
export function samples(): readonly Sample[] {
  if (!existsSync(FOLDER)) return [];
  return readdirSync(FOLDER)
    .filter((name) => /^(?:found|targeted|clean)\..+\.(?:tar\.gz|zip)$/.test(name))
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, path: join(FOLDER, name) }));
}

function order(name: string): number {
  return ['found', 'targeted', 'clean'].findIndex((kind) => name.startsWith(kind));
}
