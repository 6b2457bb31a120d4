import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import schema from './report.schema.json' with { type: 'json' };
import type { Report } from './report.ts';

/** Compiled when the first report is read: a scan, which writes one, need not wait for it. */
let compiled: ValidateFunction<Report> | undefined;

function compile(): ValidateFunction<Report> {
  return new Ajv2020({ allErrors: false, strict: true })
    .addFormat('uuid', ajvFormats.default.get('uuid'))
    .addFormat('date-time', ajvFormats.default.get('date-time'))
    .compile<Report>(schema);
}

/** What is wrong with a value that should be a report, in one sentence; undefined when nothing is. */
export function reportFault(value: unknown): string | undefined {
  compiled ??= compile();
  const validate = compiled;
  if (validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  if (!error) return 'it does not have the form of a report';
  const place = error.instancePath === '' ? 'the report' : error.instancePath;
  const extra = 'additionalProperty' in error.params ? ` (${String(error.params.additionalProperty)})` : '';
  return `${place} ${error.message ?? 'is not as it should be'}${extra}`;
}
