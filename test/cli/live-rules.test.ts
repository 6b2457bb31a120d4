import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readers } from '../../src/artifacts/index.ts';
import type { Report } from '../../src/assessment/report.ts';
import { planText } from '../../src/cli/plan-text.ts';
import { filePlaces } from '../../src/rules/file-places.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import { shippedRules } from '../../src/rules/rule-files.ts';
import { isFetchedAnyway, isNameFetchedAnyway } from '../../src/sources/ssh/paths.ts';
import { markerPlaceholder, plan } from '../../src/sources/ssh/plan.ts';
import type { Emulator } from '../appliance/emulator.ts';
import { writeTree } from '../appliance/tree.ts';
import { ruleFolder } from '../fixtures/rule-folder.ts';
import { nsleuth, scanReport } from '../fixtures/run-nsleuth.ts';
import { appliance, scratch } from '../sources/ssh/scene.ts';

const MARK = 'harmless-mark-of-a-test';

/** Rules on the content of files, each with the selection that says where they lie. */
function rulesOn(places: Readonly<Record<string, string>>): string {
  const rules = Object.entries(places).map(
    ([name, place], index) =>
      `title: ${name}\nid: 7f3c1d2e-5a77-4f1c-9a53-0b7a4e4d9c${10 + index}\nname: ${name}\nstatus: test\ndescription: For a test.\nlogsource: {product: netscaler, category: file}\ndetection:\n  file:\n    content|contains: ${MARK}\n${place ? `    ${place}\n` : ''}  condition: file\nlevel: high\n`,
  );
  return ruleFolder({ 'own.yml': rules.join('---\n') });
}

async function applianceWith(files: readonly string[]): Promise<Emulator & { readonly root: string }> {
  const root = scratch();
  writeTree(root);
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `x ${MARK} y\n`);
  }
  return appliance({ root });
}

const target = (emulator: Emulator): string => `ssh://${emulator.user}@${emulator.host}:${emulator.port}`;
const login = (emulator: Emulator): readonly string[] => ['--password-stdin', '--host-key', emulator.hostKey];
const secret = (emulator: Emulator) => ({
  input: Buffer.from(`${emulator.password}\n`),
  env: { HOME: '/nonexistent', SSH_AUTH_SOCK: '' },
});
const scanWith = (emulator: Emulator, rules: string) =>
  scanReport([target(emulator), ...login(emulator), '--only-rules', rules], secret(emulator));

const met = (report: Report): readonly string[] =>
  report.findings.map(({ rule, subject }) => `${rule.name} ${subject.path}`).sort();

