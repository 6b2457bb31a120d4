import { type Case, isVisible } from './cases/case.ts';
import { kinds } from './render/render.ts';

/** `samples/README.md`, from the same data that the tests hold scans against. */
export function readme(
  cases: readonly Case[],
  packed: readonly { readonly file: string; readonly case: string }[],
): string {
  return `${[...head(packed), ...cases.flatMap(section), ...visibility(cases)].join('\n')}\n`;
}

const head = (packed: readonly { readonly file: string; readonly case: string }[]): readonly string[] => [
  '# Samples',
  '',
  'Evidence to try nsleuth on, and to test it with. All of it is synthetic: one program describes a NetScaler appliance in memory, functions',
  'change it the way an intruder or an administrator would, and others write it down as a support bundle, a copied tree, a UAC collection and',
  'so on. No text, file or log line comes from a real appliance or from the vendor. Names and addresses are documentation ones, except where',
  'the trace *is* a published indicator. Whatever looks like malicious code ends its own run before its first harmful word.',
  '',
  'The first word of a name says what must come out: `clean` (nothing above `informational`), `targeted` (attempts, no sign of success), `found`',
  '(signs of a compromise), `suspicious` (traces that need a person), `exposed` (vulnerable, and nothing that would prove more).',
  '',
  '| file | case |',
  '| --- | --- |',
  ...packed.map(({ file, case: name }) => `| \`${file}\` | [${name}](#${anchor(name)}) |`),
  '',
  '```',
  'npm run samples                                  # make the committed files and this page again',
  'npm run samples -- --all --out /tmp/samples      # every case as every kind of evidence',
  'npm run samples -- --case clean --kind uac --form tree --out /tmp/samples',
  'node samples/big.ts --megabytes 1024 --out /tmp/big   # much evidence, for measuring',
  '```',
  '',
  'Each file has the same bytes on every machine: the tar carries fixed times, and compression is done by fflate in plain JavaScript rather than',
  'by the zlib that Node was built with. `test/samples` makes them anew and compares. A zip carries no owners and no links.',
  '',
];

function section(sample: Case): readonly string[] {
  const questions = Object.entries(sample.questions).map(([question, answer]) => `${question}: ${answer}`);
  return [
    `## ${sample.name}`,
    '',
    `${sample.title}.`,
    '',
    `Verdict: ${sample.verdicts.map((verdict) => `\`${verdict}\``).join(' or ')}.${questions.length > 0 ? ` Questions: ${questions.join(', ')}.` : ''}${
      sample.vulnerable ? ` Vulnerable to ${sample.vulnerable.join(', ')}.` : ''
    }`,
    '',
    ...plants(sample),
    `Made after: ${sample.sources.map((source) => `<${source}>`).join(', ')}.`,
    '',
  ];
}

function plants(sample: Case): readonly string[] {
  if (sample.atMost) return [`Nothing above \`${sample.atMost}\` may be found.`, ''];
  return [
    '| where | what | must be found |',
    '| --- | --- | --- |',
    ...sample.plants.map(({ path, what, mustFind }) => `| \`${path}\` | ${what} | ${mustFind ? 'yes' : 'may be'} |`),
    '',
  ];
}

/** Which kinds of evidence show what, of the case with the most kinds of trace. */
function visibility(cases: readonly Case[]): readonly string[] {
  const sample = cases.find(({ name }) => name === 'found.cve-2025-6543');
  if (!sample) return [];
  return [
    '## What each kind of evidence shows',
    '',
    `One appliance, ${sample.name}, handed in as eleven kinds. What a kind cannot show must be told as not checked, never as absent.`,
    '',
    `| trace | ${kinds.join(' | ')} |`,
    `| --- |${kinds.map(() => ' :-: |').join('')}`,
    ...sample.plants.map(
      (plant) => `| ${plant.what} | ${kinds.map((kind) => (isVisible(plant, kind) ? 'x' : ' ')).join(' | ')} |`,
    ),
  ];
}

const anchor = (name: string): string => name.replaceAll('.', '');
