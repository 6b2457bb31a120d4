import type { Answer, Exposure, Verdict } from '../assessment/report.ts';
import type { Finding } from '../findings/finding.ts';
import type { Level } from '../rules/rule.ts';
import type { Tone } from './palette.ts';

/** Looks by what a code means. The words stand beside them. */

export const verdictTone: Readonly<Record<Verdict, Tone>> = {
  'compromise-indicated': 'bad',
  suspicious: 'doubtful',
  targeted: 'doubtful',
  'no-indicators': 'good',
  'not-assessable': 'doubtful',
};

export const answerTone: Readonly<Record<Answer, Tone>> = {
  found: 'bad',
  attempted: 'doubtful',
  'could-not-check': 'doubtful',
  'nothing-in-what-was-examined': 'plain',
};

export const levelTone: Readonly<Record<Level, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'doubtful',
  low: 'plain',
  informational: 'quiet',
};

export const exposureTone: Readonly<Record<Exposure['status'], Tone>> = {
  vulnerable: 'bad',
  fixed: 'plain',
  'not-affected': 'quiet',
  unknown: 'doubtful',
};

export const markTone: Readonly<Record<Finding['triage']['status'], Tone>> = {
  open: 'plain',
  benign: 'good',
  confirmed: 'bad',
};
