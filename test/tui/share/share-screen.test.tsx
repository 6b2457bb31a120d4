import { describe, expect, test } from 'vitest';
import { resultScreen } from '../../../src/tui/result-screen.ts';
import { withNamed } from '../../../src/tui/share/state.ts';
import type { UiState } from '../../../src/tui/state.ts';
import { type Catalogue, en } from '../../../src/tui/texts/en.ts';
import { nl } from '../../../src/tui/texts/nl.ts';
import { update } from '../../../src/tui/update.ts';
import { cleanReport, hostileTexts } from '../../fixtures/report.ts';
import { drawn, expectFits } from '../drawn.tsx';
import { press, small, stateWith, wide } from '../setting.ts';
import { approve } from '../terminal.ts';
import { at, begun, facts, key, known, made, opened, review, share } from './setting.ts';

const refused = (state: UiState, message: string, remedy: string): UiState =>
  update(state, { type: 'refused', message, remedy }).state;
const nothing = review({ classes: [], stays: [], doubts: [], places: new Map() });
const many = review({
  doubts: Array.from({ length: 5_000 }, (_, at) => ({
    value: `198.51.100.${at}`,
    proposal: 'replaced' as const,
    reason: 'in-evidence' as const,
  })),
});
const asked = (): UiState =>
  update(press(at('key'), '"cert.asc', 'enter').state, { type: 'share-key-read', key }).state;

interface Shown {
  readonly name: string;
  readonly state: UiState;
  readonly says: readonly (string | RegExp)[];
}

const states: readonly Shown[] = [
  {
    name: 'recipient',
    state: begun(),
    says: ['1 of 9: recipient', 'nsleuth sends nothing', '> your CERT', 'https://cert.example', 'Asks for'],
  },
  {
    name: 'recipient with what its form asks',
    state: press(begun(), 'j').state,
    says: ['> NCSC-NL', 'cert@ncsc.nl', 'check that on https://www.ncsc.nl', /And also +Number in the trade register/],
  },
  { name: 'stage', state: at('stage'), says: ['> incident notification: within 72 hours', 'early warning'] },
  { name: 'mark', state: at('mark'), says: ['> TLP:AMBER ', 'TLP:CLEAR', 'refused as long as you let a value stay'] },
  {
    name: 'mark that is refused',
    state: refused(
      press(at('mark'), 'G', 'enter').state,
      'TLP:CLEAR is for what everybody may read, and values are kept as they are',
      'Choose another mark, for example TLP:AMBER.',
    ),
    says: ['> TLP:CLEAR', 'values are kept as they are. Choose another mark'],
  },
  {
    name: 'form, answered before',
    state: at('details'),
    says: ['Example BV', '> Go on', 'organisation.json', 'apart from'],
  },
  {
    name: 'form, nothing known',
    state: update(press(begun(facts), 'enter', 'enter', 'enter').state, { type: 'share-mark-fits', mark: 'TLP:RED' })
      .state,
    says: [/> Name of the organisation +needed/, 'Name of the organisation:', 'Esc goes back'],
  },
  {
    name: 'form, something missing',
    state: press(
      update(press(begun(facts), 'enter', 'enter', 'enter').state, { type: 'share-mark-fits', mark: 'TLP:RED' }).state,
      'enter',
    ).state,
    says: ['The form cannot do without this: Name of the organisation'],
  },
  {
    name: 'what leaves, being worked out',
    state: press(at('details'), 'enter').state,
    says: ['Looking for everything'],
  },
  {
    name: 'what leaves, when it failed',
    state: refused(press(at('details'), 'enter').state, 'pseudonyms.key can be read by others', 'chmod 600 it.'),
    says: ['not known yet. Enter tries again', 'pseudonyms.key can be read by others. chmod 600 it.'],
  },
  {
    name: 'what leaves',
    state: press(at('doubts'), 'escape').state,
    says: [
      'user names: 7 in 1,204 places',
      'jansen -> user-aaaaaaaaaaaaa',
      'and 6 more',
      '203.0.113.66',
      '2 values are doubtful',
      'What is withheld altogether',
    ],
  },
  {
    name: 'what leaves of a report in which nothing is replaced',
    state: press(at('doubts', known, nothing), 'escape').state,
    says: ['Nothing had to be replaced', 'none'],
  },
  {
    name: 'doubtful values',
    state: at('doubts'),
    says: [
      /> stays\? +198\.51\.100\.77/,
      /replaced\? +backup/,
      'what an intruder seems to have written',
      'Enter go on',
    ],
  },
  {
    name: 'doubtful values, decided',
    state: press(at('doubts'), 'r', 's').state,
    says: [/replaced +198\.51\.100\.77/, /> stays +backup/, 'common word', 'Replaced in 3 places'],
  },
  {
    name: 'doubtful values, one left',
    state: press(at('doubts'), 'r', 'enter').state,
    says: ['1 value is not decided'],
  },
  { name: 'nothing doubtful', state: at('doubts', known, nothing), says: ['Nothing is doubtful', 'w replace another'] },
  {
    name: 'a value being named',
    state: press(at('doubts', known, nothing), 'w', '"Jansen').state,
    says: ['Replace this too: Jansen'],
  },
  {
    name: 'a value that was named',
    state: update(press(at('doubts', known, nothing), 'w', '"Jansen', 'enter').state, {
      type: 'share-value-fits',
      value: 'Jansen',
    }).state,
    says: [/> replaced +Jansen/, 'You named it. Enter finds out'],
  },
  {
    name: 'thousands of doubtful values',
    state: press(at('doubts', known, many), 'G').state,
    says: ['198.51.100.4999'],
  },
  { name: 'folder', state: at('folder'), says: ['Folder: package', 'new or empty'] },
  {
    name: 'folder that holds something',
    state: refused(press(at('folder'), 'enter').state, '/home/jdoe/package is not empty', 'Give a new folder.'),
    says: ['/home/jdoe/package is not empty. Give a new folder.', 'Folder: package'],
  },
  { name: 'key', state: at('key'), says: ['Enter without a path: not encrypted', 'Key file:', 'nsleuth share --sign'] },
  {
    name: 'key that is to be confirmed',
    state: asked(),
    says: [key.fingerprint, 'CERT <cert@example.org>', 'Does the recipient publish this fingerprint?', 'y yes'],
  },
  { name: 'key that was not confirmed', state: press(asked(), 'n').state, says: ['That key is not used', 'Key file:'] },
  {
    name: 'yes or no',
    state: at('confirm'),
    says: [
      'TLP:AMBER',
      'Example BV',
      'user names 7',
      'none; every finding is open',
      /You let stay +198\.51\.100\.77/,
      '/home/jdoe/package',
      'no: whoever gets hold',
      'Write the package? y yes, n no',
    ],
  },
  {
    name: 'yes or no, encrypted',
    state: press(asked(), 'y').state,
    says: [`to the key ${key.fingerprint.slice(0, 20)}`],
  },
  {
    name: 'yes or no, of a sample with marks',
    state: (() => {
      const target = { kind: 'sample' as const, address: '/samples/x' };
      const marked = press(opened({ target }), '2', 'b', '"ours', 'enter', 'enter', 'c', 'enter').state;
      const { result } = share(begun(known, marked));
      const state = at('confirm');
      return { ...state, screen: { ...share(state), result } };
    })(),
    says: ['invented sample', '0 harmless, 1 confirmed, with your notes'],
  },
  { name: 'being written', state: press(at('confirm'), 'y').state, says: ['Writing the package'] },
  {
    name: 'not written',
    state: refused(press(at('confirm'), 'y').state, '/x/report.json cannot be written (ENOSPC)', 'Choose a place.'),
    says: ['cannot be written (ENOSPC). Choose a place.', '/home/jdoe/package'],
  },
  {
    name: 'the package',
    state: at('done'),
    says: [
      'The package is written. Nothing was sent.',
      /Where +\/home\/jdoe\/package/,
      'report.json, 22 kB',
      '/home/jdoe/package/covering-text.txt',
      'nsleuth verify package',
      'pseudonyms.key',
      'is not saved yet',
    ],
  },
  {
    name: 'the package, encrypted',
    state: (() => {
      const state = at('done');
      const files = [
        { name: 'nsleuth-1.tar.gpg', bytes: 30_000 },
        { name: 'cover-note.txt', bytes: 300 },
      ];
      return { ...state, screen: { ...share(state), made: { ...made, files, encrypted: 'nsleuth-1.tar.gpg' } } };
    })(),
    says: ['nsleuth-1.tar.gpg (encrypted; it holds report.json', 'cover-note.txt', '--decrypt nsleuth-1.tar.gpg'],
  },
  {
    name: 'a report without findings',
    state: begun(known, stateWith(resultScreen(cleanReport(), { suggestedPath: 'x', hasUnsavedMarks: false }))),
    says: ['recipient'],
  },
  { name: 'help', state: press(at('doubts'), '?').state, says: ['Keys', 'stays', 'replace another', 'as proposed'] },
];

