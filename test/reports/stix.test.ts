import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { Report, Tlp } from '../../src/assessment/report.ts';
import { text } from '../../src/evidence/printable.ts';
import { renderStix } from '../../src/reports/stix/bundle.ts';
import { escapePattern } from '../../src/reports/stix/pattern.ts';
import { tlpMarking, tlpMarkingIds } from '../../src/reports/stix/tlp.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  logFinding,
  manyFindings,
  report,
} from '../fixtures/report.ts';

interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}
const bundleOf = (report: Report) => JSON.parse(renderStix(report)) as { id: string; objects: readonly StixObject[] };

test.each([
  ['TLP:CLEAR', '94868c89-83c2-464b-929b-a1a8aa3c8487'],
  ['TLP:GREEN', 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
  ['TLP:AMBER', '55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
  ['TLP:AMBER+STRICT', '939a9414-2ddd-4d32-a0cd-375ea402b003'],
  ['TLP:RED', 'e828b379-4e03-4974-9ac4-e53a884c97c1'],
] as const)('%s has the id that OASIS gave it, and marks every object', (tlp: Tlp, id) => {
  expect(tlpMarkingIds[tlp]).toBe(`marking-definition--${id}`);
  expect(tlpMarking(tlp)).toMatchObject({
    id: `marking-definition--${id}`,
    name: tlp,
    extensions: {
      'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': { tlp_2_0: tlp.slice(4).toLowerCase() },
    },
  });
  const { objects } = bundleOf(compromisedReport({ sharing: { tlp, redacted: false } }));
  expect(objects[0]?.id).toBe(`marking-definition--${id}`);
  const unmarked = objects.filter(
    (one) =>
      'created' in one &&
      one.type !== 'marking-definition' &&
      !(one.object_marking_refs as string[])?.includes(`marking-definition--${id}`),
  );
  expect(unmarked).toEqual([]);
});

test('ids are UUIDv5, unique, the same in every run, and every reference resolves', () => {
  const { objects } = bundleOf(compromisedReport());
  expect(bundleOf(compromisedReport()).objects).toEqual(objects);
  const ids = objects.map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    ids.filter(
      (id) =>
        !id.startsWith('marking-definition') &&
        !/--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id),
    ),
  ).toEqual([]);
  const known = new Set(ids);
  const broken: string[] = [];
  for (const one of objects) {
    for (const [key, value] of Object.entries(one)) {
      if (!/_refs?$/.test(key)) continue;
      for (const target of [value].flat()) if (!known.has(String(target))) broken.push(`${one.id} ${key} ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test('an address has the id that any other tool gives it', () => {
  const address = bundleOf(compromisedReport()).objects.find((one) => one.type === 'ipv4-addr');
  // uuid5(00abedb4-aa42-466c-9c01-fed23315a9b7, '{"value":"203.0.113.66"}'), computed with Python's uuid module
  expect(address).toMatchObject({ id: 'ipv4-addr--e17823ff-cd7d-55c9-8a58-6ff3c5c23bcb', value: '203.0.113.66' });
});

test('says what to look for, where it was seen, and with which weakness and technique', () => {
  const { objects } = bundleOf(compromisedReport());
  const patterns = objects.filter((one) => one.type === 'indicator').map((one) => one.pattern);
  expect(patterns).toContain(`[file:hashes.'SHA-256' = '${'c'.repeat(64)}']`);
  expect(patterns).toContain("[ipv4-addr:value = '203.0.113.66']");
  const types = new Set(objects.map((one) => one.type));
  for (const type of [
    'identity',
    'observed-data',
    'indicator',
    'sighting',
    'malware',
    'attack-pattern',
    'vulnerability',
    'relationship',
    'report',
    'file',
    'process',
    'user-account',
    'software',
  ]) {
    expect(types).toContain(type);
  }
});

test('loopback and internal addresses are nothing to look for elsewhere', () => {
  const findings = ['127.0.0.1', '::1', '10.1.2.3', '203.0.113.5'].map((address, index) =>
    logFinding({ id: `f-${index}`, subject: { client_ip: text`${address}` } }, { shows: 'suspicious' }),
  );
  const { objects } = bundleOf(report({ findings }));
  expect(objects.filter((one) => one.type === 'indicator').map((one) => one.name)).toEqual(['203.0.113.5']);
  expect(objects.filter((one) => one.type === 'ipv4-addr').map((one) => one.value)).toEqual([
    '10.1.2.3',
    '203.0.113.5',
  ]);
});

test('a quote in a path does not end the string of a pattern', () => {
  expect(escapePattern("a'] OR [url:value = 'x\\")).toBe("a\\'] OR [url:value = \\'x\\\\");
});

const SCHEMAS = join(import.meta.dirname, '../../../shared/schemas/stix-2.1/schemas');
const isPresent = existsSync(SCHEMAS);
if (!isPresent)
  console.warn(
    'SKIPPED: the OASIS JSON schemas of STIX 2.1 are not beside the project; bundles are not validated against them',
  );

describe.skipIf(!isPresent)('validates against the OASIS schemas', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true, unicodeRegExp: false });
  ajvFormats.default(ajv);
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  const load = (path: string) => {
    const schema = JSON.parse(readFileSync(path, 'utf8'));
    if (ajv.getSchema(schema.$id)) return;
    ajv.addSchema(schema);
    for (const [, target] of JSON.stringify(schema).matchAll(/"\$ref":"([^"#]+\.json)/g))
      load(join(dirname(path), target!));
  };
  const validatorFor = (type: string) => {
    const known = validators.get(type);
    if (known) return known;
    const path = ['sdos', 'sros', 'observables', 'common']
      .map((folder) => join(SCHEMAS, folder, `${type}.json`))
      .find((one) => existsSync(one))!;
    load(path);
    const validate = ajv.getSchema(JSON.parse(readFileSync(path, 'utf8')).$id)!;
    validators.set(type, validate);
    return validate;
  };

  test.each([
    { name: 'a compromise', report: compromisedReport() },
    { name: 'nothing found', report: cleanReport() },
    { name: 'an empty report', report: emptyReport() },
    { name: 'many findings', report: manyFindings(40) },
    { name: 'a marking', report: compromisedReport({ sharing: { tlp: 'TLP:AMBER+STRICT', redacted: false } }) },
    ...hostileTexts.map((hostile) => ({ name: hostile, report: hostileReport(hostile) })),
  ])('$name', ({ report }) => {
    const bundle = bundleOf(report);
    const faults: string[] = [];
    for (const one of [bundle as unknown as StixObject, ...bundle.objects]) {
      const validate = validatorFor(one.type ?? 'bundle');
      if (!validate(one))
        faults.push(`${one.type}: ${JSON.stringify(validate.errors)} ${JSON.stringify(one).slice(0, 300)}`);
    }
    expect(faults).toEqual([]);
  });
});
