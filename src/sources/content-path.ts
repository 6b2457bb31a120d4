import type { EvidenceKind } from '../evidence/entry.ts';

/** What a text is that its name does not tell, and where it belongs on an appliance. */
export interface ContentPlace {
  readonly kind: EvidenceKind;
  /** Canonical. */
  readonly path: string;
}

interface Shape {
  readonly kind: EvidenceKind;
  readonly path: string;
  readonly pattern: RegExp;
}

/** Lines looked at; every pattern is tried on one line of at most `LINE` characters. */
const LINES = 40;
const LINE = 2_000;

/** First match wins. Line forms: docs/logs.md. */
const SHAPES: readonly Shape[] = [
  { kind: 'ns-conf', path: '/nsconfig/ns.conf', pattern: /^#NS\d{1,2}\.\d{1,2} Build / },
  {
    // A log server puts its own time and the sender before the device's time; the appliance itself puts `<facility.level>` there.
    kind: 'syslog-export',
    path: '/var/log/ns.log',
    pattern:
      /^(?:\d{4}-\d\d-\d\dT\S{6,30}|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) [^\s<]{1,255} {1,2}\d{1,4}\/\d{1,2}\/\d{1,4}:\d\d:\d\d:\d\d /,
  },
  {
    // Exports of a log server without a clock of its own: after its priority, within the quotes of CSV, or bare.
    kind: 'syslog-export',
    path: '/var/log/ns.log',
    pattern: /^["\s]{0,3}(?:<\d{1,3}> {0,3})?\d{1,4}\/\d{1,2}\/\d{1,4}:\d\d:\d\d:\d\d .{0,80}-PPE-\d{1,3} : /,
  },
  {
    // As Kiwi writes it.
    kind: 'syslog-export',
    path: '/var/log/ns.log',
    pattern:
      /^\d\d-\d\d-\d{4}\s{1,8}\d\d:\d\d:\d\d\s{1,8}\S{1,24}\s{1,8}\S{1,255}\s{1,8}\d{1,4}\/\d{1,2}\/\d{1,4}:\d\d:\d\d:\d\d /,
  },
  {
    // RFC 5424, with the packet engine as the process.
    kind: 'syslog-export',
    path: '/var/log/ns.log',
    pattern: /^<\d{1,3}>1 \d{4}-\d\d-\d\dT\S{6,30} \S{1,255} \S{1,48} (?:\d{1,3}-)?PPE-\d{1,3} /,
  },
  // Behind those before: the file of a log server holds the lines of all logs, mixed.
  { kind: 'log-copy', path: '/var/log/bash.log', pattern: /\b(?:ba)?sh\[\d{1,9}\]: .{0,200}_command="/ },
  {
    kind: 'log-copy',
    path: '/var/log/ns.log',
    pattern: /\d{1,4}\/\d{1,2}\/\d{1,4}:\d\d:\d\d:\d\d .{0,80}: (?:\S{1,64} )?[A-Z]{2,20} \w{2,40} \d{1,12} /,
  },
  { kind: 'log-copy', path: '/var/log/ns.log', pattern: /\bCEF:\d\|Citrix\|NetScaler\|/ },
  {
    kind: 'log-copy',
    path: '/var/log/httpaccess.log',
    pattern: /"(?:GET|POST|HEAD|PUT|OPTIONS) \S{1,1500} HTTP\/\d\.\d" \d{3} /,
  },
  {
    kind: 'log-copy',
    path: '/var/log/httperror.log',
    pattern: /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \d{4}\] \[/,
  },
  {
    kind: 'log-copy',
    path: '/var/log/messages',
    pattern: /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:<[a-z0-9]{1,20}\.[a-z]{1,20}> )?\S{1,255} \S{1,64}: /,
  },
];

/** Asks the beginning of a text (inflated, where it was packed). Undefined for what is nothing of an appliance. */
export function placeByContent(head: Uint8Array): ContentPlace | undefined {
  const lines = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 64 * 1024))
    .toString('latin1')
    .split('\n', LINES);
  for (const { kind, path, pattern } of SHAPES) {
    if (lines.some((line) => pattern.test(line.slice(0, LINE)))) return { kind, path };
  }
  return undefined;
}
