import { type Appliance, timeMethod } from '../appliance/appliance.ts';
import type { EvidenceDescription, FileSystemFacts } from '../evidence/entry.ts';
import { type Printable, printable, text } from '../evidence/printable.ts';
import type { ApplianceRecord, EvidenceRecord, Report } from './report.ts';

/** `appliance` is what this evidence says of it, where there are several. */
export function evidenceRecord(evidence: EvidenceDescription, appliance?: Appliance): EvidenceRecord {
  const { kind, name, sha256, hashedAgain, bytes, entries, collected, collectedToldBy, notBefore, session } = evidence;
  const { fileSystems } = evidence;
  return {
    kind,
    name,
    entries,
    ...(sha256 !== undefined && { sha256 }),
    ...(hashedAgain && 'sha256' in hashedAgain && { sha256_after: hashedAgain.sha256 }),
    ...(hashedAgain && 'not' in hashedAgain && { not_hashed_again: hashedAgain.not }),
    ...(bytes !== undefined && { bytes }),
    ...(collected && { collected: collected.toISOString() }),
    ...(collectedToldBy && { collected_told_by: collectedToldBy }),
    ...(notBefore && { not_collected_before: notBefore.toISOString() }),
    ...(appliance && {
      names: words({ hostname: appliance.hostname, nsip: appliance.nsip, serial: appliance.serial }),
    }),
    ...(fileSystems && { file_systems: fileSystems.map(fileSystemRecord) }),
    ...(session && {
      session: {
        started: session.started.toISOString(),
        finished: session.finished.toISOString(),
        account: session.account,
        host_key: session.hostKey,
        sessions: session.sessions,
        ...(session.sourceAddress && { source_address: session.sourceAddress }),
      },
    }),
  };
}

function fileSystemRecord({ partition, form, mount, mountToldBy, written, isClean }: FileSystemFacts) {
  return {
    form,
    is_clean: isClean,
    ...(partition && { partition }),
    ...(mount && { mount }),
    ...(mountToldBy && { mount_told_by: mountToldBy }),
    ...(written && { written: written.toISOString() }),
  };
}

/** Every command of the live evidence among these, in order; undefined where none is live. */
export function transcriptOf(evidence: readonly EvidenceDescription[]): Report['transcript'] {
  const lines = evidence.flatMap(({ transcript }) => transcript ?? []);
  if (lines.length === 0) return undefined;
  return lines.map(({ started, finished, command, bytes, exitStatus, outcome }) => ({
    started: started.toISOString(),
    finished: finished.toISOString(),
    command,
    bytes,
    outcome,
    ...(exitStatus !== undefined && { exit_status: exitStatus }),
  }));
}

export function applianceRecord(appliance: Appliance): ApplianceRecord {
  const {
    hostname,
    nsip,
    version,
    build,
    buildToldBy,
    otherBuilds,
    edition,
    isEditionStated,
    model,
    platform,
    serial,
    ha,
    partitions,
    timeZone,
  } = appliance;
  return {
    ...words({ hostname, nsip, version, build, build_told_by: buildToldBy, model, platform, serial }),
    ...(otherBuilds.length > 0 && {
      other_builds: otherBuilds.map((other) => ({
        build: text`${other.version}-${other.build}`,
        told_by: printable(other.toldBy),
      })),
    }),
    ...(edition !== undefined && {
      edition: isEditionStated ? printable(edition) : text`${edition} (assumed: nothing says otherwise)`,
    }),
    ...(ha && { ha: { role: printable(ha.role), ...words({ peer: ha.peer }) } }),
    ...(partitions.length > 0 && { partitions: partitions.map(printable) }),
    ...(timeZone && { time_zone: printable(timeZone.configured ?? timeZone.zone) }),
    time_method: printable(timeMethod(appliance)),
  };
}

function words<Name extends string>(
  values: Readonly<Record<Name, string | undefined>>,
): { readonly [K in Name]?: Printable } {
  const present = Object.entries<string | undefined>(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, printable(value)]],
  );
  return Object.fromEntries(present);
}
