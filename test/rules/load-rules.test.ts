import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSigmaTests } from '../../src/findings/run-rule-tests.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { problemLine } from '../../src/rules/problem.ts';
import { shippedRules } from '../../src/rules/rule-files.ts';
import { ruleFolder, ruleText } from '../fixtures/rule-folder.ts';

async function problemsOf(text: string, strict = false): Promise<string[]> {
  const folder = ruleFolder({ 'pack/rule.yml': text });
  const { problems } = await loadRules({ dirs: [folder], strict: () => strict });
  return problems
    .filter(({ severity }) => severity !== 'warning')
    .map((problem) => problemLine(problem).slice(folder.length + 1));
}

test.each([
  {
    name: 'a misspelt field',
    detection: '{a: {pathh: /x}, condition: a}',
    says: 'pack/rule.yml:5: error: unknown field "pathh" of file; did you mean "path"?',
  },
  {
    name: 'an unknown modifier',
    detection: '{a: {path|startwith: /x}, condition: a}',
    says: 'unknown modifier "startwith"; did you mean "startswith"?',
  },
  {
    name: 'a modifier that is not supported',
    detection: '{a: {modified|hour: 3}, condition: a}',
    says: 'modifier "hour" is not supported',
  },
  {
    name: 'modifiers that exclude each other',
    detection: '{a: {path|re|contains: /x}, condition: a}',
    says: '"contains" and "re" exclude each other',
  },
  {
    name: 'a flag without a regular expression',
    detection: '{a: {path|i: /x}, condition: a}',
    says: 'modifier "i" belongs to "re"',
  },
  {
    name: 'a look-around',
    detection: "{a: {content|re: 'eval(?=x)'}, condition: a}",
    says: 'look-around ((?=x)) cannot run in linear time',
  },
  {
    name: 'a back-reference',
    detection: "{a: {content|re: '(evil)\\1'}, condition: a}",
    says: 'back-reference (\\1) cannot run in linear time',
  },
  {
    name: 'a regular expression without a literal',
    detection: "{a: {content|re: '(a|b)+$'}, condition: a}",
    says: 'without a literal of 4 or more characters',
  },
  {
    name: 'one alternative without a literal',
    detection: "{a: {content|re: 'literal|[a-z]+'}, condition: a}",
    says: 'without a literal',
  },
  {
    name: 'a broken regular expression',
    detection: "{a: {content|re: 'literal('}, condition: a}",
    says: 'regular expression:',
  },
  {
    name: 'a selection that does not exist',
    detection: '{a: {path: /x}, condition: a and selektion}',
    says: 'condition, character 7: no selection "selektion"',
  },
  {
    name: 'a condition that ends early',
    detection: '{a: {path: /x}, condition: a and}',
    says: 'condition, character 6: ends where a selection is expected',
  },
  { name: 'an unclosed parenthesis', detection: '{a: {path: /x}, condition: (a or a}', says: 'expected ")"' },
  {
    name: 'a missing operator',
    detection: '{a: {path: /x}, b: {path: /y}, condition: a b}',
    says: '"b" is not expected here',
  },
  {
    name: 'a pattern without selections',
    detection: '{a: {path: /x}, condition: 1 of filter_*}',
    says: 'no selection is named like "filter_*"',
  },
  {
    name: 'a number of selections',
    detection: '{a1: {path: /x}, a2: {path: /y}, condition: 2 of a*}',
    says: '"2 of" is not part of Sigma',
  },
  {
    name: 'an old aggregation',
    detection: "{a: {path: /x}, condition: 'a | count() > 3'}",
    says: 'write a correlation rule',
  },
  {
    name: 'an old timeframe',
    detection: '{a: {path: /x}, timeframe: 5m, condition: a}',
    says: '"timeframe" is no longer part of Sigma',
  },
  { name: 'a missing condition', detection: '{a: {path: /x}}', says: 'a detection needs a "condition"' },
  { name: 'an empty selection', detection: '{a: {}, condition: a}', says: 'selection "a" is empty' },
  {
    name: 'a relative path',
    detection: '{a: {path: var/tmp/x}, condition: a}',
    says: 'no canonical path is "var/tmp/x": paths are absolute',
  },
  {
    name: 'a path with a doubled slash',
    detection: '{a: {path|contains: //x}, condition: a}',
    says: 'slashes are never doubled',
  },
  {
    name: 'a path with a slash at its end',
    detection: '{a: {path: /var/tmp/}, condition: a}',
    says: 'use "startswith"',
  },
  { name: 'a name with a slash', detection: '{a: {name: x/y}, condition: a}', says: 'a file name never contains "/"' },
  {
    name: 'an extension with its dot',
    detection: '{a: {extension: .php}, condition: a}',
    says: 'extension is without the dot: php',
  },
  { name: 'a mode of three digits', detection: '{a: {mode: 755}, condition: a}', says: 'mode is four octal digits' },
  { name: 'text for a number', detection: '{a: {size: big}, condition: a}', says: 'field "size" is a number' },
  {
    name: 'text for a boolean',
    detection: '{a: {setuid: maybe}, condition: a}',
    says: 'field "setuid" is true or false',
  },
  {
    name: 'no date for a time',
    detection: '{a: {modified|gte: yesterday}, condition: a}',
    says: '"yesterday" is not a time (ISO 8601)',
  },
  {
    name: 'an order of texts',
    detection: '{a: {owner|gt: 3}, condition: a}',
    says: '"gt" needs a number or time; field "owner" is a string',
  },
  {
    name: 'an address instead of a network',
    detection: '{a: {path|cidr: 192.0.2.1}, condition: a}',
    says: 'for one address leave "cidr" out',
  },
  {
    name: 'an unknown list',
    detection: "{a: {sha256|expand: '%user_hash%'}, condition: a}",
    says: 'unknown list "%user_hash%"; did you mean "user_hashes"?',
  },
  {
    name: 'a short content value',
    detection: '{a: {content|contains: eval}, condition: a}',
    says: 'at least 5 characters',
  },
  { name: 'content compared whole', detection: '{a: {content: evaluate}, condition: a}', says: 'content is searched' },
  {
    name: 'a wildcard that is encoded',
    detection: "{a: {content|base64offset|contains: 'long*value'}, condition: a}",
    says: 'wildcards cannot stand in a value that is encoded',
  },
  {
    name: 'a fieldref to nothing',
    detection: '{a: {owner|fieldref: grup}, condition: a}',
    says: 'unknown field "grup" of file; did you mean "group"?',
  },
])('refuses $name, and says where', async ({ detection, says }) => {
  const problems = await problemsOf(ruleText({ detection }));
  expect(problems.join('\n')).toContain(says);
  expect(problems[0]).toMatch(/^pack\/rule\.yml:\d+: error: /);
});

