import { Option } from 'commander';

/** Options of every command that needs rules. */
export interface RuleOptions {
  readonly rules?: readonly string[];
  readonly yara?: readonly string[];
  readonly onlyRules?: string;
  readonly indicators?: readonly string[];
}

/** Whether rules other than the shipped ones are to be used. */
export function hasOwnRules({ rules, onlyRules, yara }: RuleOptions): boolean {
  return rules !== undefined || onlyRules !== undefined || yara !== undefined;
}

export function ruleOptions(): readonly Option[] {
  const collect = (value: string, before: readonly string[] | undefined) => [...(before ?? []), value];
  return [
    new Option('--rules <dir>', 'add the rules of this folder (may be given again)').argParser(collect),
    new Option(
      '--yara <dir>',
      'add the YARA rules of this folder, a public set for example (may be given again)',
    ).argParser(collect),
    new Option('--only-rules <dir>', 'use the rules of this folder instead of the shipped ones'),
    new Option(
      '--indicators <file>',
      'add indicators: STIX 2.1, MISP event, CSV or a plain list (may be given again)',
    ).argParser(collect),
  ];
}
