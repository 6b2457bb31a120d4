import { access, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Report } from '../../assessment/report.ts';
import { OperatorError } from '../../evidence/errors.ts';
import { type FormatName, formatNames, formats } from '../../reports/index.ts';
import type { SaveResult } from '../../tui/ports.ts';
import { absolute } from './files.ts';

/** Other names tried when a file is there already. */
const NAMES_TRIED = 100;

/** `nsleuth-collector_P_192.0.2.10-20261124-0930/report.json`, by the name that the user gave the evidence and the time of the scan. */
export function suggestPath({ evidence, scan }: Report): string {
  const name = (evidence[0]?.name ?? 'report')
    .replace(/\.(?:tar\.gz|tgz|tar|zip|gz)$/i, '')
    .replace(/[^A-Za-z0-9._-]+/g, '_')
    .slice(0, 60);
  const clock = scan.started.slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
  return join(`nsleuth-${name}-${clock}`, 'report.json');
}

/** Writes the report where the user said: a name that ends in `.json`, else a folder. */
export async function saveReport(report: Report, typed: string, isReplacing: boolean): Promise<SaveResult> {
  const path = absolute(/\.json$/i.test(typed) ? typed : join(typed, 'report.json'));
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600, flag: isReplacing ? 'w' : 'wx' });
    return { kind: 'saved', path };
  } catch (error) {
    if (!isReplacing && codeOf(error) === 'EEXIST' && (await exists(path))) return { kind: 'exists', path };
    throw unwritable(path, error);
  }
}

/** Writes the report in another format, beside the report or in the working folder; nothing is overwritten. */
export async function exportReport(report: Report, name: string, beside: string | undefined): Promise<string> {
  const format = formats[formatNamed(name)];
  const rendered = format.render(report);
  const base = beside === undefined ? dirname(suggestPath(report)) : 'report';
  return writeNew(folderOf(beside), base, format.extension, typeof rendered === 'string' ? [rendered] : rendered);
}

export function writeFinding(content: string, findingId: string, beside: string | undefined): Promise<string> {
  return writeNew(folderOf(beside), `finding-${findingId.replace(/[^A-Za-z0-9-]/g, '_').slice(0, 60)}`, 'txt', [
    content,
  ]);
}

function folderOf(beside: string | undefined): string {
  return beside === undefined ? resolve('.') : dirname(beside);
}

function formatNamed(name: string): FormatName {
  const known = formatNames.find((one) => one === name);
  if (known === undefined) throw new Error(`no format ${name}`);
  return known;
}

async function writeNew(folder: string, base: string, extension: string, pieces: Iterable<string>): Promise<string> {
  for (let attempt = 1; attempt <= NAMES_TRIED; attempt++) {
    const path = join(folder, `${base}${attempt === 1 ? '' : `-${attempt}`}.${extension}`);
    try {
      const file = await open(path, 'wx', 0o600);
      try {
        for (const piece of pieces) await file.write(piece);
      } finally {
        await file.close();
      }
      return path;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw unwritable(path, error);
    }
  }
  throw new OperatorError(
    `There are already ${NAMES_TRIED} files ${base}.${extension} in ${folder}.`,
    'Move some of them away.',
  );
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function unwritable(path: string, error: unknown): OperatorError {
  return new OperatorError(`${path} cannot be written (${codeOf(error)}).`, 'Choose a folder that you may write to.');
}
