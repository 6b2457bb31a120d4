import { basename, dirname, resolve } from 'node:path';
import type { Outcome } from '../assessment/outcome.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import type { Action, Effect } from './actions.ts';
import { createGate } from './gate.ts';
import type { Ports } from './ports.ts';
import type { Target } from './state.ts';
import type { Catalogue } from './texts/en.ts';

/** Outcomes are told together this often, in milliseconds: drawing each would slow the scan down. */
const TELL_EVERY_MS = 250;

export interface Effects {
  carryOut(effect: Effect): void;
  /** Ends whatever is under way. */
  end(): void;
}

/** Carries out what the state asks for, and dispatches what comes of it. `leave` is called with the exit status. */
export function createEffects(
  ports: Ports,
  texts: Catalogue,
  dispatch: (action: Action) => void,
  leave: (status: number) => void,
): Effects {
  const { share } = ports;
  let running: Running | undefined;

  function scan(target: Target): void {
    running?.abandon();
    const current = startScan(ports, texts, target, dispatch);
    running = current;
    current.done.then(
      ({ report, carried }) => {
        if (running !== current) return;
        dispatch({ type: 'scan-ended', target, report, carried, suggestedPath: ports.suggestPath(report) });
      },
      (error: unknown) => {
        if (running === current) dispatch({ type: 'failed', ...told(error, texts), retry: target });
      },
    );
  }

  /** `how` says what a failure means: a notice on the screen that is there, or a screen of its own. */
  function attempt(work: Promise<Action>, how: 'refused' | 'failed' = 'refused'): void {
    work.then(dispatch, (error: unknown) => dispatch({ type: how, ...told(error, texts) }));
  }

  function carryOut(effect: Effect): void {
    switch (effect.do) {
      case 'list': {
        const { folder } = effect;
        attempt(ports.listFolder(folder).then((entries) => ({ type: 'folder-listed', folder, entries })));
        break;
      }
      case 'inspect': {
        const { path, purpose } = effect;
        attempt(ports.inspect(path).then((facts) => ({ type: 'inspected', facts, purpose })));
        break;
      }
      case 'complete':
        attempt(completed(ports, effect.text, effect.folder).then((text) => ({ type: 'completed', text })));
        break;
      case 'plan':
        attempt(
          ports.plan(effect.address).then((plan) => ({ type: 'planned', plan })),
          'failed',
        );
        break;
      case 'scan':
        scan(effect.target);
        break;
      case 'answer':
        running?.answer(effect.value);
        break;
      case 'pause':
        running?.pause();
        break;
      case 'resume':
        running?.resume();
        break;
      case 'stop':
        running?.stop();
        break;
      case 'abandon':
        running?.abandon();
        running = undefined;
        break;
      case 'open': {
        const { path } = effect;
        attempt(
          ports.openReport(path).then((report) => ({ type: 'report-opened', report, path })),
          'failed',
        );
        break;
      }
      case 'save':
        attempt(
          ports
            .save(effect.report, effect.path, effect.isReplacing)
            .then(({ kind, path }) => ({ type: kind === 'saved' ? 'saved' : 'save-met-file', path })),
        );
        break;
      case 'export':
        attempt(
          ports
            .exportAs(effect.report, effect.format, effect.beside)
            .then((path) => ({ type: 'written', what: 'export', path })),
        );
        break;
      case 'write-finding':
        attempt(
          ports
            .writeFinding(effect.content, effect.id, effect.beside)
            .then((path) => ({ type: 'written', what: 'finding', path })),
        );
        break;
      case 'suppress':
        attempt(
          ports.addSuppression(effect.suppression).then((path) => ({ type: 'written', what: 'suppression', path })),
        );
        break;
      case 'share-begin':
        attempt(share.begin(effect.report).then((facts) => ({ type: 'share-begun', facts })));
        break;
      case 'share-check-mark': {
        const { mark, hasKeptValues } = effect;
        attempt(share.checkMark(mark, hasKeptValues).then(() => ({ type: 'share-mark-fits', mark })));
        break;
      }
      case 'share-remember': {
        const { details } = effect;
        attempt(share.remember(details).then(() => ({ type: 'share-remembered', details })));
        break;
      }
      case 'share-review': {
        const { report, choices } = effect;
        attempt(share.review(report, choices).then((found) => ({ type: 'share-reviewed', choices, found })));
        break;
      }
      case 'share-check-value': {
        const { value } = effect;
        attempt(share.checkValue(value).then(() => ({ type: 'share-value-fits', value })));
        break;
      }
      case 'share-check-folder':
        attempt(share.checkFolder(effect.path).then((path) => ({ type: 'share-folder-fits', path })));
        break;
      case 'share-read-key':
        attempt(share.readKey(effect.path).then((key) => ({ type: 'share-key-read', key })));
        break;
      case 'share-make':
        attempt(share.make(effect.report, effect.request).then((made) => ({ type: 'share-made', made })));
        break;
      case 'remember':
        ports.remember(effect.recent).catch((error: unknown) => dispatch({ type: 'refused', ...told(error, texts) }));
        break;
      case 'leave':
        running?.abandon();
        leave(effect.status);
        break;
    }
  }

  return { carryOut, end: () => running?.abandon() };
}

