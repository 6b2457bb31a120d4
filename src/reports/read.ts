import { readFile, stat } from 'node:fs/promises';
import type { Report } from '../assessment/report.ts';
import { reportFault } from '../assessment/report-schema.ts';
import { OperatorError } from '../evidence/errors.ts';
import { limits } from '../evidence/limits.ts';
import { printable } from '../evidence/printable.ts';
import { printableReport } from './printable-report.ts';

const REMEDY = 'Give the report.json that nsleuth wrote; if somebody sent it to you, ask for it again.';

/**
 * Reads a saved report. The file may come from anybody: its size is bounded, its form is checked against the schema, and all text in it is
 * made printable again. Throws an OperatorError that names what is wrong.
 */
export async function readReport(path: string): Promise<Report> {
  return parseReport(await readBounded(path), path);
}

/** As `readReport`, from text that is already in memory; `name` is said in errors. */
export function parseReport(json: string, name: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new OperatorError(`${printable(name)} is not JSON: ${printable(String(error)).slice(0, 200)}`, REMEDY);
  }
  const fault = reportFault(value);
  const other = otherSchema(value);
  if (fault !== undefined && other !== undefined)
    throw new OperatorError(
      `${printable(name)} has the form ${other}; this nsleuth reads nsleuth-report/1`,
      other.startsWith('nsleuth-report/') ? 'Use the version of nsleuth that wrote it, or a newer one.' : REMEDY,
    );
  if (fault !== undefined)
    throw new OperatorError(`${printable(name)} is not an nsleuth report: ${printable(fault)}`, REMEDY);
  return printableReport(value as Report);
}

/** The name of the form that a file claims, where it is one of nsleuth's others: an older or newer report, a manifest, a merged table. */
function otherSchema(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value)) return undefined;
  const { schema } = value;
  if (typeof schema !== 'string' || schema === 'nsleuth-report/1') return undefined;
  return /^nsleuth-[a-z]{1,20}\/\d{1,4}$/.test(schema) ? schema : undefined;
}

async function readBounded(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > limits.reportBytes) {
      throw new OperatorError(
        `${printable(path)} has ${size} bytes; a report may have ${limits.reportBytes}`,
        'Scan again with a higher --level, so that fewer findings are kept.',
      );
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(
      `${printable(path)} cannot be read (${errorCode(error)})`,
      'Check the path and its permissions.',
    );
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
