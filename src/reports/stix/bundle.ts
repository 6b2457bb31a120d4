import { labelOf } from '../../assessment/hosts.ts';
import type { Report } from '../../assessment/report.ts';
import { answerWords, questionWords, verdictWords } from '../../assessment/words.ts';
import type { Finding } from '../../findings/finding.ts';
import { inReadingOrder } from '../../findings/reading-order.ts';
import { indicatorWords } from '../indicator-words.ts';
import { type Observables, observablesOf } from '../observables.ts';
import { stableId } from '../stable-id.ts';
import { webAddress } from '../web-address.ts';
import { cyberObservables, softwareObject, stixTime } from './cyber-observables.ts';
import { patternsOf } from './pattern.ts';
import { tlpMarking, tlpMarkingIds } from './tlp.ts';

/** Gaps named in the description; their number is always said. */
const GAPS_LISTED = 100;

interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}
type Common = Readonly<Record<string, unknown>> & { readonly created_by_ref: string };

/**
 * The report as a STIX 2.1 bundle: who, what was observed, what to look for elsewhere, which weakness and technique, and a report object
 * over all that says what could not be checked. Ids are UUIDv5: the same report gives the same bundle.
 */
export function renderStix(report: Report): string {
  const objects = new Map<string, StixObject>();
  const add = <One extends StixObject>(one: One): One => {
    if (!objects.has(one.id)) objects.set(one.id, one);
    return one;
  };
  const created = stixTime(report.scan.finished);
  const identity = identityOf(report, created);
  const common: Common = {
    spec_version: '2.1',
    created_by_ref: identity.id,
    created,
    modified: created,
    object_marking_refs: [tlpMarkingIds[report.sharing.tlp]],
  };
  add(identity);
  const software = softwareOf(report);
  if (software) add(software);
  for (const finding of inReadingOrder(report.findings)) {
    for (const one of findingObjects(finding, report, common, identity.id)) add(one);
  }
  for (const one of exposureObjects(report, common, software?.id ?? identity.id)) add(one);
  add({
    type: 'report',
    id: `report--${stableId('report', report.scan.id)}`,
    ...common,
    name: `nsleuth: ${verdictWords[report.assessment.verdict]}`,
    description: description(report),
    report_types: ['threat-report'],
    published: created,
    object_refs: [...objects.keys()],
  });
  const bundle = {
    type: 'bundle',
    id: `bundle--${stableId('bundle', report.scan.id)}`,
    objects: [tlpMarking(report.sharing.tlp), ...objects.values()],
  };
  return `${JSON.stringify(bundle, undefined, 2)}\n`;
}

function identityOf(report: Report, created: string): StixObject {
  const name = report.sharing.organisation ?? 'Organisation not named';
  return {
    type: 'identity',
    spec_version: '2.1',
    id: `identity--${stableId('identity', name)}`,
    created,
    modified: created,
    object_marking_refs: [tlpMarkingIds[report.sharing.tlp]],
    name,
    identity_class: 'organization',
    ...(report.sharing.contact !== undefined && { contact_information: report.sharing.contact }),
  };
}

function softwareOf({ appliance }: Report): StixObject | undefined {
  if (appliance.version === undefined) return undefined;
  return softwareObject(appliance.build === undefined ? appliance.version : `${appliance.version}-${appliance.build}`);
}

