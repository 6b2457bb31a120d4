import type { Fields, ParsedRecord, WholeReader } from './artifact.ts';
import { buildIn, editionIn } from './build-name.ts';
import { identityRecord } from './identity-record.ts';
import { epochSeconds } from './wall-clock.ts';
import type { Tally } from './whole-reading.ts';
import { outputLines, reading } from './whole-reading.ts';

/**
 * `sysctl -a`: the running kernel and the platform.
 *
 *     kern.bootfile: /ns-14.1-66.54
 *     kern.boottime: { sec = 1790000000, usec = 0 } Mon Sep 21 13:33:20 2026
 *     netscaler.sysid: 450010
 *
 * Keys: https://github.com/manjesh23/CitrixNSConfig. Lines without a key belong to values of several lines (`kern.geom.confxml`); they are passed over.
 */
export const sysctl: WholeReader = {
  form: 'whole',
  name: 'sysctl',
  categories: ['appliance'],
  paths: ['/shell/**/sysctl*'],
  read: (text) => reading((tally) => sysctlRecords(text, tally)),
};

const HYPERVISORS: Readonly<Record<string, string>> = {
  '450000': 'VPX on XenServer',
  '450001': 'VPX on XenServer',
  '450010': 'VPX on ESX',
  '450011': 'VPX on ESX',
  '450020': 'VPX on Hyper-V',
  '450021': 'VPX on Hyper-V',
  '450070': 'VPX on KVM',
  '450071': 'VPX on KVM',
};
const CLOUDS: Readonly<Record<string, string>> = { '1': 'VPX on AWS', '3': 'VPX on Azure', '4': 'VPX on Google Cloud' };

function* sysctlRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of outputLines(text, tally)) {
    const found = /^([a-z][\w.%-]{1,100})\s{0,4}[:=]\s{0,4}(.{0,1000})/.exec(line.text);
    // `sysctl -n` prints the value alone; the build and the boot time are recognised by their form.
    const [key, value] = found?.[1] === undefined ? ['', line.text.trim()] : [found[1], (found[2] ?? '').trim()];
    const fields = fieldsOf(key, value);
    if (fields) yield identityRecord('running', line, fields);
  }
}

function fieldsOf(key: string, value: string): Fields | undefined {
  const name = key.split('.').at(-1) ?? '';
  if (key === 'kern.boottime' || (key === '' && value.startsWith('{ sec = '))) {
    const booted = epochSeconds(/sec = (\d{1,11})/.exec(value)?.[1]);
    return booted === undefined ? undefined : { booted };
  }
  if (key === 'kern.bootfile' || key === 'netscaler.version' || (key === '' && /^\/ns-\d/.test(value))) {
    const build = buildIn(value);
    const edition = editionIn(value);
    return build && { ...build, ...(edition && { edition }) };
  }
  if (key === 'kern.hostname') return { hostname: value };
  if (key === 'netscaler.serial') return { serial: value };
  if (key === 'netscaler.descr') return { model: value };
  if (name === 'sysid' && HYPERVISORS[value] !== undefined) return { platform: HYPERVISORS[value] };
  if (name === 'vpx_on_cloud' && CLOUDS[value] !== undefined) return { platform: CLOUDS[value] };
  if (name === 'vpx_on_sdx' && value === '1') return { platform: 'VPX on SDX' };
  return undefined;
}
