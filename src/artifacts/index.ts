import { authorizedKeys, passwordFile } from './accounts.ts';
import type { ArtifactReader } from './artifact.ts';
import { bodyFile, timelineTable } from './body-file.ts';
import { bootLoader } from './boot-loader.ts';
import { cliOutput } from './cli-output.ts';
import { crontab } from './crontab.ts';
import { httpdConfig } from './httpd-config.ts';
import { lsListing } from './ls-listing.ts';
import { nsConf } from './ns-conf.ts';
import { nsLog } from './ns-log.ts';
import { hashList, setIdList } from './path-lists.ts';
import { processExecutables } from './process-executables.ts';
import { processList } from './process-list.ts';
import { shellHistories } from './shell-history.ts';
import { sockets } from './sockets.ts';
import { startupFile } from './startup-file.ts';
import { sysctl } from './sysctl.ts';
import { collectionDate, collectorLog, installState, kernelMessages, uname, versionFile } from './system-facts.ts';
import { cronLogs, freeFormLogs, shellLogs, systemLogs } from './system-logs.ts';
import { webAccessLogs } from './web-access.ts';
import { webErrorLogs } from './web-error.ts';

/** Every artifact nsleuth can read; a new one is its file, a line here, and a test. */
export const readers: readonly ArtifactReader[] = [
  nsLog,
  webAccessLogs,
  webErrorLogs,
  shellLogs,
  cronLogs,
  systemLogs,
  freeFormLogs,
  shellHistories,
  authorizedKeys,
  passwordFile,
  bodyFile,
  timelineTable,
  bootLoader,
  cliOutput,
  crontab,
  httpdConfig,
  lsListing,
  nsConf,
  hashList,
  setIdList,
  processExecutables,
  processList,
  sockets,
  startupFile,
  sysctl,
  collectionDate,
  collectorLog,
  installState,
  kernelMessages,
  uname,
  versionFile,
];
