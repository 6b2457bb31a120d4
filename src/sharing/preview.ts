import { printable } from '../evidence/printable.ts';
import { withheldCounts } from './manifest.ts';
import type { Redaction } from './redact.ts';
import { classWords, valueClasses } from './value-class.ts';

/** Values shown of each class. */
const SAMPLE = 5;
const DOUBTS = 40;

/** What is about to leave, for the owner's eyes alone: it holds the real values. */
export function previewText({ replaced, kept, doubtful }: Redaction): string {
  const lines = ['What is replaced:'];
  const counts = withheldCounts(replaced);
  if (counts.length === 0) lines.push('  nothing');
  for (const valueClass of valueClasses) {
    const values = replaced.filter((one) => one.valueClass === valueClass);
    if (values.length === 0) continue;
    const places = values.reduce((sum, one) => sum + one.occurrences, 0);
    lines.push(`  ${classWords[valueClass]}: ${values.length} in ${places} places`);
    for (const one of values.slice(0, SAMPLE)) lines.push(`      ${cut(one.value)}  ->  ${one.pseudonym}`);
    if (values.length > SAMPLE) lines.push(`      and ${values.length - SAMPLE} more`);
  }
  lines.push(
    'What stays, because it is taken for an intruder’s:',
    ...(kept.length === 0 ? ['  nothing'] : kept.map((value) => `  ${cut(value)}`)),
  );
  lines.push('Please decide about:');
  if (doubtful.length === 0) lines.push('  nothing');
  for (const { value, decision, why } of doubtful.slice(0, DOUBTS)) lines.push(`  ${cut(value)} ${decision}. ${why}`);
  if (doubtful.length > DOUBTS) lines.push(`  and ${doubtful.length - DOUBTS} more`);
  return `${lines.join('\n')}\n`;
}

function cut(value: string): string {
  return printable(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}
