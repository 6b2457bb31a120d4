import type { Terminal } from './terminal.ts';

/** Ways through the interface that several tests take. */

/** From the first screen to the verdict on evidence at a path. */
export async function examine(terminal: Terminal, path: string): Promise<string> {
  await terminal.shows('A sample');
  terminal.press('j', 'Enter');
  await terminal.shows('Choose from the list');
  terminal.press('/', 'C-u', path, 'Enter');
  return terminal.shows('COMPROMISE INDICATED', 60_000);
}

/** From the question for a reason to the mark, which holds for this report alone. */
export async function sayHarmless(terminal: Terminal, reason: string): Promise<void> {
  await terminal.shows('Why is it harmless?');
  terminal.press(reason, 'Enter');
  await terminal.shows('Suppress later too?');
  terminal.press('Enter');
  await terminal.shows('Marked: harmless');
}

/** From the question for a path to the saved report. */
export async function saveTo(terminal: Terminal, path: string): Promise<void> {
  await terminal.shows('Save to:');
  terminal.press('C-u', path, 'Enter');
  await terminal.shows('Saved:');
}

/** Takes what is chosen already, once each of these is shown. */
export async function takeEach(terminal: Terminal, ...shown: readonly string[]): Promise<void> {
  for (const text of shown) {
    await terminal.shows(text);
    terminal.press('Enter');
  }
}
