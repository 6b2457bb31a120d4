import { lstatSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Prints what FreeBSD's `ls -ldinTB[cU] FILE…` prints, in UTC: this process stands in for `ls` on the emulated appliance. The names are
 * read from /proc, because arguments are not always UTF-8.
 */
const [, , options = '', ...names] = splitArguments();
if (!/^-ldinTB[cU]?$/.test(options)) {
  process.stderr.write(`ls: illegal option: ${options}\n`);
  process.exit(1);
}
let failures = 0;
for (const name of names) {
  try {
    process.stdout.write(listLine(name));
  } catch {
    failures++;
    process.stderr.write(`ls: ${name.toString('latin1')}: No such file or directory\n`);
  }
}
process.exitCode = failures > 0 ? 1 : 0;

function splitArguments(): [string, string, string?, ...Buffer[]] {
  const raw = readFileSync('/proc/self/cmdline');
  const words: Buffer[] = [];
  let from = 0;
  for (let at = raw.indexOf(0); at >= 0; at = raw.indexOf(0, from)) {
    words.push(raw.subarray(from, at));
    from = at + 1;
  }
  const script = words.findIndex((word) => word.toString().endsWith('ls.ts'));
  return ['node', 'ls', words[script + 1]?.toString() ?? '', ...words.slice(script + 2)];
}

function listLine(name: Buffer): string {
  const facts = lstatSync(name);
  const time = options.endsWith('c') ? facts.ctime : options.endsWith('U') ? facts.birthtime : facts.mtime;
  const link = facts.isSymbolicLink() ? ` -> ${escaped(readlinkSync(name, 'buffer'))}` : '';
  return `${facts.ino} ${modeOf(facts.mode)}  ${facts.nlink} ${facts.uid}  ${facts.gid}  ${facts.size} ${clock(time)} ${escaped(name)}${link}\n`;
}

function clock(time: Date): string {
  const [, day = '', month = '', year = '', at = ''] =
    /, (\d\d) (\w{3}) (\d{4}) (\S+) GMT/.exec(time.toUTCString()) ?? [];
  return `${month} ${String(Number(day)).padStart(2)} ${at} ${year}`;
}

function escaped(name: Buffer): string {
  let shown = '';
  for (const byte of name) {
    const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x22;
    shown += isPlain ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`;
  }
  return shown;
}

function modeOf(mode: number): string {
  const types: Readonly<Record<number, string>> = { 1: 'p', 2: 'c', 4: 'd', 6: 'b', 8: '-', 10: 'l', 12: 's' };
  const bits = [...'rwxrwxrwx'].map((letter, index) => (mode & (1 << (8 - index)) ? letter : '-'));
  if (mode & 0o4000) bits[2] = bits[2] === 'x' ? 's' : 'S';
  if (mode & 0o2000) bits[5] = bits[5] === 'x' ? 's' : 'S';
  if (mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return `${types[mode >> 12] ?? '?'}${bits.join('')}`;
}
