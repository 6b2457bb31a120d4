import { createWriteStream, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { accessLine, cronLine, nsLine, shellLine, syslogLine } from './appliance/lines.ts';
import { random, seedOf } from './appliance/random.ts';
import { DAY, HOUR, defaultSetting as setting } from './appliance/setting.ts';
import { stockAppliance } from './appliance/stock.ts';
import { phpShell, poisoned } from './cases/inert.ts';
import { rootTree } from './render/trees.ts';

/**
 * Much evidence, for measuring: the stock appliance with logs of the given size (three quarters of them in rotated .gz files) and thousands
 * of small files, as a folder or as one .tar.gz. The content is the same each time; the compressed bytes depend on Node's zlib.
 *
 *     node samples/big.ts --megabytes 1024 --out /tmp/big                      # /tmp/big/tree
 *     node samples/big.ts --megabytes 1024 --out /tmp/big --form tar.gz        # /tmp/big/evidence.tar.gz
 */
const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    files: { type: 'string', default: '20000' },
    out: { type: 'string' },
    form: { type: 'string', default: 'tree' },
  },
});
if (values.out === undefined) throw new Error('say where: --out DIR');
const bytes = Number(values.megabytes) * 2 ** 20;
const smallFiles = Number(values.files);
if (!Number.isFinite(bytes) || !Number.isInteger(smallFiles)) throw new Error('--megabytes and --files are numbers');

/** Stand where a line's own times belong. */
const MARK = '\u0001';
const DEVICE = '\u0002';

interface Piece {
  readonly name: string;
  readonly content: Buffer;
  readonly modified: number;
  readonly mode: number;
}

/** Share of all log bytes, and lines with marks instead of times. */
const families: readonly {
  readonly path: string;
  readonly share: number;
  readonly texts: readonly string[];
  readonly isWeb?: true;
}[] = [
  { path: 'var/log/ns.log', share: 0.55, texts: nsTexts() },
  { path: 'var/log/httpaccess-vpn.log', share: 0.2, texts: webTexts('vpn'), isWeb: true },
  { path: 'var/log/httpaccess.log', share: 0.08, texts: webTexts('management'), isWeb: true },
  { path: 'var/log/sh.log', share: 0.05, texts: shellTexts() },
  { path: 'var/log/messages', share: 0.04, texts: messageTexts() },
  { path: 'var/log/nsvpn.log', share: 0.04, texts: vpnTexts() },
  { path: 'var/log/cron', share: 0.04, texts: cronTexts() },
];

const ROTATED = 0.75;
const ROTATION_BYTES = 8 * 2 ** 20;
/** All of it winter time: one hour before UTC. */
const SPAN = 28 * DAY;

