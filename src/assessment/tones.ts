import type { FindingMark } from '../findings/finding.ts';
import type { Level } from '../rules/rule.ts';
import type { Answer, Exposure, Verdict } from './report.ts';

/** How a code of the report is shown: each screen has its own colours for these, and says the words beside. */
type CodeTone = 'bad' | 'doubtful' | 'good' | 'plain' | 'quiet';

export const verdictTone: Readonly<Record<Verdict, CodeTone>> = {
  'compromise-indicated': 'bad',
  suspicious: 'doubtful',
  targeted: 'doubtful',
  'no-indicators': 'good',
  'not-assessable': 'doubtful',
};

export const answerTone: Readonly<Record<Answer, CodeTone>> = {
  found: 'bad',
  attempted: 'doubtful',
  'could-not-check': 'doubtful',
  'nothing-in-what-was-examined': 'plain',
};

export const levelTone: Readonly<Record<Level, CodeTone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'doubtful',
  low: 'plain',
  informational: 'quiet',
};

export const exposureTone: Readonly<Record<Exposure['status'], CodeTone>> = {
  vulnerable: 'bad',
  fixed: 'plain',
  'not-affected': 'quiet',
  unknown: 'doubtful',
};

export const markTone: Readonly<Record<FindingMark['status'], CodeTone>> = {
  open: 'plain',
  benign: 'good',
  confirmed: 'bad',
};
