/** Signs that are not letters; plain ones where the terminal may not have the others. */
export interface Glyphs {
  readonly bars: readonly string[];
  readonly side: string;
  readonly rule: string;
  readonly pointer: string;
  readonly dot: string;
  readonly cut: string;
  readonly fix: string;
  readonly shade: string;
  readonly mask: string;
}

const drawn: Glyphs = {
  bars: [' ', '▄', '█'],
  side: '│',
  rule: '─',
  pointer: '>',
  dot: '·',
  cut: '…',
  fix: '◆',
  shade: '░',
  mask: '•',
};

const plain: Glyphs = {
  bars: [' ', '.', '#'],
  side: '|',
  rule: '-',
  pointer: '>',
  dot: '-',
  cut: '~',
  fix: 'F',
  shade: ':',
  mask: '*',
};

/** By the environment's locale: `LC_ALL`, `LC_CTYPE`, `LANG`, in this order. Windows Terminal sets none and draws all. */
export function glyphsFor(env: Readonly<Record<string, string | undefined>>, platform: string): Glyphs {
  if (platform === 'win32') return env['WT_SESSION'] === undefined ? plain : drawn;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return /utf-?8/i.test(locale) ? drawn : plain;
}
