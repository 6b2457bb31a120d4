import { withoutCommandSecrets } from '../evidence/command-secrets.ts';
import type { ParsedRecord } from './artifact.ts';

/** Stands where a password, key or hash stood. */
export const SECRET = '[secret]';

/**
 * Replaces the values of `password=…`, `secret=…` and the like in the arguments of monitors and other commands: user monitors run with the bind
 * password in their arguments (netscaler-ir-collector). So are passwords as curl, wget, mysql and others take them (`commandSecrets`). Linear: each name is
 * followed by one bounded run.
 */
export function maskAssignments(text: string): string {
  return withoutCommandSecrets(text, SECRET)
    .replace(
      /\b(password|passwd|passphrase|secret|pwd)=(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s;,&"']{1,500})/gi,
      `$1=${SECRET}`,
    )
    .replace(NSCLI_LOGIN, (all, options: string, quoted?: string, plain?: string) => {
      const written = quoted ?? plain ?? '';
      const quote = written.startsWith('"') || written.startsWith("'") ? written[0] : '';
      const login = written.slice(0, written.indexOf(':', written.indexOf(':') + 1) + 1);
      const password = written.slice(login.length, quote && written.endsWith(quote) ? -1 : undefined);
      return password === '.' || password === '' ? all : `${options}${login}${SECRET}${quote}`;
    });
}

/**
 * A log line as it may be shown for what stands beside it, given the records that its reader made of it. Undefined where no reader vouches for it: the line is
 * of another kind, or names a command with a password that was not recognised as one.
 */
export function besideText(line: string, records: readonly ParsedRecord[] | undefined): string | undefined {
  if (line === '' || records === undefined) return undefined;
  const masked = records.find(({ raw }) => raw !== undefined)?.raw;
  if (masked === undefined && SECRET_COMMAND.test(line)) return undefined;
  return maskAssignments(masked ?? line);
}

/** A configuration command that sets a password or key; which of its words that is, only its parser can tell. */
const SECRET_COMMAND =
  /\b(?:add|set) system user\s|\bsnmp community\s|\s-\w{0,60}(?:password|passwd|pwd|secret|passcrypt|passplain|passphrase|radkey|keyvalue|psk|token|communityname|apikey|sharedkey|userkey|hashkey)\s|\s-encrypted\b/i;

/**
 * `nscli -U HOST:USER:PASSWORD`, in quotes or not, behind other options. A `.` is no password: it stands for the login of whoever calls, and
 * `'%:nsroot:.'` tells an intruder's script from others.
 */
const NSCLI_LOGIN =
  /\b(nscli(?:\s{1,4}-(?!U\b)\w{1,20}){0,4}\s{1,4}-U\s{1,4})(?:("[^":\n]{0,100}:[^":\n]{0,100}:[^"\n]{0,500}"?|'[^':\n]{0,100}:[^':\n]{0,100}:[^'\n]{0,500}'?)|([^\s:"']{0,100}:[^\s:"']{0,100}:[^\s"';|&)<>]{0,500}))/g;
