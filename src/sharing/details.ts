import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Report } from '../assessment/report.ts';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';
import { defaultKeyPath } from './key-file.ts';
import { type DetailName, type Details, detailNames, detailWords } from './profiles.ts';

/** Characters of one answer. */
export const longestDetail = 2_000;

/** Where the answers lie that were given before. */
export function defaultDetailsPath(): string {
  return join(dirname(defaultKeyPath()), 'organisation.json');
}

/** Reads what an organisation says of itself; an empty object when there is no such file and none must be. Throws an OperatorError. */
async function readDetails(path: string, mustExist: boolean): Promise<Details> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    if (!mustExist) return {};
    throw new OperatorError(
      `${printable(path)} cannot be read`,
      'Give a JSON file with --details, or leave it out to be asked.',
    );
  }
  return parseDetails(text, path);
}

function parseDetails(text: string, path: string): Details {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new OperatorError(`${printable(path)} is not a JSON object`, `It may hold: ${detailNames.join(', ')}.`);
  }
  const details: Partial<Record<DetailName, string>> = {};
  for (const [key, one] of Object.entries(value)) {
    const name = detailNames.find((known) => known === key);
    if (name === undefined)
      throw new OperatorError(
        `${printable(path)} holds "${printable(key)}", which no form asks for`,
        `It may hold: ${detailNames.join(', ')}.`,
      );
    if (typeof one !== 'string' || one.length > longestDetail)
      throw new OperatorError(
        `"${name}" in ${printable(path)} is not a text of at most ${longestDetail} characters`,
        'Correct it.',
      );
    details[name] = printable(one);
  }
  return details;
}

/** What is known before anybody is asked: what the report says of its owner, and the answers given before. Throws an OperatorError. */
export async function knownDetails(report: Report, path: string, mustExist: boolean): Promise<Details> {
  const { organisation, contact } = report.sharing;
  const isAnswer = (told: string | undefined) => told !== undefined && told.length <= longestDetail;
  return {
    ...(isAnswer(organisation) && { organisation }),
    ...(isAnswer(contact) && contact?.includes('@') && { contact_email: contact }),
    ...(await readDetails(path, mustExist)),
  };
}

/** Keeps the answers for the next time, readable by their owner alone. Throws an OperatorError. */
export async function saveDetails(path: string, details: Details): Promise<void> {
  for (const name of detailNames) {
    if ((details[name]?.length ?? 0) > longestDetail)
      throw new OperatorError(`"${name}" is longer than ${longestDetail} characters`, 'Say it in fewer words.');
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(path, `${JSON.stringify(details, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OperatorError(
      `${printable(path)} cannot be written (${reason})`,
      'Choose a place that you may write to and that has room.',
    );
  }
}

/** Throws an OperatorError that names the first thing that a form asks for and nobody has said. */
export function requireDetails(details: Details, asks: readonly DetailName[], recipient: string): void {
  const missing = asks.find((name) => details[name] === undefined || details[name] === '');
  if (missing !== undefined) {
    throw new OperatorError(
      `${recipient} asks for "${missing}": ${detailWords[missing].toLowerCase()}`,
      'Say it in a JSON file given with --details, or run the command in a terminal to be asked.',
    );
  }
}