interface Running {
  readonly done: ReturnType<Ports['scan']>;
  answer(value: string | boolean | undefined): void;
  pause(): void;
  resume(): void;
  /** Concludes with what there is. */
  stop(): void;
  /** Ends it; nobody waits for the result. */
  abandon(): void;
}

function startScan(ports: Ports, texts: Catalogue, target: Target, dispatch: (action: Action) => void): Running {
  const controller = new AbortController();
  const gate = createGate();
  let isAbandoned = false;
  let waiting: ((value: string | boolean | undefined) => void) | undefined;
  let told: Outcome[] = [];

  const tell = (action: Action): void => {
    if (!isAbandoned) dispatch(action);
  };
  const flush = (): void => {
    if (told.length === 0) return;
    const outcomes = told;
    told = [];
    tell({ type: 'outcomes', outcomes });
  };
  const ask = (action: Action): Promise<string | boolean | undefined> => {
    tell(action);
    return new Promise((settle) => {
      waiting = settle;
    });
  };
  const settle = (value: string | boolean | undefined): void => {
    const asked = waiting;
    waiting = undefined;
    asked?.(value);
  };
  const timer = setInterval(flush, TELL_EVERY_MS);
  const done = ports
    .scan({
      target: target.address,
      signal: controller.signal,
      mayContinue: gate.pass,
      ask: {
        hostKey: async (question) => (await ask({ type: 'asked-host-key', question })) === true,
        secret: async (words) => textOf(await ask({ type: 'asked-text', words: texts.prose(words), isSecret: true })),
        answer: async (words) => textOf(await ask({ type: 'asked-text', words: texts.prose(words), isSecret: false })),
      },
      onStarted: () => tell({ type: 'scan-started', target }),
      onOutcome: (outcome) => {
        told.push(outcome);
      },
      ...(target.earlier !== undefined && { earlier: target.earlier }),
    })
    .finally(() => clearInterval(timer));
  const stop = (): void => {
    gate.open();
    controller.abort();
    settle(undefined);
  };
  return {
    done,
    answer: settle,
    pause: gate.close,
    resume: gate.open,
    stop,
    abandon() {
      isAbandoned = true;
      stop();
    },
  };
}

function textOf(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function told(error: unknown, texts: Catalogue): { readonly message: string; readonly remedy: string } {
  if (error instanceof OperatorError)
    return { message: spoken(error.message, texts), remedy: spoken(error.remedy, texts) };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message, remedy: texts.failed.defect };
}

/** Line by line, as a refusal may have several. */
export function spoken(words: string, texts: Catalogue): string {
  return words
    .split('\n')
    .map((one) => texts.prose(printable(one)))
    .join('\n');
}

/** The typed path with as much added as all names that begin so have in common. */
async function completed(ports: Ports, typed: string, folder: string): Promise<string> {
  const isFolder = typed.endsWith('/') || typed === '';
  const base = isFolder ? '' : basename(typed);
  const facts = await ports.inspect(isFolder ? typed || folder : resolve(folder, dirname(typed)));
  const names = (await ports.listFolder(facts.path)).filter(({ name }) => name.startsWith(base));
  const [first] = names;
  if (!first) return typed;
  const common = names.reduce((shared, { name }) => sharedStart(shared, name), first.name);
  const isWhole = names.length === 1 && first.kind === 'folder';
  return typed.slice(0, typed.length - base.length) + common + (isWhole ? '/' : '');
}

function sharedStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
