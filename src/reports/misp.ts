import { isIPv6 } from 'node:net';
import { labelOf } from '../assessment/hosts.ts';
import type { Report } from '../assessment/report.ts';
import { verdictWords } from '../assessment/words.ts';
import type { Finding } from '../findings/finding.ts';
import { inReadingOrder } from '../findings/reading-order.ts';
import { addressKind } from './addresses.ts';
import { type IndicatorType, indicatorType, indicatorWords } from './indicator-words.ts';
import { renderMarkdown } from './markdown.ts';
import { type Observables, observablesOf } from './observables.ts';
import { stableId } from './stable-id.ts';

interface Attribute {
  readonly uuid: string;
  readonly type: string;
  readonly category: string;
  readonly value: string;
  readonly to_ids: boolean;
  readonly comment: string;
  readonly distribution: string;
  readonly sharing_group_id: string;
  readonly timestamp: string;
  readonly deleted: false;
  readonly object_relation?: string;
}

interface Template {
  readonly uuid: string;
  readonly version: string;
  readonly 'meta-category': string;
  readonly description: string;
  /** An object of the template has at least one of these. */
  readonly requiredOneOf: readonly string[];
}

/** Object templates of MISP/misp-objects (`objects/<name>/definition.json`): their ids, versions, and what an object of each must say. */
const TEMPLATES = {
  file: {
    uuid: '688c46fb-5edb-40a3-8273-1af7923e2215',
    version: '23',
    'meta-category': 'file',
    description: 'A file with its names, size and hashes',
    requiredOneOf: ['filename', 'fullpath', 'size-in-bytes', 'sha256', 'sha1', 'md5'],
  },
  'http-request': {
    uuid: 'b4a8d163-8110-4239-bfcf-e08f3a9fdf7b',
    version: '5',
    'meta-category': 'network',
    description: 'One HTTP request',
    requiredOneOf: ['url', 'uri'],
  },
  'network-socket': {
    uuid: '48bbfd72-ef8e-4649-b14d-41b4b5a0eba2',
    version: '3',
    'meta-category': 'network',
    description: 'A local or remote network connection',
    requiredOneOf: ['ip-src', 'ip-dst', 'src-port', 'dst-port'],
  },
  'user-account': {
    uuid: '49606b06-22f0-4ac8-8eee-2f12ad46f3d3',
    version: '6',
    'meta-category': 'misc',
    description: 'An account',
    requiredOneOf: ['username', 'user-id', 'password'],
  },
} as const satisfies Readonly<Record<string, Template>>;

/** Inherit the event's distribution. */
const INHERIT = '5';
/** What the core format asks where there is no sharing group. */
const NO_GROUP = '0';

/**
 * The report as one MISP event (core format, draft-dulaunoy-misp-core-format-18; layout of MISP/MISP `format/2.5/schema.json`). Its distribution is
 * "your organisation only": who else may see it is decided in MISP. The comment of each attribute and object names the finding. The numbers by
 * which a MISP instance counts its own (`id`, `event_id`, `org_id`, `orgc_id`) are left to the instance that imports it.
 */
export function renderMisp(report: Report): string {
  const timestamp = seconds(report.scan.finished);
  const findings = inReadingOrder(report.findings);
  const eventId = stableId('misp-event', report.scan.id);
  const event = {
    uuid: eventId,
    info: `nsleuth: ${verdictWords[report.assessment.verdict]}`,
    date: report.scan.finished.slice(0, 10),
    timestamp,
    threat_level_id: {
      'compromise-indicated': '1',
      suspicious: '2',
      targeted: '3',
      'no-indicators': '4',
      'not-assessable': '4',
    }[report.assessment.verdict],
    analysis: report.scan.complete ? '2' : '1',
    published: false,
    publish_timestamp: '0',
    distribution: '0',
    sharing_group_id: NO_GROUP,
    Tag: tags(report).map((name) => ({ name })),
    Attribute: [
      ...cves(report).map((cve) =>
        attribute(report, ['cve', cve], {
          type: 'vulnerability',
          category: 'External analysis',
          value: cve,
          comment: 'Exposure or finding',
        }),
      ),
      ...findings.map((finding) => findingAttribute(report, finding)),
      ...indicatorAttributes(report),
    ],
    Object: findings.flatMap((finding) => mispObjects(report, finding)),
    EventReport: [
      {
        uuid: stableId('misp-report', report.scan.id),
        name: 'nsleuth report',
        content: [...renderMarkdown(report)].join(''),
        distribution: INHERIT,
        sharing_group_id: NO_GROUP,
        timestamp,
        deleted: false,
      },
    ],
  };
  return `${JSON.stringify({ Event: event }, undefined, 2)}\n`;
}