function findingObjects(finding: Finding, report: Report, common: Common, identity: string): readonly StixObject[] {
  const observables = observablesOf(finding);
  const scos = evidenceObjects(finding, observables);
  const first = stixTime(finding.first_seen ?? report.scan.started);
  const last = stixTime(finding.last_seen ?? finding.first_seen ?? report.scan.started);
  const vulnerabilities = finding.rule.cve.map((cve) => vulnerability(cve, common));
  const techniques = finding.rule.tags.flatMap((tag) => attackPattern(tag, common));
  const seen: StixObject = {
    type: 'observed-data',
    id: `observed-data--${stableId('observed-data', report.scan.id, finding.id)}`,
    ...common,
    first_observed: first,
    last_observed: last,
    number_observed: Math.min(Math.max(finding.occurrences, 1), 999_999_999),
    object_refs: scos.map((one) => one.id),
    external_references: [findingReference(finding), ...indicatorReferences(finding), ...webReferences(finding)],
  };
  const { shows } = finding.rule;
  const isFileBad = shows === 'compromise' || shows === 'suspicious';
  const patterns = shows === 'weakness' || shows === 'context' ? [] : patternsOf(observables, isFileBad);
  const indicators = patterns.flatMap(({ name, pattern }) =>
    indicatorObjects({
      name,
      pattern,
      finding,
      first,
      last,
      common,
      identity,
      observed: seen.id,
      scan: report.scan.id,
    }),
  );
  const techniqueLinks = indicators
    .filter((one) => one.type === 'indicator')
    .flatMap((indicator) =>
      techniques.map((technique) => relationship(indicator.id, 'indicates', technique.id, common)),
    );
  const malware = malwareObjects(finding, observables.file === undefined ? [] : scos, common, first, vulnerabilities);
  const links =
    seen === undefined
      ? []
      : [...techniques, ...vulnerabilities].map((one) => relationship(seen.id, 'related-to', one.id, common));
  return [...scos, seen, ...indicators, ...vulnerabilities, ...techniques, ...techniqueLinks, ...malware, ...links];
}

interface IndicatorSource {
  readonly name: string;
  readonly pattern: string;
  readonly finding: Finding;
  readonly first: string;
  readonly last: string;
  readonly common: Common;
  readonly identity: string;
  readonly observed: string | undefined;
  readonly scan: string;
}

function indicatorObjects(source: IndicatorSource): readonly StixObject[] {
  const { name, pattern, finding, first, last, common, identity, observed, scan } = source;
  const indicator = {
    type: 'indicator',
    id: `indicator--${stableId('indicator', identity, pattern)}`,
    ...common,
    name,
    description: finding.rule.title,
    indicator_types: [finding.rule.shows === 'compromise' ? 'malicious-activity' : 'anomalous-activity'],
    pattern,
    pattern_type: 'stix',
    pattern_version: '2.1',
    valid_from: first,
    confidence: { high: 85, medium: 50, low: 15 }[finding.rule.confidence],
  };
  const sighting = {
    type: 'sighting',
    id: `sighting--${stableId('sighting', scan, pattern, finding.id)}`,
    ...common,
    sighting_of_ref: indicator.id,
    first_seen: first,
    // The schema wants the last sighting after the first, not equal to it.
    ...(last > first && { last_seen: last }),
    count: Math.min(finding.occurrences, 999_999_999),
    where_sighted_refs: [identity],
    ...(observed !== undefined && { observed_data_refs: [observed] }),
  };
  return [indicator, sighting];
}

function malwareObjects(
  finding: Finding,
  scos: readonly StixObject[],
  common: Common,
  first: string,
  vulnerabilities: readonly StixObject[],
): readonly StixObject[] {
  const sample = scos.find((one) => one.type === 'file');
  if (finding.rule.shows !== 'compromise' || sample === undefined) return [];
  const types: Readonly<Record<string, string>> = {
    webshell: 'webshell',
    persistence: 'backdoor',
    'privilege-escalation': 'backdoor',
  };
  const malware = {
    type: 'malware',
    id: `malware--${stableId('malware', sample.id, finding.rule.id)}`,
    ...common,
    name: finding.rule.title,
    malware_types: [types[finding.rule.question] ?? 'unknown'],
    is_family: false,
    first_seen: first,
    sample_refs: [sample.id],
  };
  return [malware, ...vulnerabilities.map((one) => relationship(malware.id, 'exploits', one.id, common))];
}

function vulnerability(cve: string, common: Common): StixObject {
  return {
    type: 'vulnerability',
    id: `vulnerability--${stableId('vulnerability', common.created_by_ref, cve)}`,
    ...common,
    name: cve,
    external_references: [{ source_name: 'cve', external_id: cve }],
  };
}

