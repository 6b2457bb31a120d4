import type { LogLine } from './appliance.ts';
import { accessClock, deviceClock, errorClock, type Setting, syslogClock } from './setting.ts';

/** Log lines in the shapes that public parsers and their test data show; see docs/evidence.md for the sources. */

export const browsers = {
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0',
  safari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  receiver: 'CitrixReceiver/25.3.1.196 Windows/10.0 (22H2 Build 19045.5854) SelfService/25.3.1.196',
} as const;

/** `Browser_type` as the packet engine logs it: cut at 127 characters. */
export const cutBrowser = (agent: string): string => agent.slice(0, 127);

/** Ids of ns.log grow with time; derived from it, lines can be added anywhere afterwards. */
const messageId = (setting: Setting, at: number): number => 200_000 + Math.floor(Math.abs(at - setting.booted) / 400);

export interface NsLine {
  readonly at: number;
  /** `SSLVPN LOGIN`; a single word leaves the feature out. */
  readonly what: string;
  readonly payload: string;
  readonly level?: string;
  readonly engine?: number;
  readonly partition?: string;
}

/** One line of ns.log as syslogd wrote it on the appliance. */
export function nsLine(setting: Setting, { at, what, payload, level = 'local0.info', ...rest }: NsLine): LogLine {
  const engine = rest.engine ?? Math.floor(at / 1000) % 2;
  const head = `${syslogClock(setting, at)} <${level}> ${setting.nsip}  ${deviceClock(at)} GMT ${setting.hostname} 0-PPE-${engine}`;
  return {
    at,
    text: `${head} : ${rest.partition ?? 'default'} ${what} ${messageId(setting, at)} 0 :  ${payload}`,
  };
}

export interface Command {
  readonly at: number;
  readonly command: string;
  readonly user?: string;
  readonly from?: string;
  readonly via?: 'CLI' | 'GUI' | 'API';
  readonly status?: string;
}

/** CMD_EXECUTED: what an administrator did, in ns.log. */
export function commandLine(setting: Setting, command: Command): LogLine {
  const { user = 'nsroot', from = setting.admin, via = 'CLI', status = 'Success' } = command;
  const payload = `User ${user} - ADM_User NONE - Remote_ip ${from} - Command "${command.command}" - Status "${status}"`;
  return nsLine(setting, { at: command.at, what: `${via} CMD_EXECUTED`, payload });
}

export interface Request {
  readonly at: number;
  readonly client: string;
  /** `GET /vpn/index.html`. */
  readonly request: string;
  readonly status?: number;
  readonly bytes?: number | '-';
  readonly agent?: string;
  readonly referer?: string;
  /** Address the client connected to; the Gateway unless stated. */
  readonly server?: string;
  readonly pid?: number;
  readonly microseconds?: number;
}

/** One access log line, in the form of the setting's release. */
export function accessLine(setting: Setting, request: Request): LogLine {
  const { at, client, status = 200, bytes = 1436, agent = browsers.chrome, referer = '-' } = request;
  const pid = request.pid ?? 61_000 + (Math.floor(at / 97_000) % 900);
  const time = request.microseconds ?? 400 + (Math.floor(at / 7) % 60_000);
  const source = setting.release < '13.1' ? client : `${client} -> ${request.server ?? setting.gateway}`;
  const text = `${source} - - [${accessClock(setting, at)}] [${pid}] "${request.request} HTTP/1.1" ${String(status).padStart(3, '0')} ${bytes} "${referer}" "${agent}" "Time: ${time} microsecs"`;
  return { at, text };
}

/** One line of Apache's error log. */
export function errorLine(setting: Setting, at: number, level: string, message: string, pid = 1822): LogLine {
  return { at, text: `[${errorClock(setting, at)}] [${level}] [pid ${pid}] ${message}` };
}

/** Raw standard error of a child of the web server, which carries no time. */
export const rawLine = (at: number, text: string): LogLine => ({ at, text });

export interface Shell {
  readonly at: number;
  readonly command: string;
  readonly user?: string;
  readonly terminal?: string;
  readonly shell?: 'bash' | 'sh';
  readonly pid?: number;
}

/** One command in bash.log or sh.log. */
export function shellLine(setting: Setting, { at, command, ...rest }: Shell): LogLine {
  const {
    user = 'nsroot',
    terminal = '/dev/pts/0',
    shell = 'bash',
    pid = 20_000 + (Math.floor(at / 90_000) % 60_000),
  } = rest;
  const head = `${syslogClock(setting, at)} <local7.notice> ${setting.hostname} ${shell}[${pid}]`;
  return { at, text: `${head}: ${user} on ${terminal} shell_command="${command}"` };
}

/** One job in the cron log. */
export function cronLine(setting: Setting, at: number, user: string, command: string): LogLine {
  const pid = 20_000 + (Math.floor(at / 1000) % 70_000);
  const head = `${syslogClock(setting, at)} <cron.info> ${setting.hostname} /usr/sbin/cron[${pid}]`;
  return { at, text: `${head}: (${user}) CMD (${command})` };
}

/** One line of messages, notice.log, auth.log or nsvpn.log. `program` may carry a pid: `sshd[4021]`. */
export function syslogLine(setting: Setting, at: number, level: string, program: string, message: string): LogLine {
  return { at, text: `${syslogClock(setting, at)} <${level}> ${setting.hostname} ${program}: ${message}` };
}
