import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { shellOutputs } from './outputs.ts';

/** The emulated appliance's userland: a directory as `/`, and programs that print what FreeBSD's would. Plain data. */
export interface Userland {
  readonly root: string;
  /** Folder of the programs. */
  readonly bin: string;
  /** Names that a line may start with; of some there may be no program, as on a release that lacks it. */
  readonly names: readonly string[];
}

export interface Box {
  readonly root: string;
  /** Runs a line as the appliance's `/bin/sh` would. */
  run(line: string): ChildProcess;
  /** Why a line is not run at all: the emulator executes only reading programs. */
  objection(line: string): string | undefined;
}

export interface BoxOptions {
  readonly root: string;
  /** By program and arguments; missing ones come from `outputs.ts`. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly missing?: readonly string[];
}

/** Programs of this computer that the scripts may use as they are. */
const REAL = ['find', 'xargs', 'head', 'cat', 'nice', 'sleep'];

/** Puts the programs below a new folder of the system's temporary one; `remove` takes it away. */
export function installUserland({ root, outputs = {}, missing = [] }: BoxOptions): Userland & { remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'nsleuth-appliance-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const programs = Object.entries({ ...shellOutputs, ...outputs });
  const names = new Set(programs.map(([call]) => call.split(' ', 1)[0]!));
  for (const name of names) {
    if (missing.includes(name)) continue;
    const cases = programs
      .filter(([call]) => call === name || call.startsWith(`${name} `))
      .map(([call, text], index) => {
        const file = join(home, `${name}.${index}`);
        writeFileSync(file, text);
        return `'${call.slice(name.length + 1)}') exec ${real('cat')} ${file};;`;
      });
    program(join(bin, name), `case "$*" in\n${cases.join('\n')}\n*) echo "usage: ${name}" >&2; exit 64;;\nesac`);
  }
  for (const name of REAL) if (!missing.includes(name)) symlinkSync(real(name), join(bin, name));
  if (!missing.includes('tar')) installTar(join(bin, 'tar'));
  if (!missing.includes('ls') && process.platform !== 'linux') symlinkSync(real('ls'), join(bin, 'ls'));
  else if (!missing.includes('ls')) {
    program(join(bin, 'ls'), `exec ${process.execPath} ${join(import.meta.dirname, 'ls.ts')} "$@"`);
  }
  if (!missing.includes('crontab')) {
    const table = `${root}/var/cron/tabs/root`;
    program(
      join(bin, 'crontab'),
      `if [ -f ${table} ]; then exec ${real('cat')} ${table}; fi\necho "crontab: no crontab for root" >&2\nexit 1`,
    );
  }

  return {
    root,
    bin,
    names: [...new Set([...names, ...REAL, 'tar', 'ls', 'crontab', ...missing])],
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

export function boxOf({ root, bin, names }: Userland): Box {
  return {
    root,
    objection: (line) => objection(line, new Set(names)),
    run: (line) =>
      spawn('/bin/sh', ['-c', line.replaceAll('cd /;', 'cd $APPLIANCE_ROOT;')], {
        cwd: root,
        env: { PATH: bin, APPLIANCE_ROOT: root, LC_ALL: 'C' },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
  };
}

/** FreeBSD's tar is libarchive's; Debian has it in `libarchive-tools`, macOS as `tar`. GNU tar is taught the one call that is needed. */
function installTar(place: string): void {
  const bsdtar = find('bsdtar') ?? (process.platform === 'linux' ? undefined : real('tar'));
  if (bsdtar !== undefined) {
    symlinkSync(bsdtar, place);
    return;
  }
  const gnu = '-cf - --format=pax --no-recursion --null --verbatim-files-from -T -';
  program(
    place,
    `case "$*" in\n'-cf - --format pax -n --null -T -') exec ${real('tar')} ${gnu};;\n*) exec ${real('tar')} "$@";;\nesac`,
  );
}

function program(place: string, body: string): void {
  writeFileSync(place, `#!/bin/sh\n${body}\n`);
  chmodSync(place, 0o755);
}

function find(name: string): string | undefined {
  const folders = (process.env.PATH ?? '/usr/bin:/bin').split(delimiter);
  return [...folders, '/usr/bin', '/bin'].map((folder) => join(folder, name)).find((place) => existsSync(place));
}

function real(name: string): string {
  const place = find(name);
  if (place === undefined) throw new Error(`the emulator needs ${name} on this computer`);
  return place;
}

const SHELL_WORDS = new Set(['echo', 'set', 'cd', 'exec', 'export', '/bin/sh', '/usr/bin/bash', 'r=$?', 'IFS=', 'e=$']);
const FORBIDDEN = /\s-(?:exec|delete|ok|fprint|fls)|`|[^23]>[^&]|>&[^13]|<[^/]|--use-compress|--to-command|-T [^-]/;

/**
 * The emulator runs lines of whoever logs in, on this computer: so only lines made of reading programs, without redirection into files.
 * This is a guard rail for a test tool on loopback, no sandbox.
 */
function objection(line: string, programs: ReadonlySet<string>): string | undefined {
  const plain = line
    .replaceAll('2>&1', '')
    .replaceAll('>&3', '')
    .replaceAll('3>&1', '')
    .replaceAll('</dev/null', '')
    .replaceAll('2>/dev/null', '');
  if (FORBIDDEN.test(plain) || plain.includes('>')) return 'not allowed here';
  for (const part of plain.split(/[;|&{}()\n'"]+/)) {
    const words = part.trim().split(/\s+/);
    while (words[0] === 'nice' || words[0] === 'xargs' || words[0] === '-0') words.shift();
    const [name = ''] = words;
    if (name === '' || SHELL_WORDS.has(name) || programs.has(name)) continue;
    return `${name}: not found`;
  }
  return undefined;
}
