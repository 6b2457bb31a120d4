import { readFileSync } from 'node:fs';
import { OperatorError } from '../../evidence/errors.ts';
import { explainCondition } from '../../rules/explain-condition.ts';
import { levels, type Rule } from '../../rules/rule.ts';
import { type FolderOptions, findRule, loadSound } from './chosen-rules.ts';
import { say, shown } from './say.ts';

interface ListOptions extends FolderOptions {
  readonly pack?: string;
  readonly json?: boolean;
}

/** `nsleuth rules list`. */
export async function listRules(options: ListOptions): Promise<void> {
  const { ruleSet } = await loadSound(options);
  const rules = ruleSet.rules.filter((rule) => options.pack === undefined || rule.pack === options.pack);
  if (options.json) {
    const rows = rules.map(({ id, name, title, level, shows, question, pack, kind, cves, file, line }) => ({
      id,
      name,
      title,
      level,
      shows,
      question,
      pack,
      kind,
      cves,
      file,
      line,
    }));
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  if (rules.length === 0)
    throw new OperatorError(
      'no rule of this kind',
      `The packs are: ${[...new Set(ruleSet.rules.map(({ pack }) => pack))].join(', ')}.`,
    );
  const sorted = rules.toSorted(
    (a, b) =>
      a.pack.localeCompare(b.pack) || levels.indexOf(b.level) - levels.indexOf(a.level) || a.name.localeCompare(b.name),
  );
  const width = (column: (rule: Rule) => string): number => Math.max(...sorted.map((rule) => column(rule).length));
  const [pack, name] = [
    width((rule) => rule.pack),
    Math.min(
      48,
      width((rule) => rule.name),
    ),
  ];
  for (const rule of sorted) {
    say(
      [rule.pack.padEnd(pack), rule.level.padEnd(13), rule.shows.padEnd(10), rule.name.padEnd(name), rule.title].join(
        '  ',
      ),
    );
  }
  say(`${rules.length} rules, ${Object.keys(ruleSet.lists).length} indicator lists`);
}

/** `nsleuth rules show`. */
export async function showRule(name: string, options: FolderOptions): Promise<void> {
  const { file, line } = await findRule(name, options);
  say(`# ${shown(file)}:${line}`);

  for (const one of readFileSync(file, 'utf8').trimEnd().split('\n')) say(one);
}

/** `nsleuth rules explain`. */
export async function explainRule(name: string, options: FolderOptions): Promise<void> {
  const rule = await findRule(name, options);
  const lines = [
    rule.title,
    `${rule.name}, ${rule.id}, in ${shown(rule.file)}:${rule.line}`,
    '',
    rule.description,
    '',
    `Level ${rule.level}; shows ${rule.shows}; question ${rule.question}; confidence ${rule.confidence}.`,
    ...(rule.cves.length > 0 ? [`CVEs: ${rule.cves.join(', ')}.`] : []),
    '',
    ...looksFor(rule),
    '',
    'What would make it harmless:',
    ...(rule.falsepositives.length > 0 ? rule.falsepositives.map((one) => `  ${one}`) : ['  the rule names nothing']),
    '',
    'What to do:',
    `  ${rule.advice}`,
    ...(rule.references.length > 0 ? ['', 'Sources:', ...rule.references.map((one) => `  ${one}`)] : []),
  ];
  for (const one of lines) say(one);
}

function looksFor(rule: Rule): string[] {
  switch (rule.kind) {
    case 'sigma':
      return [
        `Looks at records of "${rule.category}" for:`,
        ...explainCondition(rule.condition, '  '),
        ...(rule.isBuildingBlock ? ['It makes no finding of its own: it feeds a correlation in the same file.'] : []),
      ];
    case 'correlation': {
      const grouped = rule.groupBy.length > 0 ? `, with the same ${rule.groupBy.join(', ')}` : '';
      return [
        `Correlates (${rule.type}) within ${rule.timespanMs / 1_000} seconds${grouped}:`,
        ...rule.rules.map((id) => `  rule ${id}`),
      ];
    }
    case 'yara':
      return ['Looks at the content of files with YARA: see its file.'];
  }
}
