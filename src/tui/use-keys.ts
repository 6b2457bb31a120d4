import { type Key, useInput, usePaste } from 'ink';
import type { Action } from './actions.ts';
import type { KeyPress } from './keys.ts';

/** Turns what the terminal sends into actions. */
export function useKeys(dispatch: (action: Action) => void): void {
  useInput((input, key) => {
    for (const press of keyPresses(input, key)) dispatch({ type: 'press', key: press });
  });
  usePaste((text) => dispatch({ type: 'paste', text }));
}

/** The keys in one piece of input: fast typing and terminals that mark no paste send several letters at once. */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
  const name = specialName(key);
  if (name !== undefined) return [{ name }];
  if (key.ctrl) return input.length === 1 ? [{ name: `ctrl-${input}` }] : [];
  if (key.meta) return [];
  return [...input].flatMap(typedKey);
}

function typedKey(character: string): readonly KeyPress[] {
  const code = character.codePointAt(0)!;
  if (character === '\r' || character === '\n') return [{ name: 'enter' }];
  if (character === '\t') return [{ name: 'tab' }];
  if (code === 0x7f || code === 0x08) return [{ name: 'backspace' }];
  if (code >= 1 && code <= 26) return [{ name: `ctrl-${String.fromCharCode(code + 96)}` }];
  if (/\p{Cc}/u.test(character)) return [];
  return [{ name: character === ' ' ? 'space' : character, text: character }];
}

function specialName(key: Key): string | undefined {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pageup';
  if (key.pageDown) return 'pagedown';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'escape';
  if (key.tab) return 'tab';
  if (key.backspace) return 'backspace';
  return key.delete ? 'delete' : undefined;
}