/** Lines of one family from `from` on, about `size` bytes of them, evenly over the span. */
function logText(
  texts: readonly string[],
  size: number,
  from: number,
  step: number,
  extra: readonly string[] = [],
): Buffer {
  // In blocks: a string cannot hold the current log of a few gigabytes of evidence.
  const blocks: Buffer[] = [];
  let lines: string[] = [...extra];
  let length = 0;
  let at = from;
  let second = -1;
  let clock = '';
  let device = '';
  const flush = (): void => {
    if (lines.length > 0) blocks.push(Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
    lines = [];
  };
  for (let index = 0; length < size; index += 1) {
    const now = Math.floor(at / 1000);
    if (now !== second) {
      second = now;
      clock = localOf(at);
      device = deviceOf(at);
    }
    const text = texts[index % texts.length] ?? '';
    const line = text.replace(MARK, clock).replace(DEVICE, device);
    lines.push(line);
    length += line.length + 1;
    at += step;
    if (lines.length === 4096) flush();
  }
  flush();
  return Buffer.concat(blocks);
}

const two = (value: number): string => String(value).padStart(2, '0');
/** `11/23/2026:09:15:01`, without a date library: it is made a million times. */
function deviceOf(at: number): string {
  const time = new Date(at);
  return `${two(time.getUTCMonth() + 1)}/${two(time.getUTCDate())}/${time.getUTCFullYear()}:${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
}

/** `Nov 23 10:15:01`, likewise. */
function localOf(at: number): string {
  const time = new Date(at + HOUR);
  const day = String(time.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[time.getUTCMonth()] ?? ''} ${day} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`;
}
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** All pieces, in the order of the archive. Logs are made one file at a time. */
function* pieces(): Generator<Piece> {
  for (const { name, type, content, modified, mode } of rootTree(stockAppliance(setting))) {
    if (type === 'file' && !families.some(({ path }) => name.startsWith(path))) yield { name, content, modified, mode };
  }
  yield {
    name: 'var/netscaler/logon/LogonPoint/index.php',
    content: Buffer.from(phpShell('x')),
    modified: setting.booted,
    mode: 0o644,
  };
  yield* small();
  for (const { path, share, texts, isWeb } of families) yield* logFiles(path, share * bytes, texts, isWeb ?? false);
}

function* logFiles(path: string, size: number, texts: readonly string[], isWeb: boolean): Generator<Piece> {
  const rotations = Math.max(1, Math.ceil((size * ROTATED) / ROTATION_BYTES));
  const average = texts.reduce((sum, text) => sum + text.length + 36, 0) / texts.length;
  const step = SPAN / (size / average);
  const start = setting.collected - SPAN;
  const older = (SPAN * ROTATED) / rotations;
  for (let index = 0; index < rotations; index += 1) {
    const from = start + index * older;
    const number = rotations - 1 - index;
    // One line to find, in the oldest rotation, so that a measured scan has something to show.
    const extra = index === 0 && path === 'var/log/ns.log' ? [poison(from)] : [];
    const text = logText(dated(texts, isWeb, from), (size * ROTATED) / rotations, from, step, extra);
    yield { name: `${path}.${number}.gz`, content: gzipSync(text, { level: 1 }), modified: from + older, mode: 0o644 };
  }
  const from = start + SPAN * ROTATED;
  const current = logText(dated(texts, isWeb, from), size * (1 - ROTATED), from, step);
  yield { name: path, content: current, modified: setting.collected, mode: 0o644 };
}

const poison = (at: number): string =>
  nsLine(setting, {
    at,
    what: 'AAA LOGIN_FAILED',
    payload: `User ${poisoned('echo sample')} - Client_ip 198.51.100.7 - Failure_reason "External authentication server denied access"`,
  }).text;

/** Web logs carry another clock: their lines are dated once for each file, which is close enough for measuring. */
function dated(texts: readonly string[], isWeb: boolean, from: number): readonly string[] {
  if (!isWeb) return texts;
  return texts.map((text, index) => text.replace(/\[[^\]]+ \+\d{4}\]/, `[${webClock(from + index * 1000)}]`));
}
const webClock = (at: number): string =>
  /\[([^\]]+)\]/.exec(accessLine(setting, { at, client: '-', request: '-' }).text)?.[1] ?? '';

/** Vendor files of a few kilobytes: script, style, PHP and Python of no particular meaning. */
function* small(): Generator<Piece> {
  const draw = random(seedOf('big'));
  const words = [
    'function',
    'return',
    'var',
    'class',
    'import',
    'gateway',
    'session',
    'theme',
    'value',
    'index',
    'state',
    'config',
  ];
  const paragraph = Array.from(
    { length: 400 },
    () => `${draw.pick(words)} ${draw.pick(words)}_${draw.between(0, 999)};`,
  ).join('\n');
  const kinds = [
    { path: 'var/netscaler/gui/admin_ui/js/part', extension: 'js', head: '"use strict";\n' },
    {
      path: 'var/netscaler/gui/admin_ui/php/part',
      extension: 'php',
      head: "<?php\ndefined('BASEPATH') OR exit('No direct script access allowed');\n",
    },
    { path: 'var/netscaler/gui/vpn/js/part', extension: 'js', head: '"use strict";\n' },
    { path: 'var/netscaler/logon/themes/RfWebUI/css/part', extension: 'css', head: '/* style */\n' },
    { path: 'var/python/lib/python3.11/part', extension: 'py', head: 'import os\n' },
  ];
  for (let index = 0; index < smallFiles; index += 1) {
    const kind = draw.pick(kinds);
    const from = draw.between(0, 4000);
    const body = `${kind.head}// ${index}\n${paragraph.slice(from, from + draw.between(500, 6000))}\n`;
    const folder = `${kind.path}${Math.floor(index / 500)}`;
    yield {
      name: `${folder}/f${index}.${kind.extension}`,
      content: Buffer.from(body),
      modified: setting.buildDate,
      mode: 0o444,
    };
  }
}

