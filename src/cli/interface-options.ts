import { Option } from 'commander';
import { type Language, languages } from '../assessment/languages/language.ts';
import type { RuleOptions } from './rule-options.ts';

export interface InterfaceOptions extends RuleOptions {
  /** Asks and answers in lines, for screen readers and simple terminals. */
  readonly plain?: boolean;
  readonly lang?: Language;
  /** A saved report to begin with. */
  readonly report?: string;
}

/** Whether somebody sits before a terminal. */
export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Options of everything that is interactive. */
export function interfaceOptions(): readonly Option[] {
  return [
    new Option('--plain', 'ask and answer in lines: for screen readers and simple terminals'),
    new Option('--lang <language>', 'language of the interface; default from the environment').choices(languages),
  ];
}
