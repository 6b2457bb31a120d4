import { isIP } from 'node:net';
import type { Report } from '../assessment/report.ts';
import type { Finding, FindingHost, FindingIndicator } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { levels } from '../rules/rule.ts';
import { indicatorType, indicatorWords } from './indicator-words.ts';
import { observablesOf } from './observables.ts';

/** Elastic Common Schema version whose fields these are. */
const ECS_VERSION = '9.4.0';

/** One ECS document for each finding, as NDJSON; field names are those of ECS, what has none stands under `labels`. */
export function* renderEcs(report: Report): Iterable<string> {
  for (const finding of inReadingOrder(report.findings)) yield `${JSON.stringify(ecsDocument(report, finding))}\n`;
}

function ecsDocument(report: Report, finding: Finding): object {
  const { rule } = finding;
  const one = observablesOf(finding);
  const { serial } = report.appliance;
  const hosts = hostsOf(report, finding);
  const techniques = rule.tags
    .map((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase())
    .filter((id) => id !== undefined);
  // ECS has room for one; the others are in the report.
  const known = finding.indicators?.[0];
  const source = one.socket ? undefined : one.addresses[0];
  const hashes = [finding.file?.sha256, finding.file?.sha1, finding.file?.md5].filter((hash) => hash !== undefined);
  return {
    '@timestamp': finding.first_seen ?? report.scan.finished,
    ecs: { version: ECS_VERSION },
    message: `${rule.title}: ${finding.path}`,
    tags: [report.sharing.tlp, ...rule.tags],
    labels: {
      shows: rule.shows,
      question: rule.question,
      occurrences: String(finding.occurrences),
      triage: finding.triage.status,
    },
    event: {
      id: finding.id,
      kind: 'alert',
      category: [one.file ? 'file' : one.request ? 'web' : 'intrusion_detection'],
      type: ['info'],
      module: 'nsleuth',
      dataset: 'nsleuth.finding',
      severity: levels.indexOf(rule.level) * 25,
      created: report.scan.finished,
      ...(finding.first_seen !== undefined && { start: finding.first_seen }),
      ...(finding.last_seen !== undefined && { end: finding.last_seen }),
      ...(finding.samples[0] && { original: finding.samples[0].text }),
    },
    rule: {
      id: rule.id,
      name: rule.title,
      description: rule.description,
      category: rule.pack,
      ruleset: 'nsleuth',
      version: report.rules.version,
      ...(rule.references[0] !== undefined && { reference: rule.references[0] }),
    },
    host: hostFields(hosts),
    observer: {
      vendor: 'Citrix',
      product: 'NetScaler',
      type: 'gateway',
      ...(serial !== undefined && { serial_number: serial }),
      ...(report.appliance.version !== undefined && {
        version: `${report.appliance.version}-${report.appliance.build ?? '?'}`,
      }),
    },
    ...(report.sharing.organisation !== undefined && { organization: { name: report.sharing.organisation } }),
    ...(one.file && { file: fileFields(one.file) }),
    ...(source !== undefined && { source: { ip: source, address: source } }),
    ...(one.socket && {
      network: { transport: one.socket.protocol },
      destination: {
        ...(one.socket.remoteAddress !== undefined && {
          ip: one.socket.remoteAddress,
          address: one.socket.remoteAddress,
        }),
        ...(one.socket.remotePort !== undefined && { port: one.socket.remotePort }),
      },
    }),
    ...(one.request && {
      url: { original: one.request.uri },
      ...(one.request.method !== undefined && { http: { request: { method: one.request.method } } }),
      ...(one.request.userAgent !== undefined && { user_agent: { original: one.request.userAgent } }),
    }),
    ...(one.account !== undefined && { user: { name: one.account } }),
    ...(one.command !== undefined && { process: { command_line: one.command } }),
    ...(rule.cve.length > 0 && { vulnerability: { id: rule.cve, enumeration: 'CVE' } }),
    ...((techniques.length > 0 || known) && {
      threat: {
        ...(techniques.length > 0 && { framework: 'MITRE ATT&CK', technique: techniqueFields(techniques) }),
        ...(known && { indicator: indicatorFields(known) }),
      },
    }),
    related: {
      ip: one.addresses,
      hash: hashes,
      ...(one.account !== undefined && { user: [one.account] }),
      ...(hosts.some(({ name }) => name !== undefined) && { hosts: hosts.flatMap(({ name }) => name ?? []) }),
    },
  };
}

/** The appliance; where logs are of several, those that the finding's lines are of. */
function hostsOf(report: Report, finding: Finding): readonly FindingHost[] {
  const { hostname, nsip } = report.appliance;
  return (
    finding.hosts ?? [
      { ...(hostname !== undefined && { name: hostname }), ...(nsip !== undefined && { address: nsip }) },
    ]
  );
}

/** A document has one host: of several only the addresses stand together, and the names under `related`. */
function hostFields(hosts: readonly FindingHost[]): object {
  const [first] = hosts;
  const addresses = hosts.flatMap(({ address }) => (address !== undefined && isIP(address) !== 0 ? [address] : []));
  return {
    ...(hosts.length === 1 && first?.name !== undefined && { name: first.name }),
    ...(addresses.length > 0 && { ip: addresses }),
  };
}

function fileFields(file: NonNullable<ReturnType<typeof observablesOf>['file']>): object {
  return {
    path: file.path,
    name: file.name,
    directory: file.folder,
    ...(file.size !== undefined && { size: file.size }),
    ...(file.mode !== undefined && { mode: file.mode }),
    ...(file.owner !== undefined && { owner: file.owner }),
    ...(file.group !== undefined && { group: file.group }),
    ...(file.modified !== undefined && { mtime: file.modified }),
    ...(file.changed !== undefined && { ctime: file.changed }),
    ...(file.born !== undefined && { created: file.born }),
    hash: {
      ...(file.sha256 !== undefined && { sha256: file.sha256 }),
      ...(file.sha1 !== undefined && { sha1: file.sha1 }),
      ...(file.md5 !== undefined && { md5: file.md5 }),
    },
  };
}

const confidences = { high: 'High', medium: 'Medium', low: 'Low' } as const;

/** A list of indicators does not say of a text what it is: then there is its name alone. */
function indicatorFields(known: FindingIndicator): object {
  const { value } = known;
  const type = indicatorType(value);
  const isNetwork = value.includes('/');
  return {
    name: value,
    confidence: confidences[known.confidence],
    description: indicatorWords(known),
    provider: known.list,
    ...(/^https?:\/\//.test(known.source) && { reference: known.source }),
    ...((type === 'ipv4' || type === 'ipv6') && { type: `${type}-addr`, ...(!isNetwork && { ip: value }) }),
    ...(type === 'domain' && { type: 'domain-name', url: { domain: value } }),
    ...((type === 'md5' || type === 'sha1' || type === 'sha256') && {
      type: 'file',
      file: { hash: { [type]: value } },
    }),
  };
}

/** A sub-technique stands below its technique. */
function techniqueFields(techniques: readonly string[]): object {
  const subtechniques = techniques.filter((id) => id.includes('.'));
  return {
    id: [...new Set(techniques.map((id) => id.split('.')[0] ?? id))],
    ...(subtechniques.length > 0 && { subtechnique: { id: subtechniques } }),
  };
}
