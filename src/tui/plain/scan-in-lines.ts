import { foldOutcome, noScan } from '../../assessment/scan-state.ts';
import { countText } from '../amounts.ts';
import { line } from '../line.ts';
import { hostKeyPage } from '../pages/host-key-page.ts';
import type { ScanResult } from '../ports.ts';
import type { Target } from '../state.ts';
import { agree, columns, type PlainSetting, say } from './talk.ts';

/** A line about progress is said this often, in milliseconds: each is read aloud. */
const TELL_EVERY_MS = 10_000;

/** Runs a scan; asks and tells in lines. An interrupt ends it with what there is. */
export async function scanInLines(setting: PlainSetting, target: Target): Promise<ScanResult> {
  const { ports, texts, io } = setting;
  const controller = new AbortController();
  let scan = noScan;
  const timer = setInterval(() => {
    const { share, entries, findings } = scan.progress;
    const found = Object.values(findings).reduce((sum, count) => sum + count, 0);
    const done = share === undefined ? texts.running.noEstimate : `${Math.floor(share * 100)} %`;
    io.print(texts.plain.progress(done, countText(entries, texts.locale), found));
  }, TELL_EVERY_MS);
  const restore = io.onInterrupt(() => controller.abort());
  try {
    return await ports.scan({
      target: target.address,
      signal: controller.signal,
      mayContinue: () => undefined,
      ask: {
        hostKey: (key) => {
          say(setting, hostKeyPage(key, texts, columns(setting)));
          return agree(setting, texts.plain.sameKey);
        },
        secret: (words) => io.askHidden(texts.prose(words)),
        answer: (words) => io.ask(texts.prose(words)),
      },
      onStarted: () => say(setting, [line(`${texts.titles.running} …`)]),
      onOutcome: (outcome) => {
        scan = foldOutcome(scan, outcome);
      },
      ...(target.earlier !== undefined && { earlier: target.earlier }),
    });
  } finally {
    clearInterval(timer);
    restore();
  }
}
