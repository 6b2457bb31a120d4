import { labelOf } from '../assessment/hosts.ts';
import type { Report } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import type { Level } from '../rules/rule.ts';
import { type Observables, observablesOf } from './observables.ts';
import { stableId } from './stable-id.ts';

/** Version of the Open Cybersecurity Schema Framework that this follows; https://schema.ocsf.io/1.5.0/classes/detection_finding. */
const OCSF_VERSION = '1.5.0';

const severityIds: Readonly<Record<Level, number>> = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 };
const severityWords = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'];
const confidences = {
  low: { confidence_id: 1, confidence: 'Low' },
  medium: { confidence_id: 2, confidence: 'Medium' },
  high: { confidence_id: 3, confidence: 'High' },
} as const;
/** The life of a finding as OCSF names it. */
const statuses = {
  open: { status_id: 1, status: 'New' },
  confirmed: { status_id: 2, status: 'In Progress' },
  benign: { status_id: 3, status: 'Suppressed' },
} as const;
/** What a check came to. `Warning` is a check that had too little to go by. */
const outcomes = {
  vulnerable: { status_id: 3, status: 'Fail' },
  fixed: { status_id: 1, status: 'Pass' },
  'not-affected': { status_id: 1, status: 'Pass' },
  unknown: { status_id: 2, status: 'Warning' },
} as const;

/**
 * OCSF events as NDJSON: a Detection Finding (class 2004) for each finding; a finding that shows a weakness, and each exposure, is a Compliance
 * Finding (2003). Times are milliseconds since 1970.
 */
export function* renderOcsf(report: Report): Iterable<string> {
  for (const finding of inReadingOrder(report.findings)) yield `${JSON.stringify(findingEvent(report, finding))}\n`;
  for (const exposure of report.exposure) yield `${JSON.stringify(exposureEvent(report, exposure))}\n`;
}

function findingEvent(report: Report, finding: Finding): object {
  const { rule } = finding;
  const isWeakness = rule.shows === 'weakness';
  const severity = severityIds[rule.level];
  const comment = finding.suppressed?.reason ?? finding.triage.note;
  const start = finding.first_seen === undefined ? undefined : Date.parse(finding.first_seen);
  const end = finding.last_seen === undefined ? undefined : Date.parse(finding.last_seen);
  return {
    ...base(report, isWeakness ? 2003 : 2004, severity),
    message: `${rule.title}: ${finding.path}`,
    ...(start !== undefined && { start_time: start }),
    ...(end !== undefined && { end_time: end }),
    count: Math.max(finding.occurrences, 1),
    ...statuses[finding.suppressed ? 'benign' : finding.triage.status],
    ...confidences[rule.confidence],
    ...(comment !== undefined && { comment }),
    finding_info: {
      uid: finding.id,
      title: rule.title,
      desc: rule.description,
      created_time: Date.parse(report.scan.finished),
      ...(start !== undefined && { first_seen_time: start }),
      ...(end !== undefined && { last_seen_time: end }),
      analytic: { uid: rule.id, name: rule.name, type_id: 1, type: 'Rule', category: rule.pack },
      attacks: attacks(finding),
      tags: [
        { name: 'shows', value: rule.shows, values: [rule.shows] },
        { name: 'question', value: rule.question, values: [rule.question] },
      ],
      types: [rule.shows],
      ...(rule.references[0] !== undefined && { src_url: rule.references[0] }),
    },
    ...(isWeakness
      ? {
          compliance: {
            control: rule.name,
            standards: ['nsleuth rules'],
            ...outcomes.vulnerable,
            requirements: [rule.title],
          },
        }
      : {
          is_alert: rule.shows === 'compromise' || rule.shows === 'suspicious',
          evidences: evidences(finding),
          observables: observables(finding),
        }),
    ...(rule.cve.length > 0 &&
      !isWeakness && { vulnerabilities: rule.cve.map((cve) => ({ cve: { uid: cve }, title: cve })) }),
    remediation: { desc: finding.advice },
    resources: finding.hosts?.map((host) => ({ type: 'NetScaler', name: labelOf(host) })) ?? resources(report),
  };
}

/** What the finding was met by; a further address of the other side is one more evidence, since each has one source. */
function evidences(finding: Finding): readonly object[] {
  const one = observablesOf(finding);
  const [first, ...others] = one.addresses;
  const end = one.socket ? 'dst_endpoint' : 'src_endpoint';
  const remotePort = one.socket?.remotePort;
  return [
    {
      data: { path: finding.path, samples: finding.samples.map((sample) => sample.text) },
      ...(one.file && { file: fileOf(one.file) }),
      ...(first !== undefined && { [end]: { ip: first, ...(remotePort !== undefined && { port: remotePort }) } }),
      ...(one.command !== undefined && { script: shellScript(one.command) }),
      ...(one.account !== undefined && { user: { name: one.account } }),
      ...(one.request && { http_request: requestOf(one.request) }),
    },
    ...others.map((ip) => ({ [end]: { ip } })),
  ];
}

