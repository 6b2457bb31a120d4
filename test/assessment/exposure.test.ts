import { describe, expect, test } from 'vitest';
import { type Appliance, unknownAppliance } from '../../src/appliance/appliance.ts';
import { exposureOf } from '../../src/assessment/exposure.ts';
import type { Advisory } from '../../src/rules/advisory.ts';

const advisory: Advisory = {
  cve: 'CVE-2025-6543',
  bulletin: 'CTX694788',
  published: '2025-06-25',
  exploitedSince: '2025-05-01',
  fixed: { '14.1': '47.46', '13.1': '59.19', '13.1-FIPS': '37.236', '13.1-NDcPP': '37.236' },
  notAffected: ['12.1-FIPS'],
  preconditions: [],
  references: [],
};
const withGateway: Advisory = {
  ...advisory,
  preconditions: [
    {
      text: 'a Gateway or AAA virtual server',
      condition: {
        kind: 'compare',
        field: 'directive',
        test: { op: 'equals', value: 'add vpn vserver', isCased: false },
      },
    },
  ],
};
const endOfLife = { '13.0': '2024-07-15', '12.1': '2023-05-30' };

function appliance(version: string, build: string, more: Partial<Appliance> = {}): Appliance {
  return { ...unknownAppliance, version, build, edition: 'standard', ...more };
}

function only(one: Advisory, box: Appliance, configuration?: string) {
  const configurations = new Map(configuration === undefined ? [] : [['/nsconfig/ns.conf', configuration] as const]);
  return exposureOf({ advisories: [one], endOfLife }, box, configurations)[0]!;
}

describe('the status of one CVE', () => {
  test.each([
    { name: 'below the fixed build', box: appliance('14.1', '43.56'), status: 'vulnerable' },
    { name: 'one sub-build below', box: appliance('14.1', '47.45'), status: 'vulnerable' },
    {
      name: 'a sub-build that is smaller as a number but larger as text',
      box: appliance('14.1', '47.9'),
      status: 'vulnerable',
    },
    { name: 'at the fixed build', box: appliance('14.1', '47.46'), status: 'fixed' },
    { name: 'above the fixed build', box: appliance('14.1', '56.73'), status: 'fixed' },
    { name: 'another branch, below', box: appliance('13.1', '58.32'), status: 'vulnerable' },
    { name: 'another branch, at', box: appliance('13.1', '59.19'), status: 'fixed' },
    {
      name: 'FIPS, below',
      box: appliance('13.1', '37.235', { edition: 'FIPS', isEditionStated: true }),
      status: 'vulnerable',
    },
    { name: 'FIPS, at', box: appliance('13.1', '37.236', { edition: 'FIPS', isEditionStated: true }), status: 'fixed' },
    {
      name: 'FIPS or NDcPP by its number, at',
      box: appliance('13.1', '37.236', { edition: 'FIPS or NDcPP', isEditionStated: true }),
      status: 'fixed',
    },
    {
      name: 'an edition that is not affected',
      box: appliance('12.1', '55.328', { edition: 'FIPS', isEditionStated: true }),
      status: 'not-affected',
    },
    { name: 'a branch past its end of life', box: appliance('13.0', '92.31'), status: 'vulnerable' },
    { name: 'a branch that the bulletin does not name', box: appliance('12.0', '63.21'), status: 'unknown' },
    { name: 'a release younger than the fix', box: appliance('15.1', '1.10'), status: 'not-affected' },
    { name: 'no build in the evidence', box: unknownAppliance, status: 'unknown' },
    { name: 'a build without its second number', box: appliance('14.1', '47'), status: 'unknown' },
  ])('$name: $status', ({ box, status }) => {
    expect(only(advisory, box).status).toBe(status);
  });

  test('is unknown where only the edition decides and the evidence does not tell it', () => {
    const november: Advisory = { ...advisory, fixed: { '14.1': '73.57', '14.1-FIPS': '73.58' } };
    expect(only(november, appliance('14.1', '73.57')).status).toBe('unknown');
    expect(only(november, appliance('14.1', '73.57', { edition: 'FIPS', isEditionStated: true })).status).toBe(
      'vulnerable',
    );
    expect(only(november, appliance('14.1', '73.56')).status).toBe('vulnerable');
    expect(only(november, appliance('14.1', '73.58')).status).toBe('fixed');
  });

  test.each([
    {
      name: 'the precondition is met',
      configuration: 'add vpn vserver gw SSL 198.51.100.20 443',
      status: 'vulnerable',
      met: true,
    },
    {
      name: 'the precondition is not met',
      configuration: 'add lb vserver web HTTP 198.51.100.21 80',
      status: 'not-affected',
      met: false,
    },
    { name: 'no configuration was seen', configuration: undefined, status: 'unknown', met: undefined },
  ])('when $name: $status', ({ configuration, status, met }) => {
    const exposure = only(withGateway, appliance('14.1', '43.56'), configuration);
    expect(exposure.status).toBe(status);
    expect(exposure.preconditions_met).toBe(met);
  });
});

describe('the exposure window', () => {
  const history: Appliance['history'] = [
    { version: '14.1', build: '43.56', kind: 'installed', from: new Date('2025-06-20T00:00:00Z'), basis: 'kernel' },
    { version: '14.1', build: '47.46', kind: 'installed', from: new Date('2025-07-01T00:00:00Z'), basis: 'kernel' },
    { version: '14.1', build: '47.46', kind: 'ran', from: new Date('2025-07-02T00:00:00Z'), basis: 'boot' },
  ];

  test('goes from the vulnerable build to the first run of the fixed one', () => {
    const { window } = only(advisory, appliance('14.1', '47.46', { history }));
    expect(window).toMatchObject({ from: '2025-06-20T00:00:00.000Z', to: '2025-07-02T00:00:00.000Z' });
  });

  test('begins with known exploitation where the vulnerable build was there before', () => {
    const older = history.map((one) =>
      one.build === '43.56' ? { ...one, from: new Date('2025-01-01T00:00:00Z') } : one,
    );
    expect(only(advisory, appliance('14.1', '47.46', { history: older })).window?.from).toBe(
      '2025-05-01T00:00:00.000Z',
    );
  });

  test('is still open on a vulnerable build', () => {
    const { window } = only(advisory, appliance('14.1', '43.56', { history: history.slice(0, 1) }));
    expect(window?.to).toBeUndefined();
    expect(window?.from).toBe('2025-06-20T00:00:00.000Z');
  });

  test('does not exist where the fixed build ran before exploitation began', () => {
    const early = [{ ...history[2]!, from: new Date('2025-04-01T00:00:00Z') }];
    expect(only(advisory, appliance('14.1', '47.46', { history: early })).window).toBeUndefined();
  });
});
