import { type Appliance, type BuildSighting, branchesOf, compareBuilds } from '../appliance/appliance.ts';
import { nsConf } from '../artifacts/ns-conf.ts';
import { type Printable, text } from '../evidence/printable.ts';
import type { Finding } from '../findings/finding.ts';
import { compileCondition } from '../findings/match.ts';
import type { Advisories, Advisory } from '../rules/advisory.ts';
import type { Exposure } from './report.ts';

/** The configurations that were seen, by canonical path. */
export type Configurations = ReadonlyMap<string, string>;

/** For each advisory: whether this build and configuration is vulnerable, and from when to when it was. Pure. */
export function exposureOf(
  { advisories, endOfLife }: Advisories,
  appliance: Appliance,
  configurations: Configurations,
): readonly Exposure[] {
  const isMet = preconditionCheck(configurations);
  return advisories.map((advisory) => {
    const met = isMet(advisory);
    const { status, why, fixedBuild } = judge(advisory, appliance, endOfLife, met);
    const window = status === 'not-affected' ? undefined : windowOf(advisory, appliance, status);
    const { cve, bulletin, score, exploitedSince } = advisory;
    return {
      cve,
      status,
      why,
      ...(bulletin !== undefined && { bulletin: text`${bulletin}` }),
      ...(score !== undefined && { score }),
      ...(fixedBuild !== undefined && { fixed_build: text`${fixedBuild}` }),
      ...(met !== undefined && { preconditions_met: met }),
      ...(exploitedSince !== undefined && { exploited_since: exploitedSince }),
      ...(window && { window }),
    };
  });
}

interface Judgement {
  readonly status: Exposure['status'];
  readonly why: Printable;
  readonly fixedBuild?: string;
}

function judge(
  advisory: Advisory,
  appliance: Appliance,
  endOfLife: Advisories['endOfLife'],
  met: boolean | undefined,
): Judgement {
  const { version, build } = appliance;
  if (version === undefined || build === undefined)
    return { status: 'unknown', why: text`The evidence does not tell which build runs.` };
  if (!build.includes('.'))
    return {
      status: 'unknown',
      why: text`The evidence tells the build only as ${version}-${build}, without its second number.`,
    };
  const judgements = candidateBranches(advisory, appliance).map((branch) =>
    judgeBranch(advisory, branch, version, build, endOfLife),
  );
  const [first] = judgements;
  if (judgements.some(({ status }) => status !== first!.status)) {
    return {
      status: 'unknown',
      why: text`Build ${version}-${build} is fixed in one edition and not in another, and the evidence does not tell the edition.`,
    };
  }
  if (first!.status !== 'vulnerable') return first!;
  return withPreconditions(first!, advisory, met);
}

/** The names under which this appliance may be listed: several where the evidence does not tell the edition and the number does not either. */
function candidateBranches(
  { fixed, notAffected }: Advisory,
  { version, edition, isEditionStated }: Appliance,
): readonly string[] {
  const branches = branchesOf(version!, edition ?? 'standard');
  const isAmbiguous = !isEditionStated && version === '14.1' && fixed['14.1-FIPS'] !== undefined;
  const candidates = isAmbiguous ? [...branches, '14.1-FIPS'] : branches;
  const listed = candidates.filter((branch) => fixed[branch] !== undefined || notAffected.includes(branch));
  return listed.length > 0 ? listed : candidates;
}

function judgeBranch(
  { fixed, notAffected }: Advisory,
  branch: string,
  version: string,
  build: string,
  endOfLife: Advisories['endOfLife'],
): Judgement {
  if (notAffected.includes(branch))
    return { status: 'not-affected', why: text`The bulletin names ${branch} as not affected.` };
  const fixedBuild = fixed[branch];
  if (fixedBuild !== undefined) {
    const isFixed = compareBuilds(build, fixedBuild) >= 0;
    const why = isFixed
      ? text`Build ${version}-${build} is at or above the fixed build ${fixedBuild} of ${branch}.`
      : text`Build ${version}-${build} is below the fixed build ${fixedBuild} of ${branch}.`;
    return { status: isFixed ? 'fixed' : 'vulnerable', why, fixedBuild: `${branch}-${fixedBuild}` };
  }
  if (Object.keys(fixed).length === 0) return { status: 'unknown', why: text`No fixed build is known.` };
  const isNewer = Object.keys(fixed).every((listed) => compareBuilds(version, listed.split('-')[0]!) > 0);
  if (isNewer) return { status: 'not-affected', why: text`Release ${version} came after the fix.` };
  if (branch in endOfLife)
    return { status: 'vulnerable', why: text`${branch} is past its end of life and got no fix.` };
  return { status: 'unknown', why: text`The bulletin does not name ${branch}.` };
}