describe('each step says what it should', () => {
  test.each(states)('$name', ({ state, says }) => {
    const frame = drawn({ ...state, size: { columns: 100, rows: 30 } });
    for (const one of says) {
      if (typeof one === 'string') expect(frame).toContain(one);
      else expect(frame).toMatch(one);
    }
  });
});

const sizes: readonly { readonly size: UiState['size']; readonly texts: Catalogue }[] = [
  { size: { columns: 40, rows: 12 }, texts: nl },
  { size: small, texts: en },
  { size: wide, texts: nl },
];

describe('each step fits its window, in each language', () => {
  test.each(states)('$name', ({ state }) => {
    for (const { size, texts } of sizes) expectFits(state, size, texts);
  });
});

test.each(states.filter(({ name }) => name !== 'help'))(
  'the last row tells the keys, in a small window: $name',
  ({ state }) => {
    const rows = drawn({ ...state, size: small }).split('\n');
    expect(rows.at(-1)).toMatch(/\?|Enter accepts/);
  },
);

test.each([
  { name: '80x24', size: small },
  { name: '160x50', size: wide },
])('the decisions are the approved ones: $name', ({ name, size }) => {
  approve(`share-${name}-doubts`, drawn({ ...press(at('doubts'), 'r').state, size }));
});

test('the chosen row is seen in the lowest window, whatever stands around it', () => {
  const lowest = { columns: 40, rows: 12 };
  for (const state of [press(begun(), 'G').state, press(at('mark'), 'G').state, press(at('doubts'), 'G').state])
    expect(drawn({ ...state, size: lowest })).toMatch(/^> /m);
});

test.each(hostileTexts)('values of evidence are shown inert: %j', (raw) => {
  const found = review({
    classes: [{ name: 'user', values: 1, places: 1, sample: [{ value: raw, pseudonym: 'user-a' }] }],
    stays: [raw],
    doubts: [{ value: raw, proposal: 'stays', reason: 'written-by-intruder' }],
    places: new Map([[raw, 1]]),
  });
  const doubts = at('doubts', known, found);
  const named = { ...doubts, screen: { ...share(doubts), draft: withNamed(share(doubts).draft, raw) } };
  for (const state of [
    doubts,
    named,
    press(doubts, 'escape').state,
    press(at('doubts', known, found), 's', 'enter').state,
    at('confirm', known, found),
  ])
    expect(
      drawn(state)
        .replaceAll('\n', '')
        .match(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u),
    ).toBeNull();
});
