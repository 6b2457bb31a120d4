import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { schemaText } from '../../src/cli/rules-commands.ts';
import { runSigmaTests } from '../../src/findings/run-rule-tests.ts';
import { fieldReference } from '../../src/rules/field-reference.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { modifiers } from '../../src/rules/modifiers.ts';
import { shippedRules } from '../../src/rules/rule-files.ts';
import { ruleTemplate } from '../../src/rules/rule-template.ts';
import { plain, readYaml } from '../../src/rules/yaml-tree.ts';
import { ruleFolder } from '../fixtures/rule-folder.ts';

const documentation = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');

test('the field reference of docs/rules.md is that of the code', () => {
  const [, printed] = /<!-- fields: begin[^>]*-->\n([\s\S]*)<!-- fields: end -->/.exec(documentation) ?? [];
  expect(printed?.trim()).toBe(fieldReference().trim());
});

test('docs/rules.md names every modifier', () => {
  expect(modifiers.filter((modifier) => !documentation.includes(`\`${modifier}\``))).toEqual([]);
});

test('the rule of the tutorial is a good one', async () => {
  const rule = /```yaml\n(title: hosts\.php[\s\S]*?)```/.exec(documentation)?.[1] ?? '';
  const { problems, ruleSet } = await loadRules({
    dirs: [ruleFolder({ 'pack/tutorial.yml': rule })],
    strict: () => true,
  });
  expect(problems).toEqual([]);
  expect(runSigmaTests(ruleSet)).toMatchObject({ tests: 2, failed: [] });
});

test('the template of "rules new" is a good rule', async () => {
  const { problems, ruleSet } = await loadRules({
    dirs: [ruleFolder({ 'pack/new.yml': ruleTemplate('my_new_rule', '2026-01-01') })],
    strict: () => true,
  });
  expect(problems).toEqual([]);
  expect(runSigmaTests(ruleSet)).toMatchObject({ tests: 2, failed: [] });
});

test('rules/rule.schema.json is that of the code', () => {
  expect(readFileSync(join(shippedRules(), 'rule.schema.json'), 'utf8')).toBe(schemaText());
});

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);

test('the schema takes every shipped rule and refuses what is misspelt', async () => {
  const validate = ajv.compile(JSON.parse(schemaText()));
  const { ruleSet } = await loadRules({ dirs: [shippedRules()] });
  const files = new Set(ruleSet.rules.filter(({ kind }) => kind !== 'yara').map(({ file }) => file));
  for (const file of files) {
    for (const document of readYaml(readFileSync(file, 'utf8'), () => undefined)) {
      expect({ file, valid: validate(plain(document)), errors: validate.errors }).toMatchObject({ file, valid: true });
    }
  }
  const rule = {
    title: 'x',
    logsource: { product: 'netscaler', category: 'file' },
    detection: { a: { 'path|startswith': '/x' }, condition: 'a' },
  };
  expect(validate(rule)).toBe(true);
  expect(validate({ ...rule, level: 'hihg' })).toBe(false);
  expect(validate({ ...rule, detection: { a: { pathh: '/x' }, condition: 'a' } })).toBe(false);
  expect(validate({ ...rule, detection: { a: { 'path|startwith': '/x' }, condition: 'a' } })).toBe(false);
});

/** A folder with the JSON schemas of the Sigma specification, for example a checkout of SigmaHQ/sigma-specification. */
const sigmaSchemas = process.env['SIGMA_SCHEMAS'];

test.skipIf(!sigmaSchemas)(
  'every shipped rule is a Sigma rule by the schemas of SigmaHQ (set SIGMA_SCHEMAS to their folder)',
  async () => {
    const schema = (name: string) => {
      const parsed: object = JSON.parse(readFileSync(join(sigmaSchemas ?? '', name), 'utf8'));
      return ajv.compile({ ...parsed, $schema: 'https://json-schema.org/draft/2020-12/schema' });
    };
    const rule = schema('sigma-detection-rule-schema.json');
    const correlation = schema('sigma-correlation-rules-schema.json');
    const { ruleSet } = await loadRules({ dirs: [shippedRules()] });
    const files = new Set(ruleSet.rules.filter(({ kind }) => kind !== 'yara').map(({ file }) => file));
    for (const file of files) {
      for (const document of readYaml(readFileSync(file, 'utf8'), () => undefined)) {
        const value = plain(document);
        const validate = typeof value === 'object' && value !== null && 'correlation' in value ? correlation : rule;
        expect({ file, valid: validate(value), errors: validate.errors }).toMatchObject({ file, valid: true });
      }
    }
  },
);
