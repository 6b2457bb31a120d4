import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dutchPhrases } from '../../../src/assessment/languages/dutch-phrases.ts';
import { reportWords } from '../../../src/assessment/languages/language.ts';
import { phraseBook } from '../../../src/assessment/languages/phrase-book.ts';
import type { Report } from '../../../src/assessment/report.ts';
import { printable } from '../../../src/evidence/printable.ts';
import { root, scanReport } from '../../fixtures/run-nsleuth.ts';

const { prose } = reportWords.nl;

describe('a phrase book', () => {
  const say = phraseBook([
    ['No trace of {1}; not examined: {2}', 'Geen spoor van {1}; niet onderzocht: {2}'],
    ['stolen sessions', 'gestolen sessies'],
    ['The evidence does not contain {1,}.', 'Er ontbreekt: {1}.'],
    ['the log ({1})', 'het logboek ({1})'],
    ['{1} and {2#} more', '{1} en nog {2}'],
    ['Build {1} is below {2}.', 'Versie {1} is lager dan {2}.'],
    ['Try again.', 'Probeer opnieuw.'],
    ['One. Two{1}', 'Een. Twee{1}'],
  ]);
  test.each([
    { name: 'a whole sentence', said: 'Try again.', told: 'Probeer opnieuw.' },
    { name: 'what it does not know as it is', said: 'Nobody knows.', told: 'Nobody knows.' },
    {
      name: 'sentences within a sentence',
      said: 'No trace of stolen sessions; not examined: Try again.',
      told: 'Geen spoor van gestolen sessies; niet onderzocht: Probeer opnieuw.',
    },
    {
      name: 'a list, whose items may hold commas in brackets',
      said: 'The evidence does not contain the log (a, b), /etc/x, the log (c).',
      told: 'Er ontbreekt: het logboek (a, b), /etc/x, het logboek (c).',
    },
    {
      name: 'sentence after sentence, none swallowing the next',
      said: 'Build 14.1-43.56 is below 47.46. Try again.',
      told: 'Versie 14.1-43.56 is lager dan 47.46. Probeer opnieuw.',
    },
    { name: 'a known sentence before an unknown one', said: 'Try again. Or not.', told: 'Probeer opnieuw. Or not.' },
    { name: 'a number only where a number stands', said: 'this and that more', told: 'this and that more' },
    { name: 'a title of a rule within', said: 'Set-uid shell and 3 more', told: 'Set-uid shell en nog 3' },
    { name: 'a phrase of several sentences', said: 'One. Two, three', told: 'Een. Twee, three' },
    { name: 'nothing of nothing', said: '', told: '' },
    {
      name: 'a sign of a place in what is quoted as it is',
      said: 'No trace of {2}; not examined: x',
      told: 'Geen spoor van {2}; niet onderzocht: x',
    },
  ])('says $name', ({ said, told }) => {
    expect(say(printable(said))).toBe(told);
  });

  test('takes a moment for a long text made to match often', () => {
    const hostile = printable(`${'No trace of ; not examined: '.repeat(2_000)}and 1 more. `.repeat(3));
    const before = performance.now();
    prose(hostile);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

/** Every text of our source files, without line breaks that only the formatter made. */
const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('languages'))
  .map((name) => readFileSync(join(root, 'src', name), 'utf8').replaceAll("\\'", "'"))
  .join('\n');

/** Made where it is said, of two words or more in turn, so that it stands nowhere whole. */
const COMPOSED = ['The host key of {1} has changed', 'The host key of {1} is revoked', '{1} does not exist.'];

test('the English of every phrase is said somewhere', () => {
  const unsaid = dutchPhrases.flatMap(([english]) => {
    const pieces = english.split(/\{\d[,#]?\}/).map((piece) => piece.trim());
    const words = pieces.reduce((long, piece) => (piece.length > long.length ? piece : long)).split(' ');
    const runs =
      words.length <= 3 ? [words.join(' ')] : words.slice(2).map((_, at) => words.slice(at, at + 3).join(' '));
    // Where something is put in, or one of two words, a run is broken; most are whole.
    const missing = runs.filter((run) => !source.includes(run));
    return missing.length > runs.length / 2 ? [english] : [];
  });
  expect(unsaid.filter((english) => !COMPOSED.some((begin) => english.startsWith(begin)))).toEqual([]);
});

test('every place of an English phrase is used in the Dutch one, and no other', () => {
  const placesOf = (text: string) => [...text.matchAll(/\{(\d)/g)].map(([, name]) => name).sort();
  const wrong = dutchPhrases.filter(([english, dutch]) => placesOf(english).join() !== placesOf(dutch).join());
  expect(wrong).toEqual([]);
});

/** Words of which every English sentence of ours has some, and no Dutch one. */
const ENGLISH = /(?<!\S)(?:the|are|were|not|and|could|does|has|this)\b/;

describe('what nsleuth says of the samples is Dutch', () => {
  test.each([
    'found.cve-2025-6543.tar.gz',
    'found.cve-2025-6543.support-bundle.tar.gz',
    'found.cve-2023-4966.logs.zip',
    'targeted.scanner.support-bundle.tar.gz',
    'found.cve-2025-6543.uac.tar.gz',
  ])('%s', async (name) => {
    const { report } = await scanReport([join(root, 'samples', name)]);
    expect(
      sentencesOf(report)
        .map(prose)
        .filter((said) => ENGLISH.test(said)),
    ).toEqual([]);
  });
});

/** All prose of a report, without titles of rules and preconditions of advisories, which are data. */
function sentencesOf({ assessment, exposure, coverage, appliance, findings, timeline }: Report) {
  const titles = new Set(findings.map(({ rule }) => rule.title));
  const isData = (said: string) => [...titles].some((title) => said.includes(title)) || said.includes('what it takes');
  return [
    assessment.statement,
    ...assessment.questions.map(({ why }) => why),
    ...exposure.flatMap(({ why, window }) => (window ? [why, window.basis] : [why])),
    ...[...coverage.rules.in_part, ...coverage.rules.not_evaluable].map(({ reason }) => reason),
    ...coverage.logs.flatMap(({ log, gaps }) => [log, ...gaps]),
    ...coverage.gaps.map(({ detail }) => detail),
    appliance.time_method,
    ...findings.flatMap(({ time_note }) => time_note ?? []),
    ...timeline.map(({ what }) => what),
  ].filter((said) => !isData(said));
}