function fileOf(file: NonNullable<Observables['file']>): object {
  const hashes = [
    { algorithm_id: 3, algorithm: 'SHA-256', value: file.sha256 },
    { algorithm_id: 2, algorithm: 'SHA-1', value: file.sha1 },
    { algorithm_id: 1, algorithm: 'MD5', value: file.md5 },
  ].filter(({ value }) => value !== undefined);
  return {
    name: file.name,
    path: file.path,
    parent_folder: file.folder,
    // A listing, from which a file has no content, may name a folder.
    ...(hashes.length > 0 ? { type_id: 1, type: 'Regular File' } : { type_id: 0, type: 'Unknown' }),
    ...(file.size !== undefined && { size: file.size }),
    ...(file.modified !== undefined && { modified_time: Date.parse(file.modified) }),
    ...(hashes.length > 0 && { hashes }),
  };
}

/** OCSF's process needs a number, which a log of commands does not tell; a command typed at a shell is a script there. */
function shellScript(command: string): object {
  return { type_id: 6, type: 'Unix Shell', script_content: { value: command } };
}

function requestOf({ uri, method, userAgent }: NonNullable<Observables['request']>): object {
  const mark = uri.indexOf('?');
  return {
    ...(method !== undefined && { http_method: method }),
    ...(userAgent !== undefined && { user_agent: userAgent }),
    url: mark < 0 ? { path: uri } : { path: uri.slice(0, mark), query_string: uri.slice(mark + 1) },
  };
}

function attacks(finding: Finding): readonly object[] {
  return finding.rule.tags.flatMap((tag) => {
    const id = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase();
    if (id === undefined) return [];
    const [technique = id] = id.split('.');
    return [{ technique: { uid: technique }, ...(id !== technique && { sub_technique: { uid: id } }), version: '17' }];
  });
}

function observables(finding: Finding): readonly object[] {
  const { addresses, account, file, socket } = observablesOf(finding);
  const end = socket ? 'dst_endpoint' : 'src_endpoint';
  return [
    ...addresses.map((value) => ({ name: `evidences[].${end}.ip`, type_id: 2, type: 'IP Address', value })),
    ...[file?.sha256, file?.sha1, file?.md5]
      .filter((value) => value !== undefined)
      .map((value) => ({ name: 'evidences[].file.hashes[].value', type_id: 8, type: 'Hash', value })),
    ...(file ? [{ name: 'evidences[].file.name', type_id: 7, type: 'File Name', value: file.name }] : []),
    ...(account === undefined
      ? []
      : [{ name: 'evidences[].user.name', type_id: 4, type: 'User Name', value: account }]),
  ];
}

function exposureEvent(report: Report, exposure: Report['exposure'][number]): object {
  return {
    ...base(report, 2003, exposure.status === 'vulnerable' ? severityIds.high : severityIds.informational),
    message: `${exposure.cve}: ${exposure.status}`,
    ...statuses.open,
    finding_info: {
      uid: stableId('exposure', report.scan.id, exposure.cve),
      title: `Exposure to ${exposure.cve}`,
      desc: exposure.why,
      types: ['exposure'],
      created_time: Date.parse(report.scan.finished),
      analytic: { uid: exposure.cve, name: 'build and configuration against the bulletin', type_id: 1, type: 'Rule' },
    },
    compliance: {
      control: exposure.cve,
      standards: ['Citrix security bulletins'],
      ...outcomes[exposure.status],
      requirements: [exposure.fixed_build ?? 'fixed build'],
    },
    remediation: {
      desc:
        exposure.fixed_build === undefined
          ? 'Install a build that the bulletin names as fixed.'
          : `Install ${exposure.fixed_build} or later.`,
    },
    resources: resources(report),
  };
}

function base(report: Report, classUid: 2003 | 2004, severity: number): object {
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: classUid,
    class_name: classUid === 2004 ? 'Detection Finding' : 'Compliance Finding',
    type_uid: classUid * 100 + 1,
    type_name: `${classUid === 2004 ? 'Detection Finding' : 'Compliance Finding'}: Create`,
    severity_id: severity,
    severity: severityWords[severity],
    time: Date.parse(report.scan.finished),
    timezone_offset: 0,
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'nsleuth', vendor_name: 'nsleuth', version: report.tool.version },
      labels: [report.sharing.tlp],
      correlation_uid: report.scan.id,
    },
  };
}

function resources(report: Report): readonly object[] {
  const { hostname, nsip, serial, version, build } = report.appliance;
  const release = [version, build].filter((part) => part !== undefined).join('-');
  return [
    {
      type: 'NetScaler',
      name: hostname ?? nsip ?? 'appliance of unknown name',
      ...(serial !== undefined && { uid: serial }),
      ...(release !== '' && { version: release }),
    },
  ];
}
