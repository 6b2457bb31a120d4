import type { Action } from '../../../src/tui/actions.ts';
import { resultScreen } from '../../../src/tui/result-screen.ts';
import type { KeyFacts, MadePackage, ShareFacts, SharePort, ShareReview } from '../../../src/tui/share/port.ts';
import { choicesOf, marks, type ShareScreen, type ShareStep } from '../../../src/tui/share/state.ts';
import type { ResultScreen, UiState } from '../../../src/tui/state.ts';
import { update } from '../../../src/tui/update.ts';
import { compromisedReport } from '../../fixtures/report.ts';
import { press, stateWith } from '../setting.ts';

export const facts: ShareFacts = {
  recipients: [
    {
      name: 'generic',
      address: 'the address that your CERT publishes',
      site: 'https://cert.example',
      asks: ['organisation', 'contact_email'],
      asksToo: [],
      hasStages: true,
    },
    {
      name: 'ncsc-nl',
      address: 'cert@ncsc.nl',
      site: 'https://www.ncsc.nl',
      asks: ['organisation', 'contact_email'],
      asksToo: ['registration'],
      hasStages: true,
    },
    {
      name: 'cisa',
      address: 'its web form',
      site: 'https://www.cisa.gov/report',
      asks: ['organisation'],
      asksToo: [],
      hasStages: false,
    },
  ],
  details: {},
  detailsPath: '/home/jdoe/.config/nsleuth/organisation.json',
  longestDetail: 2_000,
  folder: 'package',
};
export const known: ShareFacts = {
  ...facts,
  details: { organisation: 'Example BV', contact_email: 'soc@example.org' },
};

export function review(over: Partial<ShareReview> = {}): ShareReview {
  return {
    classes: [
      {
        name: 'user',
        values: 7,
        places: 1_204,
        sample: [{ value: 'jansen', pseudonym: 'user-aaaaaaaaaaaaa' }],
      },
    ],
    stays: ['203.0.113.66'],
    doubts: [
      { value: '198.51.100.77', proposal: 'stays', reason: 'written-by-intruder' },
      { value: 'backup', proposal: 'replaced', reason: 'common-word' },
    ],
    places: new Map([['backup', 3]]),
    ...over,
  };
}

const origin = { suggestedPath: 'nsleuth-x/report.json', hasUnsavedMarks: false };

/** A result that the user is about to hand over. */
export function opened(over: Partial<ResultScreen> = {}): UiState {
  return stateWith({ ...resultScreen(compromisedReport(), origin), ...over });
}

/** The first step of the way. */
export function begun(with_: ShareFacts = known, from: UiState = opened()): UiState {
  return update(press(from, 'r').state, { type: 'share-begun', facts: with_ }).state;
}

/** A way as far as a step, with what is usual on each before it. */
export function at(step: ShareStep, with_: ShareFacts = known, found: ShareReview = review()): UiState {
  let state = begun(with_);
  const on = (action: Action) => {
    state = update(state, action).state;
  };
  while (share(state).step !== step) {
    const { field, draft } = share(state);
    switch (share(state).step) {
      case 'mark':
        state = press(state, 'enter').state;
        on({ type: 'share-mark-fits', mark: marks[share(state).selected]! });
        break;
      case 'leaves':
        on({ type: 'share-reviewed', choices: choicesOf(draft), found });
        state = press(state, 'enter').state;
        break;
      case 'doubts':
        state = press(state, 'a', 'enter').state;
        break;
      case 'folder':
        state = press(state, 'enter').state;
        on({ type: 'share-folder-fits', path: `/home/jdoe/${field?.text}` });
        break;
      case 'confirm':
        state = press(state, 'y').state;
        on({ type: 'share-made', made });
        break;
      default:
        state = press(state, 'enter').state;
    }
  }
  return state;
}

export const made: MadePackage = {
  folder: '/home/jdoe/package',
  files: [
    { name: 'report.json', bytes: 22_040 },
    { name: 'covering-text.txt', bytes: 2_900 },
    { name: 'manifest.json', bytes: 2_400 },
  ],
  pseudonymKey: '/home/jdoe/.config/nsleuth/pseudonyms.key',
};

export const key: KeyFacts = {
  path: '/home/jdoe/cert.asc',
  userIds: ['CERT <cert@example.org>'],
  fingerprint: 'ABCD EF01 2345 6789 ABCD EF01 2345 6789 ABCD EF01',
};

/** A world that agrees to everything; a test says what differs. */
export function sharePort(over: Partial<SharePort> = {}): SharePort {
  return {
    begin: async () => known,
    checkMark: async () => {},
    remember: async () => {},
    checkValue: async () => {},
    review: async () => review(),
    checkFolder: async (typed) => `/home/jdoe/${typed}`,
    readKey: async () => key,
    make: async () => made,
    ...over,
  };
}

export function share({ screen }: UiState): ShareScreen {
  if (screen.kind !== 'share') throw new Error(`the screen is ${screen.kind}`);
  return screen;
}
