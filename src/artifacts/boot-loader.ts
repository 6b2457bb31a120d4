import type { ParsedRecord, WholeReader } from './artifact.ts';
import { buildIn } from './build-name.ts';
import { identityRecord } from './identity-record.ts';
import { startupRecords } from './startup-file.ts';
import type { Tally } from './whole-reading.ts';
import { numberedLines, reading } from './whole-reading.ts';

/**
 * `loader.conf`: its lines as `startup` records, and which kernel will be started: `kernel="/ns-13.1-30.52"`, the last one counts. Support bundles keep
 * it in `nsconfig`. Source: https://github.com/fox-it/dissect.target, https://github.com/martclau/netscaler-ir-collector.
 */
export const bootLoader: WholeReader = {
  form: 'whole',
  name: 'loader.conf',
  categories: ['startup', 'appliance'],
  paths: [
    '/flash/boot/loader.conf*',
    '/flash/boot/defaults/loader.conf',
    '/boot/loader.conf*',
    '/nsconfig/loader.conf*',
    '/shell/**/*loader[-_.]conf*',
  ],
  read: (text) => reading((tally) => loaderRecords(text, tally)),
};

function* loaderRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  yield* startupRecords(text, tally);
  let kernel: ParsedRecord | undefined;
  for (const line of numberedLines(text, tally)) {
    const value = /^\s{0,20}kernel\s{0,4}=\s{0,4}"?(\/?[^"\s]{1,200})/.exec(line.text)?.[1];
    const build = value === undefined ? undefined : buildIn(value);
    if (build) kernel = identityRecord('loader', line, { ...build });
  }
  if (kernel) yield kernel;
}
