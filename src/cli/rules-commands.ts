import { Command } from 'commander';
import { fieldReference } from '../rules/field-reference.ts';
import { ruleSchema } from '../rules/rule-schema.ts';
import { checkRules, testRules } from './rules/check-rules.ts';
import { newRule } from './rules/new-rule.ts';
import { explainRule, listRules, showRule } from './rules/show-rules.ts';

/** `nsleuth rules …`: everything a rule author needs. Exit status 0, or 2 when something is wrong with the rules. */
export function rulesCommand(): Command {
  const rules = new Command('rules').description('list, read, check and test the detection rules');
  withFolders(rules.command('list'))
    .description('list the rules')
    .option('--pack <name>', 'only the rules of this pack')
    .option('--json', 'as JSON')
    .action(listRules);
  withFolders(rules.command('show <rule>'))
    .description('print the file of a rule, named by name or id')
    .action(showRule);
  withFolders(rules.command('explain <rule>'))
    .description('say in words what a rule looks for, what it means and what to do')
    .action(explainRule);
  withFolders(rules.command('check [paths...]'))
    .description('check rules, lists and YARA files; exit status 2 when one is wrong')
    .option('--strict', 'demand what shipped rules must have: sources, advice, both kinds of test, the level policy')
    .action(checkRules);
  withFolders(rules.command('test [paths...]'))
    .description('run the tests that stand in the rules; exit status 2 when one fails')
    .action(testRules);
  rules
    .command('new <name>')
    .description('write a rule to begin with')
    .option('--out <folder>', 'folder for the file', '.')
    .action(newRule);
  rules
    .command('schema')
    .description('print the JSON Schema of rule files, for editors')
    .action(() => {
      process.stdout.write(schemaText());
    });
  rules
    .command('fields')
    .description('print the fields that rules may use, as Markdown')
    .action(() => {
      process.stdout.write(`${fieldReference()}\n`);
    });
  return rules;
}

/** The schema as it is committed in `rules/rule.schema.json`. */
export function schemaText(): string {
  return `${JSON.stringify(ruleSchema(), null, 2)}\n`;
}

function withFolders(command: Command): Command {
  return command
    .option('--rules <folder...>', 'add the rules of these folders to the shipped ones')
    .option('--only-rules <folder...>', 'use the rules of these folders only');
}
