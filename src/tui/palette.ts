/**
 * Colours by meaning, from the sixteen that every terminal has; readable on light and on dark backgrounds, which yellow and cyan are not.
 * Nothing is said by colour alone.
 */
export type Tone = 'plain' | 'strong' | 'quiet' | 'bad' | 'doubtful' | 'good' | 'chosen' | 'title';

export interface Look {
  readonly color?: 'red' | 'magenta' | 'green' | 'blue';
  readonly bold?: true;
  readonly dimColor?: true;
  readonly inverse?: true;
}

export const palette: Readonly<Record<Tone, Look>> = {
  plain: {},
  strong: { bold: true },
  quiet: { dimColor: true },
  bad: { color: 'red', bold: true },
  doubtful: { color: 'magenta' },
  good: { color: 'green' },
  chosen: { inverse: true },
  title: { inverse: true, bold: true },
};
