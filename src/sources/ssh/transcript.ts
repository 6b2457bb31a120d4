import type { TranscriptLine } from '../../evidence/entry.ts';
import { printableCut } from '../../evidence/printable.ts';
import type { RemoteLine } from './account.ts';

export interface Transcript {
  add(line: RemoteLine, facts: Omit<TranscriptLine, 'command' | 'outcome'> & { readonly outcome: string }): void;
  lines(): readonly TranscriptLine[];
}

/** Every command that was sent, in order. Commands are our own constants; answers appear only as sizes and statuses. */
export function newTranscript(): Transcript {
  const lines: TranscriptLine[] = [];
  return {
    add: ({ command, input }, { outcome, ...facts }) => {
      const shown = input === undefined ? command : `${command} <<< ${input.trimEnd()}`;
      lines.push({ ...facts, command: printableCut(shown, 4_000), outcome: printableCut(outcome, 300) });
    },
    lines: () => lines,
  };
}
