import { relative, resolve } from 'node:path';
import { printable } from '../../evidence/printable.ts';
import type { Rule } from '../../rules/rule.ts';

/** Rule files may come from anybody: their text is made printable. */
export function say(text: string): void {
  process.stdout.write(`${text.split('\n').map(printable).join('\n')}\n`);
}

export function place(rule: Rule): string {
  return `${shown(rule.file)}:${rule.line}`;
}

/** From the current folder where that is shorter. */
export function shown(file: string): string {
  const way = relative(process.cwd(), resolve(file));
  return way.length < file.length && !way.startsWith('..') ? way : file;
}
