import type { ParsedRecord, WholeReader } from './artifact.ts';
import type { Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * Cron tables. The system's own (`/etc/crontab`, its override `/nsconfig/crontab`) name the user in a sixth column; a user's table
 * (`/var/cron/tabs/<user>`, output of `crontab -l`) does not.
 *
 *     0       *       *       *       *       root    newsyslog
 *     @reboot /var/tmp/x
 *
 * Settings (`PATH=…`), comments and `crontab: no crontab for root` are known and tell nothing. Form: crontab(5);
 * stock tables: https://github.com/mandiant/ioc-scanner-CVE-2019-19781, https://github.com/martclau/netscaler-ir-collector.
 */
export const crontab: WholeReader = {
  form: 'whole',
  name: 'crontab',
  categories: ['cron'],
  paths: ['/etc/crontab', '/etc/cron.d/*', '/nsconfig/crontab', '/var/cron/tabs/*', '/shell/**/*crontab*'],
  read: (text, { path }) => reading((tally) => cronRecords(text, path, tally)),
};

function* cronRecords(text: string, path: string, tally: Tally): Generator<ParsedRecord> {
  const owner = ownerOf(path);
  for (const line of outputLines(text, tally)) {
    const trimmed = line.text.trim();
    if (trimmed.startsWith('#') || /^\w{1,60}\s{0,4}=/.test(trimmed) || trimmed.startsWith('crontab:')) continue;
    const job = parseJob(trimmed, owner);
    if (job === undefined) tally.unknown += 1;
    else yield { category: 'cron', fields: { ...job }, raw: trimmed, line: line.number };
  }
}

/** Whose table it is; undefined for a table with a user column. */
function ownerOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.startsWith('/var/cron/tabs/')) return name;
  if (!path.startsWith('/shell/') || /etc[-_]crontab/.test(name)) return undefined;
  const owner = /crontab(?:[-_]{1,2}l)?(?:[-_]{1,2}u)?[-_]([a-z_][\w-]{0,31})(?:\.(?:out|txt))?$/i.exec(name)?.[1];
  return owner === undefined || owner === 'l' ? 'root' : owner;
}

const FIELD = /^[\d*,/\-A-Za-z]{1,200}$/;

function parseJob(
  line: string,
  owner: string | undefined,
): Readonly<Record<'user' | 'schedule' | 'command', string>> | undefined {
  let rest = line;
  const take = (): string => {
    const end = rest.search(/\s/);
    const word = end === -1 ? rest : rest.slice(0, end);
    rest = end === -1 ? '' : rest.slice(end).trimStart();
    return word;
  };
  const times: string[] = [];
  for (let index = 0; index < (line.startsWith('@') ? 1 : 5); index += 1) times.push(take());
  if (!line.startsWith('@') && !times.every((time) => FIELD.test(time))) return undefined;
  const user = owner ?? take();
  if (rest === '' || user === '') return undefined;
  return { user, schedule: times.join(' '), command: rest };
}