function tags(report: Report): readonly string[] {
  const techniques = report.findings
    .flatMap((one) => one.rule.tags)
    .filter((tag) => /^attack\.t\d{4}(\.\d{3})?$/i.test(tag));
  return [
    report.sharing.tlp.toLowerCase(),
    'PAP:AMBER',
    ...new Set(techniques.map((tag) => `nsleuth:technique="${tag.slice('attack.'.length).toUpperCase()}"`)),
  ];
}

function cves(report: Report): readonly string[] {
  const exposed = report.exposure
    .filter((one) => one.status === 'vulnerable' || one.status === 'fixed')
    .map((one) => one.cve);
  return [...new Set([...exposed, ...report.findings.flatMap((one) => one.rule.cve)])].sort();
}

/** One text attribute for each finding, so that none is lost that has no object; with its id, since MISP drops a second attribute of the same value. */
function findingAttribute(report: Report, finding: Finding): Attribute {
  const { rule } = finding;
  const value = `${rule.level}, ${rule.shows}: ${rule.title}; ${finding.path}; ${finding.occurrences} occurrences; ${finding.id}`;
  return attribute(report, ['finding', finding.id], {
    type: 'text',
    category: 'Other',
    value,
    comment: findingComment(finding),
  });
}

/** The entries of lists of indicators that findings were met by, each once. */
function indicatorAttributes(report: Report): readonly Attribute[] {
  const known = new Map(
    inReadingOrder(report.findings).flatMap((finding) =>
      (finding.indicators ?? []).map((one) => [one.value.toLowerCase(), { one, finding }] as const),
    ),
  );
  return [...known].map(([key, { one, finding }]) => {
    const [type, category] = INDICATOR_TYPES[indicatorType(one.value)];
    return attribute(report, ['indicator', key], {
      type,
      category,
      value: one.value,
      toIds: type !== 'text' && one.confidence !== 'low',
      comment: `${indicatorWords(one)}; met by ${findingComment(finding)}`,
    });
  });
}

const INDICATOR_TYPES: Readonly<Record<IndicatorType, readonly [type: string, category: string]>> = {
  ipv4: ['ip-src', 'Network activity'],
  ipv6: ['ip-src', 'Network activity'],
  domain: ['domain', 'Network activity'],
  md5: ['md5', 'Payload installation'],
  sha1: ['sha1', 'Payload installation'],
  sha256: ['sha256', 'Payload installation'],
  text: ['text', 'External analysis'],
};

function mispObjects(report: Report, finding: Finding): readonly object[] {
  const one = observablesOf(finding);
  const isBad = finding.rule.shows === 'compromise' || finding.rule.shows === 'suspicious';
  const objects: (object | undefined)[] = [];
  if (one.file) objects.push(mispObject(report, finding, 'file', fileRelations(one.file, isBad)));
  if (one.request) {
    objects.push(
      mispObject(report, finding, 'http-request', [
        ['uri', 'uri', 'Network activity', one.request.uri, false],
        ['method', 'http-method', 'Network activity', one.request.method, false],
        ['user-agent', 'user-agent', 'Network activity', one.request.userAgent, false],
      ]),
    );
  }
  const sockets = one.socket ? [one.socket.remoteAddress] : one.addresses;
  if (one.socket || one.addresses.length > 0) {
    for (const address of sockets)
      objects.push(mispObject(report, finding, 'network-socket', socketRelations(one, address), address ?? ''));
  }
  if (one.account !== undefined) {
    objects.push(mispObject(report, finding, 'user-account', [['username', 'text', 'Other', one.account, false]]));
  }
  return objects.filter((object) => object !== undefined);
}

