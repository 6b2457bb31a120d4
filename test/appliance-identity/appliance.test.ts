import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Appliance, learn, timeMethod, unknownAppliance } from '../../src/appliance/appliance.ts';
import { branchesOf, compareBuilds, editionByNumber, editionOf } from '../../src/appliance/build.ts';
import { zoneOf } from '../../src/appliance/time-zone.ts';
import type { Artifact, Fields } from '../../src/artifacts/artifact.ts';
import { limits } from '../../src/evidence/limits.ts';
import type { EventTime } from '../../src/evidence/time.ts';

function told(fields: Fields, path = '/shell/sysctl-a.out', time?: EventTime): Artifact {
  return { category: 'appliance', fields, path, original: path, ...(time && { time }) };
}
function from(...records: readonly Artifact[]): Appliance {
  return records.reduce(learn, unknownAppliance);
}
const utc = (text: string): EventTime => ({ ms: Date.parse(text), zone: 'utc', year: 'stated' });
const local = (text: string): EventTime => ({ ms: Date.parse(text), zone: 'local', year: 'stated' });

test.each([
  ['73.9', '73.37', -1],
  ['66.54', '66.54', 0],
  ['8.50', '12.35', -1],
  ['64.24', '64.23', 1],
  ['30', '30.52', -1],
])('%s against %s', (one, other, sign) => {
  expect(Math.sign(compareBuilds(one, other))).toBe(sign);
  expect(Math.sign(compareBuilds(other, one))).toBe(-sign || 0);
});

test.each([
  ['14.1', '73.37', 'standard', ['14.1']],
  ['13.1', '59.19', 'standard', ['13.1']],
  ['13.1', '37.38', 'standard', ['13.1']],
  ['13.1', '37.236', 'FIPS or NDcPP', ['13.1-FIPS', '13.1-NDcPP']],
  ['12.1', '55.24', 'standard', ['12.1']],
  ['12.1', '55.328', 'FIPS or NDcPP', ['12.1-FIPS', '12.1-NDcPP']],
] as const)('%s-%s is of edition %s', (version, build, edition, branches) => {
  expect(editionByNumber(version, build)).toBe(edition);
  expect(branchesOf(version, edition)).toEqual(branches);
});

