import type { Glyphs } from '../glyphs.ts';
import type { Ports } from '../ports.ts';
import type { Catalogue } from '../texts/en.ts';
export async function runPlain(_ports: Ports, _texts: Catalogue, _glyphs: Glyphs, _report: string | undefined): Promise<number> {
  return 0;
}
