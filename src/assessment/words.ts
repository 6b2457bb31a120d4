import type { Level, Question, Shows } from '../rules/rule.ts';
import type { Answer, Exposure, Verdict } from './report.ts';

/** The words for what the report holds as codes; the same on every screen and in every format. */

export const verdictWords: Readonly<Record<Verdict, string>> = {
  'compromise-indicated': 'Compromise indicated',
  suspicious: 'Suspicious',
  targeted: 'Targeted',
  'no-indicators': 'No indicators in what was examined',
  'not-assessable': 'Not assessable',
};

/** Never "clean": an answer says what was looked at. */
export const answerWords: Readonly<Record<Answer, string>> = {
  found: 'found',
  attempted: 'attempted',
  'nothing-in-what-was-examined': 'nothing in what was examined',
  'could-not-check': 'could not check',
};

export const questionWords: Readonly<Record<Question, string>> = {
  exploitation: 'Was a vulnerability exploited?',
  webshell: 'Was a web shell placed?',
  execution: 'Did injected commands run?',
  persistence: 'Is something persistent?',
  'privilege-escalation': 'Were privileges raised?',
  'session-theft': 'Were sessions stolen?',
  'credential-theft': 'Were credentials stolen?',
  'configuration-theft': 'Was the configuration stolen?',
  accounts: 'Were accounts added?',
  'command-and-control': 'Was it controlled from outside?',
  'trace-removal': 'Were traces removed?',
};

export const showsWords: Readonly<Record<Shows, string>> = {
  compromise: 'shows compromise',
  suspicious: 'suspicious',
  attempt: 'shows an attempt',
  weakness: 'a weakness',
  context: 'context',
};

export const levelWords: Readonly<Record<Level, string>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  informational: 'informational',
};

export const exposureWords: Readonly<Record<Exposure['status'], string>> = {
  vulnerable: 'vulnerable',
  fixed: 'fixed build is running',
  'not-affected': 'not affected',
  unknown: 'unknown',
};

/** A question in two or three words, for a line that lists many. */
export const questionShort: Readonly<Record<Question, string>> = {
  exploitation: 'exploitation',
  webshell: 'web shell',
  execution: 'commands run',
  persistence: 'persistence',
  'privilege-escalation': 'privileges raised',
  'session-theft': 'session theft',
  'credential-theft': 'credential theft',
  'configuration-theft': 'configuration theft',
  accounts: 'accounts added',
  'command-and-control': 'control from outside',
  'trace-removal': 'traces removed',
};

/** What the owner does next, by verdict. */
export const nextSteps: Readonly<Record<Verdict, string>> = {
  'compromise-indicated':
    'Do not restart the appliance. Isolate it, keep the evidence, read the findings, and tell your CERT: nsleuth share REPORT.json --out package',
  suspicious:
    'Ask who did what the findings show. If nobody did, isolate the appliance and tell your CERT: nsleuth share REPORT.json --out package',
  targeted:
    'Nothing shows that the attempts worked. Patch, keep the logs, and look again at what could not be checked.',
  'no-indicators':
    'Patch where the exposure list says so, and collect what could not be checked: nsleuth report REPORT.json --coverage',
  'not-assessable':
    'Collect more: a support bundle and /var/log, or scan the appliance itself: nsleuth scan ssh://nsroot@HOST',
};
