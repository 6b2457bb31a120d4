import { printable } from '../evidence/printable.ts';
import { plainValue } from './known-values.ts';
import { doubtWords, type Redaction, type ReplacedValue } from './redact.ts';
import { classWords, type ValueClass, valueClasses } from './value-class.ts';

/** Values shown of each class. */
const SAMPLE = 5;
const DOUBTS = 40;

/** What is replaced of one class. */
export interface ReplacedClass {
  readonly name: ValueClass;
  readonly values: number;
  readonly places: number;
  /** A few of them, with the real values. */
  readonly sample: readonly { readonly value: string; readonly pseudonym: string }[];
}

/** What is replaced, by class; classes without any are left out. */
export function replacedByClass(replaced: readonly ReplacedValue[]): readonly ReplacedClass[] {
  return valueClasses
    .map((name) => {
      const values = replaced.filter((one) => one.valueClass === name);
      return {
        name,
        values: values.length,
        places: values.reduce((sum, one) => sum + one.occurrences, 0),
        sample: values.slice(0, SAMPLE).map(({ value, pseudonym }) => ({ value, pseudonym })),
      };
    })
    .filter((one) => one.values > 0);
}

/** In how many places a value was replaced; none where it stays, or stands nowhere. */
export function placesOf({ replaced }: Redaction): (value: string) => number {
  const counts = new Map(replaced.map((one) => [plainValue(one.value), one.occurrences]));
  return (value) => counts.get(plainValue(value)) ?? 0;
}

/** What is about to leave, for the owner's eyes alone: it holds the real values. */
export function previewText({ replaced, kept, doubtful }: Redaction): string {
  const lines = ['What is replaced:'];
  const classes = replacedByClass(replaced);
  if (classes.length === 0) lines.push('  nothing');
  for (const { name, values, places, sample } of classes) {
    lines.push(`  ${classWords[name]}: ${values} in ${places} places`);
    for (const one of sample) lines.push(`      ${cut(one.value)}  ->  ${one.pseudonym}`);
    if (values > sample.length) lines.push(`      and ${values - sample.length} more`);
  }
  lines.push(
    'What stays, because it is taken for an intruder’s:',
    ...(kept.length === 0 ? ['  nothing'] : kept.map((value) => `  ${cut(value)}`)),
  );
  lines.push('Please decide about:');
  if (doubtful.length === 0) lines.push('  nothing');
  for (const { value, decision, reason } of doubtful.slice(0, DOUBTS))
    lines.push(`  ${cut(value)} ${decision}. ${doubtWords[reason]}`);
  if (doubtful.length > DOUBTS) lines.push(`  and ${doubtful.length - DOUBTS} more`);
  return `${lines.join('\n')}\n`;
}

function cut(value: string): string {
  return printable(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
