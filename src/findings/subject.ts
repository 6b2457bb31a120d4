import { createHash } from 'node:crypto';
import type { Artifact, Category } from '../artifacts/artifact.ts';
import type { SigmaRule } from '../rules/rule.ts';

/** The fields that tell one subject of a rule from another; the same subject seen again is an occurrence, not a new finding. */
export type Subject = Readonly<Record<string, string>>;

const IDENTIFYING: Readonly<Record<Category, readonly string[]>> = {
  file: ['path'],
  ns: ['user', 'client_ip', 'source_ip', 'command', 'url'],
  webserver: ['c-ip', 'cs-uri-stem'],
  shell: ['user', 'command'],
  syslog: ['log', 'program', 'user', 'source_ip', 'command'],
  process: ['user', 'command'],
  network_connection: ['protocol', 'local_port', 'remote_ip', 'remote_port', 'process'],
  cron: ['user', 'command'],
  account: ['origin', 'name', 'fingerprint'],
  nsconf: ['text'],
  httpd_config: ['path', 'text'],
  startup: ['path', 'text'],
  memory: ['path', 'content'],
  appliance: ['hostname', 'version', 'build'],
  session: ['user', 'session_id'],
  config_change: ['change', 'text'],
};

const LONGEST_VALUE = 300;

/**
 * What identifies this record for this rule. Who merely tries something is one subject for all addresses it asks for; who may have got in is told
 * apart by what was asked. A record without identifying fields is identified by its message, numbers left out.
 */
export function subjectOf(artifact: Artifact, rule: Pick<SigmaRule, 'shows'>): Subject {
  const subject: Record<string, string> = {};
  for (const name of IDENTIFYING[artifact.category]) {
    if (name === 'cs-uri-stem' && rule.shows === 'attempt') continue;
    const value = name === 'path' ? artifact.path : artifact.fields[name];
    if (value !== undefined && value !== '') subject[name] = String(value).slice(0, LONGEST_VALUE);
  }
  const hasMessageOnly = Object.keys(subject).every((name) => name === 'log' || name === 'program');
  if (hasMessageOnly) {
    const message = artifact.fields['message'] ?? artifact.raw ?? '';
    subject['message'] = String(message).slice(0, LONGEST_VALUE).replace(/\d+/g, '#');
  }
  return subject;
}

/** Stable across runs, containers and machines: depends on the rule and the subject alone. */
export function findingId(ruleId: string, subject: Subject): string {
  const hash = createHash('sha256').update(ruleId);
  for (const name of Object.keys(subject).sort()) hash.update(`\0${name}\0${subject[name]}`);
  return `f-${hash.digest('hex').slice(0, 20)}`;
}
