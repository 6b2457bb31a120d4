import { carryOverMarks } from '../../assessment/triage.ts';
import type { EvidenceSource } from '../../evidence/entry.ts';
import { OperatorError } from '../../evidence/errors.ts';
import { printable, text } from '../../evidence/printable.ts';
import { readReport } from '../../reports/read.ts';
import type { FilePlaces } from '../../rules/file-places.ts';
import { openEvidence } from '../../sources/index.ts';
import type { Credentials } from '../../sources/ssh/credentials.ts';
import { plan } from '../../sources/ssh/plan.ts';
import { resolveTarget } from '../../sources/ssh/ssh-config.ts';
import { targetLabel } from '../../sources/ssh/target.ts';
import type { Asker, PlanView, ScanRequest, ScanResult } from '../../tui/ports.ts';
import { examine } from '../examine.ts';
import { readIgnoreFile } from '../ignore-file.ts';
import { loadKnowledge } from '../knowledge.ts';
import { fetchOptions } from '../live-target.ts';
import type { RuleOptions } from '../rule-options.ts';
import { noPlaces, rulePlaces } from '../rule-places.ts';
import type { Knowledge } from '../shipped-rules.ts';
import { pausable } from './pausable.ts';

/** Scans for the interface. Rules are loaded at the first scan and kept, and so are host keys that the user has accepted, until nsleuth ends. */
export function scanPort(
  options: RuleOptions,
  loaded: Knowledge | undefined,
): (request: ScanRequest) => Promise<ScanResult> {
  let knowledge = loaded && Promise.resolve(loaded);
  const accepted = new Set<string>();
  return async (request) => {
    const { target, signal, mayContinue, ask, onStarted, onOutcome, earlier } = request;
    // Read before anything starts, so that a fault in them does not cost a scan.
    const suppressions = await readIgnoreFile(undefined);
    knowledge ??= loadKnowledge(options);
    const rules = await knowledge.catch((error: unknown) => {
      knowledge = undefined;
      throw error;
    });
    const source = target.startsWith('ssh://')
      ? await openAppliance(target, ask, accepted, mayContinue, signal, rulePlaces(options, rules))
      : await openEvidence(target);
    onStarted();
    const report = await examine(
      [pausable(source, mayContinue)],
      rules,
      { suppressions, hashAgain: true },
      signal,
      onOutcome,
    );
    const before = earlier === undefined ? undefined : await readReport(earlier).catch(missingIsNone);
    if (!before) return { report, carried: 0 };
    const { report: marked, count } = carryOverMarks(report, before);
    return { report: marked, carried: count };
  };
}

/** An earlier report may have been moved away since; then there are no marks to take over. */
function missingIsNone(error: unknown): undefined {
  if (error instanceof OperatorError) return undefined;
  throw error;
}

async function openAppliance(
  address: string,
  ask: Asker,
  accepted: Set<string>,
  mayContinue: ScanRequest['mayContinue'],
  signal: AbortSignal,
  places: FilePlaces,
): Promise<EvidenceSource> {
  const credentials: Credentials = {
    password: (account) => ask.secret(text`Password of ${account}`),
    passphrase: (file) => ask.secret(text`Passphrase of ${file}`),
    answer: (question, isSecret) => (isSecret ? ask.secret(printable(question)) : ask.answer(printable(question))),
    confirmHostKey: async (question) => {
      const known = `${question.host} ${question.port} ${question.fingerprint}`;
      if (accepted.has(known)) return true;
      const isAccepted = await ask.hostKey(question);
      if (isAccepted) accepted.add(known);
      return isAccepted;
    },
  };
  const { openLive } = await import('../../sources/ssh/index.ts');
  return openLive(await resolveTarget({ address }), { ...fetchOptions({}, places), credentials, mayContinue, signal });
}

/** What would be run and read on an appliance, without connecting. `loaded` are rules of the user's own, with the shipped ones. */
export function planPort(options: RuleOptions, loaded: Knowledge | undefined): (address: string) => Promise<PlanView> {
  return async (address) => {
    const target = await resolveTarget({ address });
    const places = loaded ? rulePlaces(options, loaded) : noPlaces;
    const { commands, paths, leftOut, typicalBytes } = plan(fetchOptions({}, places));
    return { account: targetLabel(target), commands, paths, leftOut, typicalBytes };
  };
}