type Relation = readonly [relation: string, type: string, category: string, value: string | undefined, toIds: boolean];

function fileRelations(file: NonNullable<Observables['file']>, isBad: boolean): readonly Relation[] {
  return [
    ['filename', 'filename', 'Payload installation', file.name, false],
    ['fullpath', 'text', 'Other', file.path, false],
    ['size-in-bytes', 'size-in-bytes', 'Other', file.size?.toString(), false],
    ['sha256', 'sha256', 'Payload installation', file.sha256, isBad],
    ['sha1', 'sha1', 'Payload installation', file.sha1, isBad],
    ['md5', 'md5', 'Payload installation', file.md5, isBad],
  ];
}

function socketRelations(one: Observables, address: string | undefined): readonly Relation[] {
  const family = address === undefined ? undefined : isIPv6(address) ? 'AF_INET6' : 'AF_INET';
  // A connection that the appliance made has the other side as its destination; a logged client is a source.
  const isOutbound = one.socket !== undefined;
  return [
    [
      isOutbound ? 'ip-dst' : 'ip-src',
      isOutbound ? 'ip-dst' : 'ip-src',
      'Network activity',
      address,
      address !== undefined && addressKind(address) === 'public',
    ],
    ['dst-port', 'port', 'Network activity', one.socket?.remotePort?.toString(), false],
    ['src-port', 'port', 'Network activity', one.socket?.localPort?.toString(), false],
    ['protocol', 'text', 'Other', one.socket?.protocol.toUpperCase(), false],
    ['address-family', 'text', 'Other', family, false],
  ];
}

function mispObject(
  report: Report,
  finding: Finding,
  name: keyof typeof TEMPLATES,
  relations: readonly Relation[],
  distinguisher = '',
): object | undefined {
  const template: Template = TEMPLATES[name];
  const key = [finding.id, name, distinguisher];
  const said = relations.filter(([, , , value]) => value !== undefined && value !== '');
  if (!said.some(([relation]) => template.requiredOneOf.includes(relation))) return undefined;
  return {
    uuid: stableId('misp-object', report.scan.id, ...key),
    name,
    'meta-category': template['meta-category'],
    template_uuid: template.uuid,
    template_version: template.version,
    description: template.description,
    comment: findingComment(finding),
    distribution: INHERIT,
    sharing_group_id: NO_GROUP,
    timestamp: seconds(report.scan.finished),
    deleted: false,
    ...(finding.first_seen !== undefined && {
      first_seen: finding.first_seen,
      last_seen: finding.last_seen ?? finding.first_seen,
    }),
    Attribute: said.flatMap(([relation, type, category, value, toIds]) =>
      value === undefined
        ? []
        : [
            attribute(report, [...key, relation], {
              type,
              category,
              value,
              toIds,
              comment: findingComment(finding),
              relation,
            }),
          ],
    ),
  };
}

function findingComment(finding: Finding): string {
  const hosts = finding.hosts === undefined ? '' : `; lines of ${finding.hosts.map(labelOf).join(', ')}`;
  return `${finding.id} ${finding.rule.name}: ${finding.rule.title}${hosts}`;
}

function attribute(
  report: Report,
  key: readonly string[],
  one: {
    readonly type: string;
    readonly category: string;
    readonly value: string;
    readonly comment: string;
    readonly toIds?: boolean;
    readonly relation?: string;
  },
): Attribute {
  return {
    uuid: stableId('misp-attribute', report.scan.id, ...key),
    type: one.type,
    category: one.category,
    value: one.value,
    to_ids: one.toIds ?? false,
    comment: one.comment,
    distribution: INHERIT,
    sharing_group_id: NO_GROUP,
    timestamp: seconds(report.scan.finished),
    deleted: false,
    ...(one.relation !== undefined && { object_relation: one.relation }),
  };
}

function seconds(time: string): string {
  return String(Math.floor(Date.parse(time) / 1000));
}