function withPreconditions(judgement: Judgement, { preconditions }: Advisory, met: boolean | undefined): Judgement {
  if (preconditions.length === 0) return judgement;
  const needs = preconditions.map((one) => one.text).join(', and ');
  if (met === true) return { ...judgement, why: text`${judgement.why} The configuration has what it takes: ${needs}.` };
  if (met === false)
    return {
      ...judgement,
      status: 'not-affected',
      why: text`${judgement.why} But the configuration lacks what it takes: ${needs}.`,
    };
  return {
    ...judgement,
    status: 'unknown',
    why: text`${judgement.why} Whether the configuration has what it takes (${needs}) is not in the evidence.`,
  };
}

/** Configurations that hold now: the saved one, those of partitions, the running one. */
const CURRENT =
  /^\/nsconfig\/(?:ns\.conf|partitions\/[^/]+\/ns\.conf)$|^\/shell\/(?:.*\/)?ns_running_config\.(?:conf|txt)$/;

/** Undefined where no configuration was seen. */
function preconditionCheck(configurations: Configurations): (advisory: Advisory) => boolean | undefined {
  const current = [...configurations].filter(([path]) => CURRENT.test(path));
  const records = current.flatMap(([path, content]) =>
    [...nsConf.read(content, { path }).records]
      .filter(({ category }) => category === 'nsconf')
      .map((record) => ({ ...record, path, original: path })),
  );
  return ({ preconditions }) => {
    if (current.length === 0) return undefined;
    return preconditions.every(({ condition }) => {
      const matches = compileCondition(condition, {});
      return records.some((record) => matches(record));
    });
  };
}

function windowOf(advisory: Advisory, appliance: Appliance, status: Exposure['status']): Exposure['window'] {
  const { version, edition } = appliance;
  const published = advisory.exploitedSince ?? advisory.published;
  if (version === undefined || published === undefined) return undefined;
  const known = new Date(published);
  const sightings = appliance.history.filter(
    (sighting) => sighting.from !== undefined && fixedBuildFor(advisory, sighting, edition) !== undefined,
  );
  const isFixed = (sighting: BuildSighting) =>
    compareBuilds(sighting.build, fixedBuildFor(advisory, sighting, edition)!) >= 0;
  const vulnerable = sightings.filter((sighting) => !isFixed(sighting));
  const fixed = sightings.filter(isFixed).sort(ranFirst);
  const to = status === 'fixed' ? fixed[0] : undefined;
  if (status === 'fixed' && !to) return undefined;
  if (to && to.from! <= known) return undefined;
  if (status === 'unknown' && vulnerable.length === 0) return undefined;
  const began = vulnerable.map((sighting) => sighting.from!).sort((a, b) => a.getTime() - b.getTime())[0];
  const from = began && began > known ? began : known;
  const beginning = began
    ? text`A vulnerable build was there from ${day(began)}`
    : text`When the vulnerable build began to run is not in the evidence`;
  const first = advisory.exploitedSince
    ? text`exploitation is known from ${day(known)}`
    : text`the weakness was published on ${day(known)}`;
  const end = to
    ? text`the first sign of the fixed build is of ${day(to.from!)}: ${to.basis}`
    : text`no fixed build was seen to run`;
  return {
    from: from.toISOString(),
    ...(to && { to: to.from!.toISOString() }),
    basis: text`${beginning}; ${first}; ${end}.`,
  };
}

function fixedBuildFor(
  { fixed }: Advisory,
  sighting: BuildSighting,
  edition: Appliance['edition'],
): string | undefined {
  return branchesOf(sighting.version, edition ?? 'standard')
    .map((branch) => fixed[branch])
    .find((build) => build !== undefined);
}

/** A build that ran counts more than one that was only installed; then the earlier. */
function ranFirst(a: BuildSighting, b: BuildSighting): number {
  if (a.kind !== b.kind) return a.kind === 'ran' ? -1 : 1;
  return a.from!.getTime() - b.from!.getTime();
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Marks each finding as before, during or after the exposure windows of its rule's CVEs, or of any CVE where it names none. */
export function withWindows(findings: readonly Finding[], exposure: readonly Exposure[]): readonly Finding[] {
  return findings.map((finding) => {
    const time = finding.first_seen ?? finding.file?.modified;
    const window = time === undefined ? undefined : windowFor(finding, time, exposure);
    return window === undefined ? finding : { ...finding, window };
  });
}

/** Where a time lies against the exposure windows of a finding's own CVEs, or of any CVE where its rule names none. */
export function windowFor({ rule }: Finding, time: string, exposure: readonly Exposure[]): Finding['window'] {
  return phaseOf(
    time,
    exposure.filter(({ cve }) => rule.cve.length === 0 || rule.cve.includes(cve)),
  );
}

/** Before all exposure windows, within one, or after one; undefined where there is no window. `time` is an RFC 3339 UTC string. */
export function phaseOf(time: string, exposure: readonly Exposure[]): Finding['window'] {
  return exposure.some(({ window }) => window) ? positionOf(time, exposure) : undefined;
}

function positionOf(time: string, exposure: readonly Exposure[]): NonNullable<Finding['window']> {
  const windows = exposure.flatMap(({ window }) => window ?? []);
  if (windows.some(({ from = '', to = '~' }) => time >= from && time <= to)) return 'during';
  return windows.every(({ from = '' }) => time < from) ? 'before' : 'after';
}