function nsTexts(): readonly string[] {
  const lines = stockAppliance(setting).logs.get('/var/log/ns.log')?.lines ?? [];
  return lines.map(({ text }) => text.replace(/^.{15}/, MARK).replace(/\d\d\/\d\d\/\d{4}:\d\d:\d\d:\d\d/, DEVICE));
}

function webTexts(which: 'vpn' | 'management'): readonly string[] {
  const path = which === 'vpn' ? '/var/log/httpaccess-vpn.log' : '/var/log/httpaccess.log';
  return (stockAppliance(setting).logs.get(path)?.lines ?? []).map(({ text }) => text);
}

function marked(text: string): string {
  return text.replace(/^.{15}/, MARK);
}
function shellTexts(): readonly string[] {
  const commands = ['kill -0 $pid', 'PROF_PIDS=1411 1412', 'sleep 60', 'ps -axo pid,command'];
  return commands.map((command) =>
    marked(shellLine(setting, { at: setting.collected, command, user: 'root', terminal: '(null)', shell: 'sh' }).text),
  );
}
function messageTexts(): readonly string[] {
  return Array.from({ length: 50 }, (_, index) =>
    marked(
      syslogLine(setting, setting.collected, 'daemon.notice', `ntpd[${900 + index}]`, `time reset -0.00${index} s`)
        .text,
    ),
  );
}
function vpnTexts(): readonly string[] {
  return ['alice', 'bob', 'carol', 'dave'].map((user) =>
    marked(
      syslogLine(
        setting,
        setting.collected,
        'local5.info',
        'nsaaad[1295]',
        `process_kernel_socket: call to authenticate user :${user}, vsid :1234, userlen ${user.length}`,
      ).text,
    ),
  );
}
function cronTexts(): readonly string[] {
  const jobs = ['lockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p', 'newsyslog', 'nslog.sh dozip'];
  return jobs.map((job) => marked(cronLine(setting, setting.collected, 'root', job).text));
}

mkdirSync(values.out, { recursive: true });
const told = { files: 0, bytes: 0 };
if (values.form === 'tar.gz') {
  const archive = pack();
  const written = pipeline(
    archive,
    createGzip({ level: 1, chunkSize: 512 * 1024 }),
    createWriteStream(join(values.out, 'evidence.tar.gz')),
  );
  for (const piece of pieces()) {
    told.files += 1;
    told.bytes += piece.content.length;
    const header = {
      name: piece.name,
      mode: piece.mode,
      mtime: new Date(Math.floor(piece.modified / 1000) * 1000),
      uname: 'root',
      gname: 'wheel',
    };
    await new Promise<void>((done, failed) => {
      archive.entry(header, piece.content, (error) => (error ? failed(error) : done()));
    });
  }
  archive.finalize();
  await written;
} else {
  for (const piece of pieces()) {
    told.files += 1;
    told.bytes += piece.content.length;
    const path = join(values.out, 'tree', piece.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, piece.content, { mode: piece.mode });
    utimesSync(path, Math.floor(piece.modified / 1000), Math.floor(piece.modified / 1000));
  }
}
process.stdout.write(`${JSON.stringify({ ...told, form: values.form, megabytes: bytes / 2 ** 20 })}\n`);
