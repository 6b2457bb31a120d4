import { expect, test } from 'vitest';
import { configChanges } from '../../src/appliance/config-changes.ts';
import { limits } from '../../src/evidence/limits.ts';

const HEAD = (saved: string) => `#NS14.1 Build 51.80\n# Last modified by \`save config\`, ${saved}\n`;

test('compares neighbours from the oldest copy to the newest', () => {
  const changes = [
    ...configChanges(
      new Map([
        ['/nsconfig/ns.conf', `${HEAD('Sat May  7 12:22:28 2022')}add server a 192.0.2.1\nadd server c 192.0.2.3\n`],
        ['/nsconfig/ns.conf.1', `${HEAD('Thu May  5 12:00:00 2022')}add server a 192.0.2.1\n`],
        ['/nsconfig/ns.conf.0', `${HEAD('Fri May  6 12:00:00 2022')}add server b 192.0.2.2\nadd server a 192.0.2.1\n`],
        ['/var/tmp/ns.conf', 'add server x 192.0.2.9\n'],
      ]),
    ),
  ];
  expect(changes.map(({ fields }) => [fields.change, fields.text, fields.from, fields.to])).toEqual([
    ['added', 'add server b 192.0.2.2', '/nsconfig/ns.conf.1', '/nsconfig/ns.conf.0'],
    ['added', 'add server c 192.0.2.3', '/nsconfig/ns.conf.0', '/nsconfig/ns.conf'],
    ['removed', 'add server b 192.0.2.2', '/nsconfig/ns.conf.0', '/nsconfig/ns.conf'],
  ]);
  expect(changes[1]).toMatchObject({
    line: 4,
    fields: { directive: 'add server', object: 'c' },
    time: { ms: Date.UTC(2022, 4, 7, 12, 22, 28), zone: 'local' },
  });
});

test('a changed password shows, and is not shown', () => {
  const changes = [
    ...configChanges(
      new Map([
        ['/nsconfig/ns.conf', 'set system user nsroot KEEPOUT1 -encrypted\n'],
        ['/nsconfig/ns.conf.0', 'set system user nsroot KEEPOUT2 -encrypted\n'],
      ]),
    ),
  ];
  expect(changes.map(({ fields }) => fields.change)).toEqual(['added', 'removed']);
  expect(JSON.stringify(changes)).not.toContain('KEEPOUT');
});

test('partitions are compared with themselves only', () => {
  const copies = new Map([
    ['/nsconfig/ns.conf', 'add server a 192.0.2.1\n'],
    ['/nsconfig/partitions/p/ns.conf', 'add server b 192.0.2.1\n'],
  ]);
  expect([...configChanges(copies)]).toEqual([]);
});

test('changes are bounded, and the last record says so', () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => `add server s${index} 192.0.2.1`).join('\n');
  const changes = [
    ...configChanges(
      new Map([
        ['/nsconfig/ns.conf', lines(limits.configChanges + 10)],
        ['/nsconfig/ns.conf.0', ''],
      ]),
    ),
  ];
  expect(changes).toHaveLength(limits.configChanges + 1);
  expect(changes.at(-1)?.fields.change).toBe('too many');
});
