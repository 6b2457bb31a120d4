import type { Report } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import type { Level } from '../rules/rule.ts';
import { observablesOf } from './observables.ts';
import { stableId } from './stable-id.ts';

/** Version of the Open Cybersecurity Schema Framework that this follows. */
const OCSF_VERSION = '1.5.0';

const severityIds: Readonly<Record<Level, number>> = { informational: 1, low: 2, medium: 3, high: 4, critical: 5 };
const severityWords = ['Unknown', 'Informational', 'Low', 'Medium', 'High', 'Critical'];
const confidenceIds = { low: 1, medium: 2, high: 3 } as const;
/** New, suppressed, in progress: the life of a finding as OCSF names it. */
const statusIds = { open: 1, benign: 3, confirmed: 2 } as const;

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
  const one = observablesOf(finding);
  const start = finding.first_seen === undefined ? undefined : Date.parse(finding.first_seen);
  const end = finding.last_seen === undefined ? undefined : Date.parse(finding.last_seen);
  return {
    ...base(report, isWeakness ? 2003 : 2004, severity),
    message: `${rule.title}: ${finding.path}`,
    ...(start !== undefined && { start_time: start }),
    ...(end !== undefined && { end_time: end }),
    count: Math.max(finding.occurrences, 1),
    status_id: finding.suppressed ? statusIds.benign : statusIds[finding.triage.status],
    confidence_id: confidenceIds[rule.confidence],
    finding_info: {
      uid: finding.id,
      title: rule.title,
      desc: rule.description,
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
            status_id: 3,
            status: 'Fail',
            requirements: [rule.title],
          },
        }
      : { is_alert: rule.shows === 'compromise' || rule.shows === 'suspicious', evidences: [evidence(finding)] }),
    ...(rule.cve.length > 0 &&
      !isWeakness && { vulnerabilities: rule.cve.map((cve) => ({ cve: { uid: cve }, title: cve })) }),
    remediation: { desc: finding.advice },
    resources: resources(report),
    observables: observables(one),
  };
}

function evidence(finding: Finding): object {
  const one = observablesOf(finding);
  return {
    data: { path: finding.path, samples: finding.samples.map((sample) => sample.text) },
    ...(one.file && {
      file: {
        name: one.file.name,
        path: one.file.path,
        parent_folder: one.file.folder,
        type_id: 1,
        ...(one.file.size !== undefined && { size: one.file.size }),
        ...(one.file.modified !== undefined && { modified_time: Date.parse(one.file.modified) }),
        ...(one.file.sha256 !== undefined && {
          hashes: [{ algorithm_id: 3, algorithm: 'SHA-256', value: one.file.sha256 }],
        }),
      },
    }),
    ...(one.addresses[0] !== undefined &&
      (one.socket ? { dst_endpoint: { ip: one.addresses[0] } } : { src_endpoint: { ip: one.addresses[0] } })),
    ...(one.command !== undefined && { process: { cmd_line: one.command } }),
    ...(one.account !== undefined && { user: { name: one.account } }),
    ...(one.request && { url: { url_string: one.request.uri } }),
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

function observables(one: ReturnType<typeof observablesOf>): readonly object[] {
  return [
    ...one.addresses.map((value) => ({ name: 'evidences[].src_endpoint.ip', type_id: 2, type: 'IP Address', value })),
    ...(one.file?.sha256 === undefined
      ? []
      : [{ name: 'evidences[].file.hashes[].value', type_id: 8, type: 'Hash', value: one.file.sha256 }]),
    ...(one.file ? [{ name: 'evidences[].file.name', type_id: 7, type: 'File Name', value: one.file.name }] : []),
  ];
}

function exposureEvent(report: Report, exposure: Report['exposure'][number]): object {
  const status = {
    vulnerable: [3, 'Fail'],
    fixed: [1, 'Pass'],
    'not-affected': [1, 'Pass'],
    unknown: [0, 'Unknown'],
  } as const;
  const [statusId, words] = status[exposure.status];
  return {
    ...base(report, 2003, exposure.status === 'vulnerable' ? severityIds.high : severityIds.informational),
    message: `${exposure.cve}: ${exposure.status}`,
    status_id: 1,
    finding_info: {
      uid: stableId('exposure', report.scan.id, exposure.cve),
      title: `Exposure to ${exposure.cve}`,
      desc: exposure.why,
      types: ['exposure'],
    },
    compliance: {
      control: exposure.cve,
      standards: ['Citrix security bulletins'],
      status_id: statusId,
      status: words,
      requirements: [exposure.fixed_build ?? 'fixed build'],
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
    severity_id: severity,
    severity: severityWords[severity],
    time: Date.parse(report.scan.finished),
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'nsleuth', vendor_name: 'nsleuth', version: report.tool.version },
      labels: [report.sharing.tlp],
      correlation_uid: report.scan.id,
    },
  };
}

function resources(report: Report): readonly object[] {
  const { hostname, nsip, serial } = report.appliance;
  return [
    {
      type: 'NetScaler',
      name: hostname ?? nsip ?? 'appliance of unknown name',
      ...(serial !== undefined && { uid: serial }),
    },
  ];
}
