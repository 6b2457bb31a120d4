/**
 * Reads a mode as listings write it: `-rwsr-xr-x`, `drwxrwxrwt`, `-/rrwxr-xr-x` (body files of Sleuth Kit), a trailing `+` or `@`, or octal
 * digits with or without the file type (`0755`, `100755`). Returns permission and set-id bits (0o7777) and, where stated, the type; undefined for
 * anything else.
 */
export function parseMode(text: string): { readonly bits: number; readonly type?: FileType } | undefined {
  if (/^[0-7]{3,6}$/.test(text)) return octalMode(Number.parseInt(text, 8));
  const found = /^(?:[a-z-]\/)?([a-zA-Z-])([r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-])[+@.]?$/.exec(text);
  if (!found) return undefined;
  const [, kind = '-', permissions = ''] = found;
  let bits = 0;
  for (const [index, letter] of [...permissions].entries()) {
    const isSet = letter !== '-' && letter !== 'S' && letter !== 'T';
    if (isSet) bits |= 0o400 >> index;
    if (/[sStT]/.test(letter)) bits |= 0o4000 >> Math.floor(index / 3);
  }
  return { bits, type: typeOfLetter(kind) };
}

export type FileType = 'file' | 'directory' | 'symlink' | 'other';

/** Four octal digits: `0644`, `4755`. */
export function modeText(bits: number): string {
  return (bits & 0o7777).toString(8).padStart(4, '0');
}

function typeOfLetter(letter: string): FileType {
  if (letter === 'd') return 'directory';
  if (letter === 'l') return 'symlink';
  return letter === '-' || letter === 'r' ? 'file' : 'other';
}

function octalMode(value: number): { readonly bits: number; readonly type?: FileType } {
  const kind = value & 0o170000;
  const bits = value & 0o7777;
  if (kind === 0) return { bits };
  if (kind === 0o040000) return { bits, type: 'directory' };
  if (kind === 0o120000) return { bits, type: 'symlink' };
  return { bits, type: kind === 0o100000 ? 'file' : 'other' };
}
