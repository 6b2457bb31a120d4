import type { Catalogue } from './texts/en.ts';

/** One key: its name, and the text it types where it types one. */
export interface KeyPress {
  /** `j`, `G`, `up`, `enter`, `ctrl-c`. */
  readonly name: string;
  readonly text?: string;
}

/** What a key asks for. */
export type Command = keyof Catalogue['commands'];

/** Where a key is pressed. */
export type Context =
  | 'start'
  | 'browse'
  | 'samples'
  | 'plan'
  | 'yes-no'
  | 'connecting'
  | 'running'
  | 'failed'
  | 'verdict'
  | 'findings'
  | 'finding'
  | 'timeline'
  | 'coverage'
  | 'menu'
  | 'leave'
  | 'share-list'
  | 'share-leaves'
  | 'share-doubts'
  | 'share-confirm'
  | 'share-wait'
  | 'share-writing'
  | 'share-done'
  | 'help';

export interface Binding {
  readonly keys: readonly string[];
  readonly command: Command;
  /** Stands in the bar at the bottom, not only in the list of all keys. */
  readonly isInBar?: true;
}

const bind = (keys: string, command: Command): Binding => ({ keys: keys.split(' '), command });
const shown = (keys: string, command: Command): Binding => ({ ...bind(keys, command), isInBar: true });

const moving: readonly Binding[] = [
  shown('j down', 'down'),
  shown('k up', 'up'),
  bind('pagedown ctrl-f space', 'pageDown'),
  bind('pageup ctrl-b', 'pageUp'),
  bind('g home', 'first'),
  bind('G end', 'last'),
];
const help = shown('?', 'help');
const back = shown('escape h left', 'back');
const choose = shown('enter l right', 'choose');
const quit = shown('q', 'quit');
const views: readonly Binding[] = [
  bind('1', 'verdict'),
  bind('2', 'findings'),
  bind('3', 'timeline'),
  bind('4', 'coverage'),
  shown('tab', 'nextView'),
];
const save = shown('s', 'save');
const share = shown('r', 'share');
const exporting = shown('e', 'export');
const keeping: readonly Binding[] = [save, share, exporting];
const marking: readonly Binding[] = [
  shown('b', 'markBenign'),
  shown('c', 'markConfirmed'),
  bind('o', 'markOpen'),
  bind('y', 'copy'),
];

/** Every key of every place; the bar at the bottom, the help and the behaviour all come from here. */
export const bindings: Readonly<Record<Context, readonly Binding[]>> = {
  start: [...moving, choose, help, quit],
  browse: [
    ...moving,
    choose,
    shown('/', 'type'),
    bind('- backspace', 'parent'),
    shown('escape', 'back'),
    help,
    bind('q', 'quit'),
  ],
  samples: [...moving, choose, back, help, quit],
  plan: [...moving, shown('y', 'yes'), shown('n escape', 'no'), help, bind('q', 'quit')],
  'yes-no': [shown('y', 'yes'), shown('n escape', 'no'), help],
  connecting: [shown('escape', 'back'), help, quit],
  running: [shown('s', 'stop'), shown('p', 'pause'), shown('c', 'resume'), help, shown('q', 'quit')],
  failed: [shown('r', 'again'), shown('escape enter', 'back'), help, quit],
  verdict: [...moving, shown('enter', 'findings'), save, share, ...views, exporting, bind('n', 'start'), help, quit],
  findings: [
    ...moving,
    choose,
    shown('/', 'search'),
    bind('L', 'level'),
    bind('Q', 'question'),
    bind('C', 'campaign'),
    bind('P', 'path'),
    bind('x', 'showAll'),
    bind('H', 'hideHarmless'),
    bind('J ctrl-d', 'detailDown'),
    bind('K ctrl-u', 'detailUp'),
    ...marking,
    ...keeping,
    ...views,
    bind('escape', 'showAll'),
    help,
    quit,
  ],
  finding: [
    ...moving,
    back,
    ...marking,
    shown('n J', 'next'),
    shown('p K', 'previous'),
    ...keeping,
    ...views,
    help,
    quit,
  ],
  timeline: [...moving, choose, ...views, ...keeping, help, quit],
  coverage: [...moving, ...views, ...keeping, help, quit],
  menu: [...moving, choose, shown('escape h left q', 'back')],
  leave: [shown('s', 'save'), shown('q', 'quit'), shown('escape', 'back')],
  'share-list': [...moving, choose, back, help],
  'share-leaves': [...moving, shown('enter l right', 'goOn'), back, help],
  'share-doubts': [
    ...moving,
    shown('enter', 'goOn'),
    shown('s', 'stays'),
    shown('r', 'replace'),
    shown('w', 'nameValue'),
    shown('a', 'allProposed'),
    shown('escape', 'back'),
    help,
  ],
  'share-confirm': [...moving, shown('y', 'yes'), shown('escape n', 'back'), help],
  'share-wait': [shown('escape', 'back'), help],
  'share-writing': [help],
  'share-done': [...moving, shown('enter escape q', 'back'), help],
  help: [...moving, shown('escape ? q enter', 'back')],
};

/** What a key asks for in a context; undefined where it means nothing. */
export function commandFor(context: Context, { name }: KeyPress): Command | undefined {
  return bindings[context].find(({ keys }) => keys.includes(name))?.command;
}
