import { access } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultDetailsPath, knownDetails, longestDetail, requireDetails, saveDetails } from '../../sharing/details.ts';
import { readRecipient } from '../../sharing/openpgp.ts';
import { buildPackage, refuseClear } from '../../sharing/package.ts';
import { placesOf, replacedByClass } from '../../sharing/preview.ts';
import { profileNames, profiles } from '../../sharing/profiles.ts';
import { refuseUnsearchable } from '../../sharing/redact.ts';
import type { SharePort, ShareRequest } from '../../tui/share/port.ts';
import { redactWithKey, refuseRedacted } from '../redaction-options.ts';
import {
  emptyFolder,
  inGroups,
  leaveNothing,
  recipientWith,
  refuseChanged,
  refuseUsedFolder,
  writePackage,
} from '../share-package.ts';
import { absolute } from './files.ts';

/** Where a package goes unless the user says otherwise: as the examples of `nsleuth share` have it. */
const FOLDER = 'package';
/** Other names tried when there is something already. */
const NAMES_TRIED = 100;
/** Long enough for a screen to say what is being done, before work that leaves no time for drawing. */
const DRAWN_MS = 120;

/** What `nsleuth share` does, step by step for the interface. */
export const sharePort: SharePort = {
  async begin(report) {
    refuseChanged(report, 'This report');
    refuseRedacted(report);
    const path = defaultDetailsPath();
    return {
      recipients: profileNames.map((name) => {
        const { recipient, site, asks, asksToo, hasNis2 } = profiles[name];
        return { name, address: recipient, site, asks, asksToo, hasStages: hasNis2 };
      }),
      details: await knownDetails(report, path, false),
      detailsPath: path,
      longestDetail,
      folder: await unusedFolder(),
    };
  },
  async checkMark(mark, hasKeptValues) {
    refuseClear(mark, { isRedacted: true, hasKeptValues, hasFiles: false });
  },
  remember: (details) => saveDetails(defaultDetailsPath(), details),
  async checkValue(value) {
    refuseUnsearchable(value);
  },
  async review(report, { mark, keep, withhold }) {
    refuseClear(mark, { isRedacted: true, hasKeptValues: keep.length > 0, hasFiles: false });
    await pause(DRAWN_MS);
    const { redaction } = await redactWithKey(report, { keep, withhold });
    const doubts = redaction.doubtful.map(({ value, decision, reason }) => ({ value, proposal: decision, reason }));
    const places = placesOf(redaction);
    const listed = [...doubts.map(({ value }) => value), ...keep, ...withhold];
    return {
      classes: replacedByClass(redaction.replaced),
      stays: redaction.kept,
      doubts,
      places: new Map(listed.map((value) => [value, places(value)])),
    };
  },
  async checkFolder(typed) {
    const path = absolute(typed);
    await refuseUsedFolder(path);
    return path;
  },
  async readKey(typed) {
    const path = absolute(typed);
    const { userIds, fingerprint } = await readRecipient(path);
    return { path, userIds, fingerprint: inGroups(fingerprint) };
  },
  async make(report, request) {
    await pause(DRAWN_MS);
    refuseChanged(report, 'This report');
    const folder = await emptyFolder(absolute(request.folder));
    try {
      return await fill(folder.path, report, request);
    } catch (error) {
      await leaveNothing(folder);
      throw error;
    }
  },
};

async function fill(folder: string, report: Parameters<SharePort['make']>[0], request: ShareRequest) {
  const { recipient: profile, stage, mark, details, keep, withhold, key } = request;
  // The file may have been exchanged since its fingerprint was shown.
  const recipient = key && (await recipientWith(key.path, key.fingerprint));
  requireDetails(details, profiles[profile].asks, profiles[profile].name);
  const { redaction, commit, keyPath } = await redactWithKey(report, { keep, withhold });
  const files = buildPackage(redaction, {
    profile,
    stage,
    details,
    tlp: mark,
    created: new Date(),
    hasKeptValues: keep.length > 0,
  });
  await commit();
  const written = await writePackage(folder, files, report, profiles[profile], recipient);
  return { ...written, folder, pseudonymKey: keyPath };
}

/** `package` in the working folder, or the first of `package-2`, … that is not there. */
async function unusedFolder(): Promise<string> {
  for (let attempt = 1; attempt <= NAMES_TRIED; attempt++) {
    const name = attempt === 1 ? FOLDER : `${FOLDER}-${attempt}`;
    const isThere = await access(absolute(name)).then(
      () => true,
      () => false,
    );
    if (!isThere) return name;
  }
  return FOLDER;
}
