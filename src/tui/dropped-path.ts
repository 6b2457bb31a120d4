import { fileURLToPath } from 'node:url';

/**
 * The path that a terminal pastes when a file is dropped on it: quoted, with backslashes before blanks, or as a `file:` address. On Windows a backslash
 * parts folders and is kept.
 */
export function droppedPath(raw: string, platform: string): string {
  const text = raw.replace(/[\r\n]+/g, ' ').trim();
  if (text.startsWith('file://')) {
    try {
      return fileURLToPath(text);
    } catch {
      return text;
    }
  }
  const quoted = /^'([^']*)'$|^"([^"]*)"$/.exec(text);
  if (quoted) return quoted[1] ?? quoted[2] ?? text;
  return platform === 'win32' ? text : text.replace(/\\(.)/g, '$1');
}
