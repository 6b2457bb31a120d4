import type { ValueClass } from './value-class.ts';

/**
 * What is done with a text of the report, by where it stands. Whatever is not listed here is taken for text from evidence, so that a field that is
 * added to the report later is redacted until somebody decides otherwise.
 */
export type LeafPolicy =
  /** The schema leaves room for nothing of evidence: codes, times, hashes, UUIDs; and what the owner says of itself. */
  | { readonly kind: 'as-is' }
  /** Our own words: known values are looked for, forms of logs are not. */
  | { readonly kind: 'search' }
  /** The whole value is of this class; with `mayBeId`, a number is the id of an account on the appliance, and names nobody. */
  | { readonly kind: 'typed'; readonly valueClass: ValueClass; readonly role?: 'own'; readonly mayBeId?: true }
  | { readonly kind: 'finding-id' }
  | { readonly kind: 'original' }
  | { readonly kind: 'evidence' };

const AS_IS = [
  'schema',
  'tool.name',
  'rules.sha256',
  'scan.id',
  'scan.started',
  'scan.finished',
  'scan.since',
  'evidence.kind',
  'evidence.sha256',
  'evidence.sha256_after',
  'evidence.collected',
  'evidence.session.started',
  'evidence.session.finished',
  'assessment.verdict',
  'assessment.questions.question',
  'assessment.questions.answer',
  'assessment.questions.examined_from',
  'assessment.questions.examined_to',
  'exposure.cve',
  'exposure.status',
  'exposure.exploited_since',
  'exposure.window.from',
  'exposure.window.to',
  'coverage.rules.in_part.question',
  'coverage.rules.not_evaluable.question',
  'coverage.rules.in_part.id',
  'coverage.rules.not_evaluable.id',
  'coverage.logs.from',
  'coverage.logs.to',
  'coverage.gaps.reason',
  'findings.rule.id',
  'findings.rule.level',
  'findings.rule.shows',
  'findings.rule.question',
  'findings.rule.confidence',
  'findings.rule.cve',
  'findings.first_seen',
  'findings.last_seen',
  'findings.window',
  'findings.indicators.confidence',
  'findings.indicators.tier',
  'findings.samples.time',
  'findings.file.mode',
  'findings.file.modified',
  'findings.file.changed',
  'findings.file.born',
  'findings.file.sha256',
  'findings.file.sha1',
  'findings.file.md5',
  'findings.suppressed.until',
  'findings.triage.status',
  'findings.triage.at',
  'findings.triage.history.status',
  'findings.triage.history.at',
  'timeline.time',
  'timeline.kind',
  'timeline.window',
  'transcript.started',
  'transcript.finished',
  'sharing.tlp',
  'sharing.organisation',
  'sharing.contact',
  'custody.seal',
  'custody.sealed_original',
];
const SEARCH = [
  'tool.version',
  'evidence.not_hashed_again',
  'rules.version',
  'appliance.version',
  'appliance.build',
  'appliance.build_told_by',
  'appliance.edition',
  'appliance.model',
  'appliance.platform',
  'appliance.time_zone',
  'appliance.other_builds.build',
  'appliance.other_builds.told_by',
  'appliance.ha.role',
  'exposure.bulletin',
  'exposure.fixed_build',
  'coverage.rules.in_part.name',
  'coverage.rules.in_part.title',
  'coverage.rules.not_evaluable.name',
  'coverage.rules.not_evaluable.title',
  'findings.rule.name',
  'findings.rule.title',
  'findings.rule.description',
  'findings.rule.tags',
  'findings.rule.references',
  'findings.rule.falsepositives',
  'findings.rule.pack',
  'findings.advice',
  'findings.indicators.list',
  'findings.indicators.value',
  'findings.indicators.role',
  'findings.indicators.source',
  'findings.indicators.date',
];
const TYPED: Readonly<
  Record<string, { readonly valueClass: ValueClass; readonly role?: 'own'; readonly mayBeId?: true }>
> = {
  'evidence.name': { valueClass: 'evidence' },
  'evidence.names.hostname': { valueClass: 'host', role: 'own' },
  'evidence.names.nsip': { valueClass: 'address', role: 'own' },
  'evidence.names.serial': { valueClass: 'serial' },
  'evidence.session.account': { valueClass: 'user' },
  'evidence.session.source_address': { valueClass: 'address', role: 'own' },
  'evidence.session.host_key': { valueClass: 'key' },
  'appliance.hostname': { valueClass: 'host', role: 'own' },
  'appliance.nsip': { valueClass: 'address', role: 'own' },
  'appliance.ha.peer': { valueClass: 'address', role: 'own' },
  'appliance.serial': { valueClass: 'serial' },
  'appliance.partitions': { valueClass: 'host' },
  'findings.file.owner': { valueClass: 'user', mayBeId: true },
  'findings.file.group': { valueClass: 'group', mayBeId: true },
  'findings.suppressed.who': { valueClass: 'user' },
  'findings.triage.by': { valueClass: 'user' },
  'findings.triage.history.by': { valueClass: 'user' },
  'findings.subject.user': { valueClass: 'user' },
  'findings.subject.owner': { valueClass: 'user', mayBeId: true },
  'findings.subject.group': { valueClass: 'group', mayBeId: true },
  'findings.subject.groups': { valueClass: 'group' },
  'findings.subject.session_id': { valueClass: 'session' },
  'findings.subject.host': { valueClass: 'host' },
  'findings.subject.hostname': { valueClass: 'host', role: 'own' },
  'findings.subject.serial': { valueClass: 'serial' },
  'findings.subject.nsip': { valueClass: 'address', role: 'own' },
  'findings.subject.peer': { valueClass: 'address', role: 'own' },
  'findings.subject.nat_ip': { valueClass: 'address', role: 'own' },
  'findings.subject.local_ip': { valueClass: 'address', role: 'own' },
  'findings.subject.destination_ip': { valueClass: 'address', role: 'own' },
  'findings.subject.s-ip': { valueClass: 'address', role: 'own' },
  'findings.subject.partition': { valueClass: 'host' },
};

const POLICIES: ReadonlyMap<string, LeafPolicy> = new Map<string, LeafPolicy>([
  ...AS_IS.map((path) => [path, { kind: 'as-is' }] as const),
  ...SEARCH.map((path) => [path, { kind: 'search' }] as const),
  ...Object.entries(TYPED).map(([path, typed]) => [path, { kind: 'typed', ...typed }] as const),
  ['findings.id', { kind: 'finding-id' }],
  ['timeline.finding', { kind: 'finding-id' }],
  ['assessment.questions.findings', { kind: 'finding-id' }],
  ['findings.original', { kind: 'original' }],
]);

/** Policy of the text at a path of the report, list places left out: `findings.samples.text`. */
export function policyOf(path: string): LeafPolicy {
  return POLICIES.get(path) ?? { kind: 'evidence' };
}
