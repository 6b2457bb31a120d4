import { EcsFlat } from '@elastic/ecs';
import { expect, test } from 'vitest';
import { text } from '../../src/evidence/printable.ts';
import type { FindingHost } from '../../src/findings/finding.ts';
import { renderEcs } from '../../src/reports/ecs.ts';
import { compromisedReport, finding, hostileReport, hostileTexts, manyFindings, report } from '../fixtures/report.ts';

/** Field names with dots, as ECS lists them; `labels` may hold keys of one's own. */
function fieldsOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, one]) => {
    const name = `${prefix}${key}`;
    if (name === 'labels' || typeof one !== 'object' || one === null || Array.isArray(one)) return [name];
    return fieldsOf(one, `${name}.`);
  });
}

test('every field is one of ECS, and every list where ECS has one', () => {
  const known: Readonly<Record<string, { readonly normalize: readonly string[] }>> = EcsFlat;
  const unknown = new Set<string>();
  for (const report of [compromisedReport(), manyFindings(20), ...hostileTexts.map(hostileReport)]) {
    for (const line of renderEcs(report)) {
      for (const field of fieldsOf(JSON.parse(line))) if (known[field] === undefined) unknown.add(field);
    }
  }
  expect([...unknown]).toEqual([]);
});

test('names the file, the address and the account in their own fields', () => {
  const documents = [...renderEcs(compromisedReport())].map((line) => JSON.parse(line));
  expect(documents.find((one) => one.event.id === 'f-2b1c9a44d0e1').file).toMatchObject({
    name: 'ui_style.php',
    hash: { sha256: 'c'.repeat(64) },
  });
  expect(documents.find((one) => one.event.id === 'f-445566778899').source).toEqual({
    ip: '203.0.113.66',
    address: '203.0.113.66',
  });
  expect(documents.find((one) => one.event.id === 'f-aabbccddeeff')).toMatchObject({
    user: { name: 'jdoe' },
    process: { command_line: expect.stringContaining('curl') },
  });
});

test('of lines of one other appliance that one is the host, of several none is', () => {
  const own = { name: text`ns-b`, address: text`192.0.2.21` };
  const document = (hosts: readonly FindingHost[]) =>
    JSON.parse([...renderEcs(report({ findings: [finding({ hosts })] }))].join(''));
  expect(document([own]).host).toEqual({ name: 'ns-b', ip: ['192.0.2.21'] });
  const ofTwo = document([own, { name: text`ns-c` }]);
  expect(ofTwo.host).toEqual({ ip: ['192.0.2.21'] });
  expect(ofTwo.related.hosts).toEqual(['ns-b', 'ns-c']);
});