test.each([
  {
    name: 'a level',
    text: ruleText().replace('level: high', 'level: hihg'),
    says: '6: error: "level" cannot be "hihg"; did you mean "high"?',
  },
  { name: 'a key', text: `${ruleText()}referenses: []`, says: 'unknown key "referenses"; did you mean "references"?' },
  {
    name: 'a key of the block',
    text: ruleText({ more: 'nsleuth: {show: compromise}' }),
    says: 'unknown key "show" in nsleuth; did you mean "shows"?',
  },
  { name: 'a question', text: ruleText({ more: 'nsleuth: {question: web-shell}' }), says: 'did you mean "webshell"?' },
  {
    name: 'a field of a test',
    text: ruleText({ more: 'nsleuth: {tests: {match: [{pth: /x}]}}' }),
    says: 'unknown field "pth" of file in a test; did you mean "path"?',
  },
  {
    name: 'a category',
    text: ruleText({ logsource: '{product: netscaler, category: files}' }),
    says: 'unknown logsource "files" of netscaler; did you mean "file"?',
  },
  {
    name: 'the product',
    text: ruleText({ logsource: '{product: netscaller, category: file}' }),
    says: 'unknown product "netscaller"; did you mean "netscaler"?',
  },
  { name: 'an id', text: ruleText({ id: '1234' }), says: '"id" must be a UUID' },
  { name: 'YAML', text: 'title: [unclosed\nid: x', says: 'not valid YAML' },
  { name: 'a doubled key', text: `${ruleText()}\ntitle: again`, says: 'not valid YAML: Map keys must be unique' },
  {
    name: 'a global filter',
    text: 'title: x\nlogsource: {product: netscaler}\nfilter: {a: {path: /x}}',
    says: 'global filters are not supported',
  },
])('says what is wrong with $name', async ({ text, says }) => {
  expect((await problemsOf(text)).join('\n')).toContain(says);
});

