import { expect, test } from 'vitest';
import { loadRules } from '../../src/rules/load-rules.ts';
import { ruleFolder, ruleText } from '../fixtures/rule-folder.ts';

const logsource = '{product: netscaler, category: memory}';

test.each([
  { name: 'a word', detection: '{a: {content|contains: plantedword}, condition: a}', refused: false },
  {
    name: 'one of two words',
    detection: '{a: {content|contains: [oneword, otherword]}, condition: a}',
    refused: false,
  },
  {
    name: 'a word and a path',
    detection: '{a: {content|contains: oneword, path|contains: NSPPE}, condition: a}',
    refused: false,
  },
  { name: 'a path alone', detection: '{a: {path|startswith: /var/core/}, condition: a}', refused: true },
  { name: 'keywords', detection: '{a: [plantedword], condition: a}', refused: true },
  { name: 'no word', detection: '{a: {content|contains: plantedword}, condition: not a}', refused: true },
  {
    name: 'a word or a path',
    detection: '{a: {content|contains: oneword}, b: {path|startswith: /var/core/}, condition: a or b}',
    refused: true,
  },
])('a rule on memory with $name is refused: $refused', async ({ detection, refused }) => {
  const { problems } = await loadRules({ dirs: [ruleFolder({ 'a.yml': ruleText({ logsource, detection }) })] });
  expect(problems.some(({ message }) => message.includes('a core dump is searched for words'))).toBe(refused);
});
