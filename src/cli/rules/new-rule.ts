import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../../evidence/errors.ts';
import { ruleTemplate } from '../../rules/rule-template.ts';
import { say } from './say.ts';

/** `nsleuth rules new`. */
export function newRule(name: string, { out }: { readonly out: string }): void {
  if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
    throw new OperatorError(
      `"${name}" is no name for a rule`,
      'Use 3 to 61 lower-case letters, digits and "_", a letter first: shell_in_portal.',
    );
  }
  const file = join(out, `${name}.yml`);
  if (existsSync(file)) throw new OperatorError(`${file} exists already`, 'Choose another name, or change that file.');
  try {
    writeFileSync(file, ruleTemplate(name, new Date().toISOString().slice(0, 10)), { flag: 'wx' });
  } catch (error) {
    throw new OperatorError(
      `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      'Choose a folder that exists and may be written.',
    );
  }
  say(`wrote ${file}; change it, then: nsleuth rules check ${file} && nsleuth rules test ${file}`);
}