test('a file of aliases upon aliases is refused, quickly', async () => {
  const levels = Array.from(
    { length: 12 },
    (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]`,
  );
  const started = performance.now();
  expect((await problemsOf(`a0: &a0 [x, x]\n${levels.join('\n')}`)).join('\n')).toMatch(
    /refused: more than|not valid YAML/,
  );
  expect(performance.now() - started).toBeLessThan(5_000);
});

test.each([
  { name: 'sources', without: 'references', says: '"references"' },
  { name: 'an ignore test', without: 'ignore', says: '"tests.ignore"' },
  { name: 'a match test', without: 'match', says: '"tests.match"' },
  { name: 'advice', without: 'advice', says: '"advice"' },
  { name: 'false positives', without: 'falsepositives', says: '"falsepositives"' },
  { name: 'its meaning', without: 'shows', says: '"shows"' },
])('a shipped rule needs $name', async ({ without, says }) => {
  const whole = ruleText({
    more: `description: x
references: [https://example.com]
falsepositives: [none known]
nsleuth:
  shows: suspicious
  question: webshell
  advice: x
  tests:
    match: [{path: /var/tmp/x}]
    ignore: [{path: /var/tmp/y}]`,
  });
  expect(await problemsOf(whole, true)).toEqual([]);
  const lines = whole.split('\n').filter((line) => !line.trim().startsWith(`${without}:`));
  expect((await problemsOf(lines.join('\n'), true)).join('\n')).toContain(`a shipped rule needs ${says}`);
});

test('an attempt is never rated high in a shipped rule', async () => {
  const text = ruleText({ more: 'nsleuth: {shows: attempt}' });
  expect((await problemsOf(text, true)).join('\n')).toContain('what shows "attempt" is at most medium, not high');
});

const list = (indicators: string): string =>
  `name: addresses\nsource: https://example.com\ntier: vendor\nconfidence: high\nexpires: 2030-01-01\nindicators: [${indicators}]`;

test.each([
  { name: 'a list of addresses alone', detection: "{a: {c-ip|expand: '%addresses%'}, condition: a}", refused: true },
  {
    name: 'an address and the method',
    detection: "{a: {c-ip|expand: '%addresses%', cs-method: POST}, condition: a}",
    refused: true,
  },
  {
    name: 'an address as one of two ways',
    detection: '{a: {c-ip|cidr: 192.0.2.0/24}, b: {cs-uri|contains: shell.php}, condition: a or b}',
    refused: true,
  },
  {
    name: 'an address without an exception',
    detection: '{a: {c-ip: 192.0.2.1}, b: {cs-uri|contains: health}, condition: a and not b}',
    refused: true,
  },
  {
    name: 'an address and what it asked for',
    detection: "{a: {c-ip|expand: '%addresses%'}, b: {cs-uri|contains: shell.php}, condition: a and b}",
    refused: false,
  },
])('"compromise" resting on $name: refused $refused', async ({ detection, refused }) => {
  const folder = ruleFolder({
    'pack/rule.yml': ruleText({ logsource: '{category: webserver}', detection, more: 'nsleuth: {shows: compromise}' }),
    'pack/lists/addresses.yml': list('{value: 192.0.2.1}'),
  });
  const { problems } = await loadRules({ dirs: [folder] });
  expect(problems.some(({ message }) => message.includes('an address alone never shows "compromise"'))).toBe(refused);
});

test('two rules with one id are an error that names both places', async () => {
  const folder = ruleFolder({ 'a/one.yml': ruleText(), 'b/two.yml': ruleText({ name: 'other' }) });
  const { problems, ruleSet } = await loadRules({ dirs: [folder] });
  expect(problems.find(({ severity }) => severity === 'error')).toMatchObject({
    file: join(folder, 'b/two.yml'),
    message: expect.stringContaining(`${join(folder, 'a/one.yml')}:1`),
  });
  expect(ruleSet.rules).toHaveLength(1);
});

test.each([
  {
    name: 'no expiry for an address',
    text: list('{value: 192.0.2.1}').replace('expires: 2030-01-01\n', ''),
    says: 'needs "expires"',
  },
  {
    name: 'no source',
    text: list('{value: /x}').replace('source: https://example.com\n', ''),
    says: 'needs a "source"',
  },
  { name: 'an impossible address', text: list('{value: 192.0.2.256}'), says: 'is not an IPv4 address' },
  { name: 'a wrong tier', text: list('{value: /x, tier: vender}'), says: 'did you mean "vendor"?' },
  { name: 'a wrong date', text: list('{value: /x, date: 31/12/2025}'), says: '"date" must be a date' },
])('an indicator list with $name is refused', async ({ text, says }) => {
  const { problems } = await loadRules({ dirs: [ruleFolder({ 'pack/lists/x.yml': text })] });
  expect(problems.map(({ message }) => message).join('\n')).toContain(says);
});

test('a folder of rules, a list and advisories works without code', async () => {
  const folder = ruleFolder({
    'campaign/rule.yml': ruleText({
      detection: "{a: {path|expand: '%campaign_paths%'}, condition: a}",
      more: 'nsleuth: {tests: {match: [{path: /flash/nsconfig/new.sh}], ignore: [{path: /nsconfig/old.sh}]}}',
    }),
    'campaign/lists/paths.yml':
      'name: campaign_paths\nsource: https://example.com\ntier: vendor\nconfidence: high\nindicators: [{value: /flash/nsconfig/new.sh}]',
    'advisories/new.yml': 'advisories: []',
  });
  const { problems, ruleSet } = await loadRules({ dirs: [folder] });
  expect(problems).toEqual([]);
  expect(runSigmaTests(ruleSet)).toMatchObject({ tests: 2, failed: [] });
  expect(ruleSet.rules[0]).toMatchObject({ pack: 'campaign', shows: 'suspicious', question: 'execution' });
});

test('a public web-server rule runs as it is; one for another product is left out with a note', async () => {
  const folder = ruleFolder({
    'web_traversal.yml': `title: Path Traversal Attempt
id: 7745c2ea-24a5-4290-b680-04359cb84b35
status: test
description: Detects requests that leave the folder of the web server
references:
    - https://example.com/traversal
author: Somebody
date: 2021-09-25
modified: 2023-08-31
tags:
    - attack.initial-access
    - attack.t1190
logsource:
    category: webserver
detection:
    selection:
        cs-uri-query|contains:
            - '../../../../../lib/password'
            - '..%2F..%2F..%2Fetc%2Fpasswd'
    filter_main_ok:
        sc-status:
            - 404
            - 403
    keywords:
        - 'wp-content*passwd'
    condition: selection and not 1 of filter_* or keywords
falsepositives:
    - Happens all the time on systems exposed to the Internet
    - Internal vulnerability scanners
level: medium
`,
    'linux.yml': ruleText({
      id: '7745c2ea-24a5-4290-b680-04359cb84b36',
      logsource: '{product: linux, category: process_creation}',
      detection: '{a: {CommandLine|contains: x}, condition: a}',
    }),
  });
  const { problems, ruleSet } = await loadRules({ dirs: [folder] });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(problems.find(({ severity }) => severity === 'note')?.message).toBe('left out: not for this product');
  expect(ruleSet.rules).toMatchObject([
    { category: 'webserver', shows: 'context', question: 'exploitation', level: 'medium' },
  ]);
});

test('a public rule may use a field that an appliance does not record, with a warning; a misspelt one is an error', async () => {
  const rule = (field: string) =>
    ruleText({
      logsource: '{category: webserver}',
      detection: `{a: {${field}|contains: x-payload}, b: {cs-uri|contains: x-payload}, condition: a or b}`,
    });
  const { problems, ruleSet } = await loadRules({ dirs: [ruleFolder({ 'a.yml': rule('request_body') })] });
  expect(problems).toContainEqual(
    expect.objectContaining({
      severity: 'warning',
      message: expect.stringContaining('does not record "request_body"'),
    }),
  );
  expect(ruleSet.rules).toHaveLength(1);
  expect((await problemsOf(rule('cs-urii'))).join()).toContain(
    'unknown field "cs-urii" of webserver; did you mean "cs-uri"?',
  );
});

test('a correlation makes building blocks of the rules in its own file only', async () => {
  const correlation = `title: Many\nid: 5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d00\nname: many\ncorrelation: {type: event_count, rules: [demo, other], group-by: [path], timespan: 5m, condition: {gte: 3}}`;
  const folder = ruleFolder({
    'a.yml': `${ruleText()}---\n${correlation}`,
    'b.yml': ruleText({ id: '5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d01', name: 'other' }),
  });
  const { ruleSet, problems } = await loadRules({ dirs: [folder] });
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const blocks = ruleSet.rules.flatMap((rule) => (rule.kind === 'sigma' ? [[rule.name, rule.isBuildingBlock]] : []));
  expect(blocks).toEqual([
    ['demo', true],
    ['other', false],
  ]);
  expect(ruleSet.rules.find((rule) => rule.kind === 'correlation')).toMatchObject({
    timespanMs: 300_000,
    rules: [expect.stringMatching(/6e$/), expect.stringMatching(/01$/)],
  });
});

test.each([
  {
    name: 'an unknown rule',
    body: '{type: event_count, rules: [demoo], timespan: 5m, condition: {gte: 3}}',
    says: 'unknown rule "demoo"; did you mean "demo"?',
  },
  {
    name: 'a type that is not supported',
    body: '{type: value_sum, rules: [demo], timespan: 5m, condition: {gte: 3}}',
    says: '"value_sum" is not supported',
  },
  { name: 'no timespan', body: '{type: event_count, rules: [demo], condition: {gte: 3}}', says: 'needs a "timespan"' },
  {
    name: 'a range',
    body: '{type: event_count, rules: [demo], timespan: 5m, condition: {gte: 3, lte: 5}}',
    says: 'a range of two criteria is not supported',
  },
  {
    name: 'no field to count',
    body: '{type: value_count, rules: [demo], timespan: 5m, condition: {gte: 3}}',
    says: 'needs the "field"',
  },
  {
    name: 'itself',
    body: '{type: event_count, rules: [many], timespan: 5m, condition: {gte: 3}}',
    says: 'in a circle',
  },
])('a correlation with $name is refused', async ({ body, says }) => {
  const text = `${ruleText()}---\ntitle: Many\nid: 5b0f5f0e-6f7e-4f0a-9a5e-1f2a3b4c5d00\nname: many\ncorrelation: ${body}`;
  expect((await problemsOf(text)).join('\n')).toContain(says);
});

test('the shipped rules are without error and their tests hold', async () => {
  const { ruleSet, problems } = await loadRules({ dirs: [shippedRules()], strict: () => true });
  expect(problems.filter(({ severity }) => severity === 'error').map(problemLine)).toEqual([]);
  expect(runSigmaTests(ruleSet).failed).toEqual([]);
});
