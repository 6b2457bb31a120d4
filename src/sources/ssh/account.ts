import { randomBytes } from 'node:crypto';
import type { Printable } from '../../evidence/printable.ts';

/** How commands reach the account's shell; found out once. */
export interface Account {
  readonly mode: 'shell' | 'cli-only';
  /** What goes before a shell script. `argument`: as `/bin/sh -c '…'`. `input`: on standard input of `/bin/sh`. */
  readonly prefix: '' | 'shell ';
  readonly encoding: 'argument' | 'input';
  /** Why there is no shell, of `cli-only`. */
  readonly lack?: Printable;
}

export interface RemoteLine {
  readonly command: string;
  readonly input?: string;
}

/** The line that goes over the wire for a script of `script.ts`. */
export function remoteLine(account: Account, script: string): RemoteLine {
  return account.encoding === 'argument'
    ? { command: `${account.prefix}/bin/sh -c '${script}'` }
    : { command: `${account.prefix}/bin/sh`, input: `${script}\n` };
}

/** A random word for one session. */
export function newMarker(): string {
  return `NSLEUTH-${randomBytes(8).toString('hex')}`;
}

/** Tried in this order; the first that brings the markers back is used. */
export const shellForms: readonly Account[] = [
  { mode: 'shell', prefix: 'shell ', encoding: 'argument' },
  { mode: 'shell', prefix: '', encoding: 'argument' },
  { mode: 'shell', prefix: 'shell ', encoding: 'input' },
];
export const cliProbe = 'show ns version';
