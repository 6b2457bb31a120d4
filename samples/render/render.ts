import type { Appliance } from '../appliance/appliance.ts';
import { cicada8, nsir, nsirName, uac, uacName } from './collections.ts';
import type { Member } from './member.ts';
import { bundleName, supportBundle } from './support-bundle.ts';
import { flashVolume, logCopy, rootTree, singleConf, syslogExport, systemBackup, varVolume } from './trees.ts';

/** The kinds of evidence that one appliance can be handed in as, named as the report names them. */
export const kinds = [
  'root-tree',
  'support-bundle',
  'system-backup',
  'uac',
  'nsir',
  'cicada8',
  'var-volume',
  'flash-volume',
  'log-copy',
  'syslog-export',
  'ns-conf',
] as const;
export type Kind = (typeof kinds)[number];

/** The members that a collector of this kind would have put into its container, in order. */
export async function render(appliance: Appliance, kind: Kind): Promise<Member[]> {
  switch (kind) {
    case 'root-tree':
      return rootTree(appliance);
    case 'support-bundle':
      return supportBundle(appliance);
    case 'system-backup':
      return systemBackup(appliance);
    case 'uac':
      return uac(appliance);
    case 'nsir':
      return nsir(appliance);
    case 'cicada8':
      return cicada8(appliance);
    case 'var-volume':
      return varVolume(appliance);
    case 'flash-volume':
      return flashVolume(appliance);
    case 'log-copy':
      return logCopy(appliance);
    case 'syslog-export':
      return syslogExport(appliance);
    case 'ns-conf':
      return singleConf(appliance);
  }
}

/** The name that the collector would have given, without the extension of the container. */
export function nameOf(appliance: Appliance, kind: Kind): string {
  switch (kind) {
    case 'support-bundle':
      return bundleName(appliance);
    case 'uac':
      return uacName(appliance);
    case 'nsir':
      return nsirName(appliance);
    case 'cicada8':
      return `artifact_collection_${appliance.setting.hostname}`;
    default:
      return `${appliance.setting.hostname}-${kind}`;
  }
}