function attackPattern(tag: string, common: Common): readonly StixObject[] {
  const technique = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase();
  if (technique === undefined) return [];
  return [
    {
      type: 'attack-pattern',
      id: `attack-pattern--${stableId('attack-pattern', common.created_by_ref, technique)}`,
      ...common,
      name: `ATT&CK ${technique}`,
      external_references: [{ source_name: 'mitre-attack', external_id: technique }],
    },
  ];
}

/** Each CVE that the build is or was open to, tied to the software and, while it could be exploited, to a period. */
function exposureObjects(report: Report, common: Common, about: string): readonly StixObject[] {
  return report.exposure
    .filter((one) => one.status === 'vulnerable' || one.status === 'fixed')
    .flatMap((one) => {
      const weakness = vulnerability(one.cve, common);
      const period =
        one.window === undefined ? '' : ` Exploitable from ${one.window.from ?? '?'} to ${one.window.to ?? 'now'}.`;
      return [weakness, relationship(about, 'related-to', weakness.id, common, `${one.status}: ${one.why}${period}`)];
    });
}

/** What the finding says in words; every finding has exactly one observed-data object, and that has exactly one of these. */
function findingReference(finding: Finding): object {
  const { rule } = finding;
  const words = [
    `${rule.level}, shows ${rule.shows}, confidence ${rule.confidence}: ${rule.title}. ${finding.occurrences} occurrences at ${finding.path}.`,
    ...(finding.hosts === undefined ? [] : [`Lines of ${finding.hosts.map(labelOf).join(', ')}.`]),
    ...finding.samples.map((sample) => sample.text),
  ];
  return { source_name: 'nsleuth finding', external_id: finding.id, description: words.join('\n') };
}

/** The entries of lists of indicators that it was met by, as whoever published them wrote them. */
function indicatorReferences({ indicators = [] }: Finding): readonly object[] {
  return indicators.map((known) => ({
    source_name: 'nsleuth indicator',
    external_id: known.value,
    description: indicatorWords(known),
  }));
}

/** The cyber-observables of a finding; where it has none, the file that the evidence stands in. */
function evidenceObjects(finding: Finding, observables: Observables): readonly StixObject[] {
  const own = cyberObservables(observables);
  if (own.length > 0) return own;
  const slash = finding.path.lastIndexOf('/');
  const name = finding.path.slice(slash + 1) || finding.path || 'unnamed';
  return cyberObservables({
    addresses: [],
    file: { path: finding.path, folder: finding.path.slice(0, Math.max(slash, 1)) || '/', name },
  });
}

/** The statement, each question with its answer, and what could not be checked. */
function description(report: Report): string {
  const { rules, gaps, gaps_not_listed } = report.coverage;
  return [
    report.assessment.statement,
    ...report.assessment.questions.map(
      (one) => `${questionWords[one.question]} ${answerWords[one.answer]}. ${one.why}`,
    ),
    `Rules evaluated: ${rules.evaluated}; in part: ${rules.in_part.length}; not evaluable: ${rules.not_evaluable.length}.`,
    ...rules.not_evaluable.map((rule) => `Not evaluable: ${rule.title}. ${rule.reason}`),
    ...gaps.slice(0, GAPS_LISTED).map((gap) => `Gap: ${gap.path} (${gap.reason}). ${gap.detail}`),
    `Gaps in all: ${gaps.length + gaps_not_listed}.`,
  ].join('\n');
}

function relationship(source: string, kind: string, target: string, common: Common, description?: string): StixObject {
  return {
    type: 'relationship',
    id: `relationship--${stableId('relationship', source, kind, target)}`,
    ...common,
    relationship_type: kind,
    source_ref: source,
    target_ref: target,
    ...(description !== undefined && { description }),
  };
}

function webReferences(finding: Finding): readonly object[] {
  return finding.rule.references.flatMap((source) => {
    const url = webAddress(source);
    return url === undefined ? [] : [{ source_name: 'reference', url }];
  });
}
