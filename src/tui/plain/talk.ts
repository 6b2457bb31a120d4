import { OperatorError } from '../../evidence/errors.ts';
import { printable } from '../../evidence/printable.ts';
import { spoken } from '../effects.ts';
import type { Glyphs } from '../glyphs.ts';
import { blank, type Line, lineText, wrapped } from '../line.ts';
import type { Ports } from '../ports.ts';
import type { Catalogue } from '../texts/en.ts';
import type { LineIo } from './line-io.ts';

/** What every part of line mode needs. */
export interface PlainSetting {
  readonly ports: Ports;
  readonly texts: Catalogue;
  readonly glyphs: Glyphs;
  readonly io: LineIo;
}

/** Lines longer than this are hard to follow, even where there is room. */
const COLUMNS = 100;

/** What the operator can put right is said, and the conversation goes on. */
export async function attempt<Value>(setting: PlainSetting, work: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { texts } = setting;
    const { remedy } = texts.failed;
    say(
      setting,
      [...spoken(error.message, texts).split('\n'), `${remedy}: ${spoken(error.remedy, texts)}`].flatMap((one) =>
        wrapped(one, columns(setting)),
      ),
    );
    return undefined;
  }
}

export function columns({ io }: PlainSetting): number {
  return Math.max(40, Math.min(io.width - 1, COLUMNS));
}

export function say({ io }: PlainSetting, lines: readonly Line[]): void {
  for (const one of lines) io.print(lineText(one));
}

/** Lines said before asking whether there shall be more. */
const LINES_AT_ONCE = 40;

/** A long page in parts. */
export async function sayMuch(setting: PlainSetting, lines: readonly Line[]): Promise<void> {
  const { io, texts } = setting;
  for (let at = 0; at < lines.length; at += LINES_AT_ONCE) {
    say(setting, lines.slice(at, at + LINES_AT_ONCE));
    if (at + LINES_AT_ONCE >= lines.length) break;
    const typed = await io.ask(texts.plain.moreLines);
    if (typed !== '') return;
  }
  say(setting, [blank]);
}

/** A numbered list; resolves to the place of the chosen one, from 0, or undefined. */
export async function choose(
  setting: PlainSetting,
  title: string,
  choices: readonly string[],
): Promise<number | undefined> {
  const { io, texts } = setting;
  io.print(printable(title));
  for (const [at, choice] of choices.entries()) io.print(`  ${at + 1}  ${printable(choice)}`);
  for (;;) {
    const typed = await io.ask(texts.plain.choose);
    if (typed === undefined || typed === 'q' || typed === '') return undefined;
    const at = Number(typed) - 1;
    if (Number.isInteger(at) && at >= 0 && at < choices.length) return at;
    io.print(texts.plain.unknown);
  }
}

export async function agree({ io, texts }: PlainSetting, question: string): Promise<boolean> {
  const typed = await io.ask(`${question} (${texts.plain.yesNo})`);
  return isYes({ texts }, typed);
}

export function isYes({ texts }: Pick<PlainSetting, 'texts'>, typed: string | undefined): boolean {
  return typed !== undefined && texts.plain.yes.includes(typed.toLowerCase());
}
