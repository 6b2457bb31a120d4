import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Appliance, unknownAppliance } from '../../src/appliance/appliance.ts';
import { exposureOf } from '../../src/assessment/exposure.ts';
import { type Advisory, loadAdvisories } from '../../src/rules/advisory.ts';

const { advisories, endOfLife } = await loadAdvisories([join(import.meta.dirname, '../../rules')]);

/** An appliance of that branch; `13.1-FIPS` states its edition. */
function appliance(branch: string, build: string): Appliance {
  const [version = '', edition] = branch.split('-');
  const isStated = edition === 'FIPS' || edition === 'NDcPP';
  return { ...unknownAppliance, version, build, edition: isStated ? edition : 'standard', isEditionStated: true };
}

/** Without its preconditions: the builds alone. */
function statusOf(advisory: Advisory, branch: string, build: string): string {
  const one = { ...advisory, preconditions: [] };
  return exposureOf({ advisories: [one], endOfLife }, appliance(branch, build), new Map())[0]!.status;
}

const fixes = advisories.flatMap((advisory) =>
  Object.entries(advisory.fixed).map(([branch, build]) => ({ advisory, cve: advisory.cve, branch, build })),
);

test('the advisories name fixed builds', () => expect(fixes.length).toBeGreaterThan(100));

describe('every shipped fixed build', () => {
  test.each(fixes)('$cve in $branch: vulnerable below $build, fixed at and above it', ({ advisory, branch, build }) => {
    const [major = 0, minor = 0] = build.split('.').map(Number);
    // Numbers, not decimals: a sub-build with more digits is not a larger fraction.
    const below = [`${major - 1}.${minor + 900}`, ...(minor > 0 ? [`${major}.${minor - 1}`] : [])];
    const above = [`${major}.${minor + 1}`, `${major}.${minor * 10 + 10}`, `${major + 1}.0`];
    expect(below.map((one) => statusOf(advisory, branch, one))).toEqual(below.map(() => 'vulnerable'));
    expect([build, ...above].map((one) => statusOf(advisory, branch, one))).toEqual(
      [build, ...above].map(() => 'fixed'),
    );
  });
});