test.each([
  ['GMT+01:00-CET-Europe/Amsterdam', 'Europe/Amsterdam'],
  ['GMT+03:00-+03-Asia/Riyadh', 'Asia/Riyadh'],
  ['GMT-03:00-ART-America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['CoordinatedUniversalTime', 'UTC'],
  ['GMT+05:30-IST-No/Such_Place', 'UTC+5:30'],
  ['Europe/Amsterdam', 'Europe/Amsterdam'],
  ['GMT+99:00-X-Y', undefined],
  ['', undefined],
  ['../../etc/passwd', undefined],
])('time zone %j', (configured, zone) => {
  expect(zoneOf(configured)).toBe(zone);
});

const RUNNING = told({ version: '14.1', build: '66.54', told_by: 'running' });
const LOADER = told({ version: '14.1', build: '73.37', told_by: 'loader' }, '/flash/boot/loader.conf');
const KERNEL_OLD = told(
  { version: '14.1', build: '66.54', told_by: 'kernel-file' },
  '/flash/ns-14.1-66.54.gz',
  utc('2026-03-01T00:00:00Z'),
);
const KERNEL_NEW = told(
  { version: '14.1', build: '73.37', told_by: 'kernel-file' },
  '/flash/ns-14.1-73.37.gz',
  utc('2026-10-01T00:00:00Z'),
);
const SAVED = told(
  { version: '14.1', build: '51.80', told_by: 'saved-config' },
  '/nsconfig/ns.conf',
  local('2025-05-07T12:22:28Z'),
);
const OLDER = told(
  { version: '13.1', build: '48.47', told_by: 'older-config' },
  '/nsconfig/ns.conf.4',
  local('2023-05-07T12:22:28Z'),
);
const VERSION = told({ version: '14.1', build: '66', told_by: 'version-file' }, '/flash/.version');
const ZONE = told({ timezone: 'GMT+01:00-CET-Europe/Amsterdam', told_by: 'saved-config' }, '/nsconfig/ns.conf');

test.each([
  {
    name: 'the running kernel before all others',
    records: [SAVED, LOADER, KERNEL_NEW, RUNNING],
    build: '66.54',
    by: 'running',
  },
  { name: 'the loader before kernel files', records: [KERNEL_OLD, SAVED, LOADER], build: '73.37', by: 'loader' },
  { name: 'the newest kernel file', records: [KERNEL_NEW, KERNEL_OLD, SAVED], build: '73.37', by: 'kernel-file' },
  { name: 'the saved configuration', records: [VERSION, SAVED, OLDER], build: '51.80', by: 'saved-config' },
  { name: 'the version file', records: [VERSION, OLDER], build: '66', by: 'version-file' },
  { name: 'an older configuration at last', records: [OLDER], build: '48.47', by: 'older-config' },
])('the build is told by $name', ({ records, build, by }) => {
  expect(from(...records)).toMatchObject({ build, buildToldBy: by });
});

test('says which other builds there are, and that the version file agrees', () => {
  expect(from(RUNNING, LOADER, SAVED, VERSION, KERNEL_OLD, KERNEL_NEW, OLDER).otherBuilds).toEqual([
    { version: '14.1', build: '73.37', toldBy: 'loader' },
    { version: '14.1', build: '51.80', toldBy: 'saved-config' },
  ]);
});

test('tells the history of builds, installed apart from running, in UTC', () => {
  const booted = told({ booted: Date.parse('2026-03-02T00:00:00Z'), told_by: 'running' });
  const { history } = from(KERNEL_NEW, SAVED, RUNNING, KERNEL_OLD, OLDER, ZONE, booted);
  expect(history.map(({ version, build, kind, from }) => [version, build, kind, from?.toISOString()])).toEqual([
    ['13.1', '48.47', 'ran', '2023-05-07T10:22:28.000Z'],
    ['14.1', '51.80', 'ran', '2025-05-07T10:22:28.000Z'],
    ['14.1', '66.54', 'installed', '2026-03-01T00:00:00.000Z'],
    ['14.1', '66.54', 'ran', '2026-03-02T00:00:00.000Z'],
    ['14.1', '73.37', 'installed', '2026-10-01T00:00:00.000Z'],
  ]);
  expect(history[2]?.basis).toContain('/flash/ns-14.1-66.54.gz');
});

test.each([
  {
    name: 'an ordinary build on a FIPS platform',
    version: '13.1',
    build: '59.19',
    stated: 'FIPS',
    edition: 'standard',
    isCertain: true,
  },
  {
    name: 'a FIPS build whose edition is named',
    version: '13.1',
    build: '37.236',
    stated: 'NDcPP',
    edition: 'NDcPP',
    isCertain: true,
  },
  {
    name: '14.1, whose FIPS builds share the numbers',
    version: '14.1',
    build: '73.58',
    stated: 'FIPS',
    edition: 'FIPS',
    isCertain: true,
  },
  {
    name: '14.1 without a word',
    version: '14.1',
    build: '73.58',
    stated: undefined,
    edition: 'standard',
    isCertain: false,
  },
])('the edition of $name', ({ version, build, stated, edition, isCertain }) => {
  expect(editionOf(version, build, stated)).toEqual({ edition, isCertain });
});

test('the edition: stated, by number, or ordinary for want of a sign', () => {
  expect(from(RUNNING)).toMatchObject({ edition: 'standard', isEditionStated: false });
  expect(from(told({ version: '13.1', build: '37.236', told_by: 'running' }))).toMatchObject({
    edition: 'FIPS or NDcPP',
    isEditionStated: true,
  });
  expect(from(RUNNING, told({ edition: 'FIPS', told_by: 'running' }))).toMatchObject({
    edition: 'FIPS',
    isEditionStated: true,
  });
});

test('keeps who the appliance is', () => {
  const appliance = from(
    told({ hostname: 'ns-old', told_by: 'saved-config' }),
    told({ hostname: 'ns-a', told_by: 'running' }),
    told({ nsip: '192.0.2.10', told_by: 'saved-config' }),
    told({ peer: '192.0.2.11', told_by: 'saved-config' }),
    told({ ha_role: 'primary', told_by: 'running' }),
    told({ partitions: ['p_b'], told_by: 'running' }),
    told({ partitions: ['p_a'], told_by: 'saved-config' }),
    told(
      { collected: Date.parse('2026-11-23T09:15:01Z'), told_by: 'running' },
      '/shell/date.out',
      local('2026-11-23T09:15:01Z'),
    ),
    ZONE,
  );
  expect(appliance).toMatchObject({
    hostname: 'ns-a',
    nsip: '192.0.2.10',
    ha: { role: 'primary', peer: '192.0.2.11' },
    partitions: ['p_a', 'p_b'],
    timeZone: { configured: 'GMT+01:00-CET-Europe/Amsterdam', zone: 'Europe/Amsterdam' },
    collected: new Date('2026-11-23T08:15:01Z'),
  });
  expect(appliance.build).toBeUndefined();
  expect(timeMethod(appliance)).toContain('Europe/Amsterdam');
  expect(timeMethod(unknownAppliance)).toContain('read as UTC');
});

test('two clocks show the offset where no zone is configured', () => {
  const appliance = from(
    told({ collected: 1, told_by: 'running' }, '/shell/date.out', local('2026-11-23T14:45:05Z')),
    told({ collected: 1, told_by: 'running' }, '/shell/date-u.out', utc('2026-11-23T09:15:01Z')),
  );
  expect(appliance.timeZone?.zone).toBe('UTC+5:30');
  expect(appliance.collected).toEqual(new Date('2026-11-23T09:15:01Z'));
});

test('other records teach nothing', () => {
  expect(learn(unknownAppliance, { ...RUNNING, category: 'file' })).toBe(unknownAppliance);
});

test('statements are bounded, and those left out are counted', () => {
  const many = Array.from({ length: limits.applianceFacts + 7 }, (_, index) =>
    told({ hostname: `h${index}`, told_by: 'log' }),
  );
  const appliance = from(...many);
  expect(appliance.statements).toHaveLength(limits.applianceFacts);
  expect(appliance.statementsDropped).toBe(7);
});

test('the order of records does not matter', () => {
  const all = [
    RUNNING,
    LOADER,
    KERNEL_OLD,
    KERNEL_NEW,
    SAVED,
    OLDER,
    VERSION,
    ZONE,
    told({ hostname: 'a', told_by: 'running' }),
    told({ hostname: 'b', told_by: 'running' }),
  ];
  const expected = from(...all);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (records) => {
      expect(from(...records)).toEqual(expected);
      expect(from(...records, ...records)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('no statement throws', () => {
  const value = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string()), fc.constant(undefined));
  const fields = fc.record({
    hostname: value,
    version: value,
    build: value,
    timezone: value,
    partitions: value,
    collected: value,
    booted: value,
    told_by: value,
    edition: value,
    ha_role: value,
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(fields, fc.double()), { maxLength: 5 }), (records) => {
      const appliance = from(
        ...records.map(([record, ms]) => told(record, '/x', { ms, zone: 'local', year: 'stated' })),
      );
      for (const { from: start } of appliance.history) if (start) expect(start.toISOString()).toMatch(/Z$/);
      if (appliance.booted) expect(appliance.booted.toISOString()).toMatch(/Z$/);
      if (appliance.collected) expect(appliance.collected.toISOString()).toMatch(/Z$/);
    }),
    { numRuns: 200 },
  );
});