describe('a rule of the user on files that are not fetched otherwise', () => {
  test('meets them, wherever the rule says they lie', async () => {
    const rules = rulesOn({
      on_a_file: 'path: /opt/agent/one.sh',
      on_a_folder: 'path|startswith: /srv/data/',
      on_a_beginning: 'path|startswith: /opt/late',
      on_a_name: 'name: hosts_of_test.txt',
      on_an_ending: 'path|endswith: /custom/drop.txt',
      on_a_part: 'path|contains: /hidden/',
      on_a_wildcard: 'path: /mnt/*/notes.txt',
      on_an_extension: 'extension: evl',
      on_an_expression: "path|re: '^/opt/parts/[a-z]{1,20}\\.bin$'",
      on_an_alias: 'path: /var/core/9/left.txt',
    });
    const emulator = await applianceWith([
      'opt/agent/one.sh',
      'srv/data/deep/two.txt',
      'opt/latecomer/three.txt',
      'var/empty/Hosts_Of_Test.txt',
      'usr/local/custom/drop.txt',
      'var/hidden/four.txt',
      'mnt/usb/notes.txt',
      'flash/five.evl',
      'opt/parts/six.bin',
      'var/crash/core/9/left.txt',
    ]);
    const { report, stderr } = await scanWith(emulator, rules);
    expect(stderr).toBe('');
    expect(met(report)).toEqual([
      'on_a_beginning /opt/latecomer/three.txt',
      'on_a_file /opt/agent/one.sh',
      'on_a_folder /srv/data/deep/two.txt',
      'on_a_name /var/empty/Hosts_Of_Test.txt',
      'on_a_part /var/hidden/four.txt',
      'on_a_wildcard /mnt/usb/notes.txt',
      'on_an_alias /var/core/9/left.txt',
      'on_an_ending /usr/local/custom/drop.txt',
      'on_an_expression /opt/parts/six.bin',
      'on_an_extension /flash/five.evl',
    ]);
    expect(report.coverage.rules.in_part).toEqual([]);
    expect(report.scan.complete).toBe(true);
  });

  test('is told of in the coverage where it does not say where they lie, and a file is there that was not fetched', async () => {
    const rules = rulesOn({
      on_anything: '',
      on_an_expression: "path|re: 'agent/[a-z]{1,20}$'",
      on_case: 'path: /opt/AGENT/three',
      on_nothing_there: "path|re: 'nothing/[a-z]{1,20}$'",
    });
    const { report } = await scanWith(await applianceWith(['opt/agent/three', 'tmp/x']), rules);
    expect(met(report)).toEqual(['on_anything /tmp/x']);
    const reasons = new Map(report.coverage.rules.in_part.map(({ name, reason }) => [name, reason]));
    expect([...reasons.keys()].sort()).toEqual(['on_an_expression', 'on_anything', 'on_case']);
    expect(reasons.get('on_an_expression')).toBe(
      'Only the files that were fetched were looked into. /opt/agent/three was not, and others may not have been.',
    );
  });

  test('is told of in the coverage where the list of all files did not come', async () => {
    const rules = rulesOn({ on_anything: '', on_a_file: 'path: /opt/agent/three' });
    const root = scratch();
    writeTree(root);
    const { report } = await scanWith(await appliance({ root, missing: ['ls'] }), rules);
    expect(report.scan.complete).toBe(false);
    expect(report.coverage.rules.evaluated).toBe(0);
    const told = [...report.coverage.rules.in_part, ...report.coverage.rules.not_evaluable];
    expect(told.map(({ name }) => name).sort()).toEqual(['on_a_file', 'on_anything']);
  });

  test('is not told of where nothing lies that it could be about', async () => {
    const rules = rulesOn({ on_a_file: 'path: /var/not-there', on_a_folder: 'path|startswith: /var/empty/of-it/' });
    const { report } = await scanWith(await applianceWith(['var/other']), rules);
    expect(report.coverage.rules).toEqual({ evaluated: 2, in_part: [], not_evaluable: [] });
  });

  test('meets the same in a collection that was made for it, and is told of in one that was not', async () => {
    const rules = rulesOn({ on_a_name: 'name: drop_of_test' });
    const emulator = await applianceWith(['opt/drop_of_test']);
    const folder = scratch();
    const collect = (name: string, further: readonly string[]) =>
      nsleuth(
        ['collect', target(emulator), ...login(emulator), '--out', join(folder, name), ...further],
        secret(emulator),
      );
    expect(await collect('with.tar.gz', ['--only-rules', rules])).toMatchObject({ status: 0, stderr: '' });
    expect(await collect('without.tar.gz', [])).toMatchObject({ status: 0, stderr: '' });
    const withRules = await scanReport([join(folder, 'with.tar.gz'), '--only-rules', rules]);
    expect(met(withRules.report)).toEqual(['on_a_name /opt/drop_of_test']);
    expect(withRules.report.coverage.rules.in_part).toEqual([]);
    const without = await scanReport([join(folder, 'without.tar.gz'), '--only-rules', rules]);
    expect(met(without.report)).toEqual([]);
    expect(without.report.coverage.rules.in_part.map(({ name }) => name)).toEqual(['on_a_name']);
  });

  test('is in the plan before anything connects, and what runs is that plan', async () => {
    const rules = rulesOn({
      on_a_file: 'path: /opt/agent/one.sh',
      on_a_name: 'name: drop_of_test',
      on_anything: '',
    });
    const emulator = await applianceWith([]);
    const shown = await nsleuth(['scan', target(emulator), '--plan', '--only-rules', rules]);
    expect(shown.stdout).toMatch(/\n {2}\/opt\/agent\/one\.sh +16 MiB\n/);
    expect(shown.stdout).toMatch(/\n {2}\*\*\/drop_of_test +4 MiB\n/);
    expect(shown.stdout).toContain('see only the files that are fetched: on_anything\n');
    expect(emulator.logins).toEqual([]);
    const { report } = await scanWith(emulator, rules);
    const marker = /NSLEUTH-[0-9a-f]{16}/g;
    for (const { command } of emulator.seen)
      expect(shown.stdout).toContain(`  ${command.replaceAll(marker, markerPlaceholder)}\n`);
    expect(report.transcript).toHaveLength(emulator.seen.length);
  });

  test('cannot put anything into a command line', async () => {
    const rules = rulesOn({
      on_quotes: `name: "it's; touch pwned #"`,
      on_substitution: "path: '/opt/$(touch pwned)/`id`/x'",
      on_redirection: "path|startswith: '/opt/a > pwned'",
      on_lines: 'path|endswith: "/x\\nreboot\\n/abc"',
      on_options: 'name: "-delete"',
      on_groups: "path|contains: '/(x) -exec rm {} +/abc'",
    });
    const emulator = await applianceWith(["opt/it's; touch pwned #", 'opt/-delete', 'opt/stays']);
    const { report } = await scanWith(emulator, rules);
    expect(met(report)).toEqual(['on_options /opt/-delete', "on_quotes /opt/it's; touch pwned #"]);
    const lines = emulator.seen.map(({ command }) => command).filter((line) => /-ipath|-iname/.test(line));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const chosen = /-xdev (.*) \| nice tar/.exec(line)?.[1] ?? 'none';
      expect(chosen).toMatch(/^[A-Za-z0-9._/*?! +-]+$/);
      expect(chosen).not.toMatch(/ -(?:exec|delete|ok|fprint)\b(?! -print0)/);
      expect(line.length).toBeLessThan(1_000);
    }
    expect(report.scan.complete).toBe(true);
  });

  test('is bounded, and what lies beyond is a gap', async () => {
    const rules = rulesOn(
      Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`rule_${index}`, `name: drop_of_test_${index}`])),
    );
    const emulator = await applianceWith(['opt/drop_of_test_3', 'opt/drop_of_test_79']);
    const shown = await nsleuth(['scan', target(emulator), '--plan', '--only-rules', rules]);
    expect(shown.stdout).toMatch(/Not looked for, because the rules name too many places: .*\*\*\/drop_of_test_79\n/);
    const { report, status } = await scanWith(emulator, rules);
    expect(met(report)).toEqual(['rule_3 /opt/drop_of_test_3']);
    expect(status).toBe(3);
    expect(report.coverage.gaps).toContainEqual(
      expect.objectContaining({ reason: 'over-limit', detail: expect.stringContaining('20 were not looked at') }),
    );
    expect(report.coverage.rules.in_part.map(({ name }) => name)).toEqual(['rule_79']);
  });
});

test('folders and files that shipped rules name are fetched in any case', async () => {
  const { ruleSet } = await loadRules({ dirs: [shippedRules()] });
  expect(filePlaces(ruleSet, isFetchedAnyway, []).paths).toEqual([]);
});

test('without rules of the user nothing more is fetched than that, for a scan and a collection alike', async () => {
  const scan = await nsleuth(['scan', 'ssh://nsroot@192.0.2.10', '--plan']);
  expect(scan.stdout).toBe(planText(plan(), []));
  expect((await nsleuth(['collect', 'ssh://nsroot@192.0.2.10', '--plan'])).stdout).toBe(scan.stdout);
  const feed = join(scratch(), 'feed.txt');
  writeFileSync(feed, '192.0.2.66\n');
  expect((await nsleuth(['scan', 'ssh://nsroot@192.0.2.10', '--plan', '--indicators', feed])).stdout).toBe(scan.stdout);
});

/** Trees that hold the rest of these are copies of evidence, not folders of an appliance. */
const isOutput = (path: string) => /^\/(?:shell\/|\{shell)/.test(path);

test.each(
  readers.flatMap(({ name, paths }) => paths.filter((path) => !isOutput(path)).map((path) => ({ name, path }))),
)('what $name reads is fetched in any case: $path', ({ path }) => {
  const last = path.slice(path.lastIndexOf('/') + 1);
  const alternatives = /^\/\{([^}]+)\}/.exec(path)?.[1]?.split(',') ?? [''];
  const beginnings = alternatives.map((one) => path.replace(/^\/\{[^}]+\}/, `/${one}`).replace(/[*{!?@(].*/, ''));
  const isBelow = beginnings.every((beginning) => isFetchedAnyway(beginning.replace(/\/$/, '')));
  expect(isBelow || isNameFetchedAnyway({ of: 'name', text: last })).toBe(true);
});
