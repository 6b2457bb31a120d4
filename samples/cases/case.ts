import type { Appliance } from '../appliance/appliance.ts';
import type { Kind } from '../render/render.ts';

/** The questions that every report answers; spelt as in a rule's `question`. */
export type Question =
  | 'exploitation'
  | 'webshell'
  | 'execution'
  | 'persistence'
  | 'privilege-escalation'
  | 'session-theft'
  | 'credential-theft'
  | 'configuration-theft'
  | 'accounts'
  | 'command-and-control'
  | 'trace-removal';

export type Verdict = 'compromise-indicated' | 'suspicious' | 'targeted' | 'no-indicators';

/** One thing that an intruder left on a sample, and what a scan has to make of it. */
export interface Plant {
  /** Canonical path: of the file itself, or of the log or configuration that the line stands in. */
  readonly path: string;
  /**
   * How it shows: that the file is there with its mode, owner and times; its content; a line of a log or configuration; an account line
   * (which support bundles leave out); a running process; a socket.
   */
  readonly by: 'metadata' | 'content' | 'line' | 'account' | 'process' | 'socket';
  /** Text that stands in the evidence as it is, where the plant is text. */
  readonly needle?: string;
  readonly question: Question;
  /** In words, for the README and for a failing test. */
  readonly what: string;
  /** The line stands in a rotation of the Gateway's web log; bundles are known to hold the current file of that log only. */
  readonly isRotated?: true;
  /** False: worth finding, yet a scan without it is not wrong (weak traces, context). */
  readonly mustFind: boolean;
}

/** A sample: an appliance, what was done to it, and what must come out. */
export interface Case {
  /** `found.cve-2025-6543`; the first word is the outcome. */
  readonly name: string;
  readonly title: string;
  /** Public reports that the traces were made after. */
  readonly sources: readonly string[];
  readonly appliance: () => Appliance;
  readonly plants: readonly Plant[];
  /** Acceptable verdicts on the whole appliance, the expected one first. */
  readonly verdicts: readonly [Verdict, ...Verdict[]];
  /** Of a healthy appliance: the highest level that a finding may have. */
  readonly atMost?: 'informational' | 'low';
  /**
   * Answers that the whole appliance must give; questions not named may come out either way. Whether a poisoned line was run cannot be told
   * from the line, hence `found or attempted`.
   */
  readonly questions: Readonly<Partial<Record<Question, 'found' | 'attempted' | 'found or attempted'>>>;
  /** CVEs for which the running build and configuration are vulnerable, where the case is about that. */
  readonly vulnerable?: readonly string[];
}

/** Which kinds of evidence of one appliance show a plant at all. The test of the samples holds this against the rendered bytes. */
export function isVisible(plant: Plant, kind: Kind): boolean {
  const { path, by } = plant;
  switch (by) {
    case 'process':
      return ['support-bundle', 'uac', 'nsir', 'cicada8'].includes(kind);
    case 'socket':
      return ['support-bundle', 'uac', 'nsir', 'cicada8'].includes(kind);
    case 'metadata':
      return hasContent(path, kind) || ['support-bundle', 'uac', 'nsir', 'cicada8'].includes(kind);
    case 'account':
      return kind === 'cicada8' || (hasContent(path, kind) && kind !== 'support-bundle');
    case 'content':
    case 'line':
      return hasContent(path, kind) && !(plant.isRotated && kind === 'support-bundle');
  }
}

const starts = (path: string, ...roots: readonly string[]): boolean => roots.some((root) => path.startsWith(root));

/** Whether this kind of evidence holds the file's own bytes. Canonical path. */
export function hasContent(path: string, kind: Kind): boolean {
  const isTopConfig = /^\/nsconfig\/[^/.][^/]*$/.test(path);
  switch (kind) {
    case 'root-tree':
      return true;
    case 'var-volume':
      return starts(path, '/var/');
    case 'flash-volume':
      return starts(path, '/flash/', '/nsconfig/');
    case 'log-copy':
      return starts(path, '/var/log/');
    case 'syslog-export':
      return path === '/var/log/ns.log';
    case 'ns-conf':
      return path === '/nsconfig/ns.conf';
    case 'system-backup':
      return (
        isTopConfig ||
        starts(path, '/nsconfig/ssl/', '/nsconfig/license/', '/nsconfig/monitors/', '/nsconfig/partitions/') ||
        starts(path, '/var/vpn/bookmark/', '/var/download/')
      );
    case 'support-bundle':
      return isTopConfig || inBundle(path);
    case 'uac':
      return (
        starts(path, '/nsconfig/', '/var/log/', '/var/nslog/', '/var/nsproflog/', '/var/nssynclog/', '/var/vpn/') ||
        starts(path, '/var/netscaler/logon/', '/etc/', '/var/cron/', '/tmp/', '/var/tmp/', '/var/nstmp/')
      );
    case 'nsir':
      return (
        starts(path, '/nsconfig/', '/var/log/', '/var/netscaler/logon/', '/var/vpn/', '/var/tmp/', '/etc/') ||
        inBundle(path)
      );
    case 'cicada8':
      return (
        starts(path, '/var/log/', '/var/tmp/', '/var/core/') ||
        [
          '/etc/passwd',
          '/etc/crontab',
          '/etc/httpd.conf',
          '/flash/boot/loader.conf',
          '/nsconfig/rc.netscaler',
          '/var/cron/tabs/root',
          '/var/cron/tabs/nobody',
        ].includes(path)
      );
  }
}

function inBundle(path: string): boolean {
  return (
    /^\/etc\/(?:[^/]+\.conf|hosts)$/.test(path) ||
    (starts(path, '/var/log/') && !/^\/var\/log\/cron/.test(path)) ||
    starts(path, '/var/nslog/', '/var/nssynclog/', '/var/nsproflog/', '/nsconfig/monitors/') ||
    path === '/var/cron/tabs/root'
  );
}
