import type { Printable } from '../../evidence/printable.ts';
import type { Level, Question, Shows } from '../../rules/rule.ts';
import type { Answer, Exposure, Verdict } from '../report.ts';
import {
  answerWords,
  exposureWords,
  levelWords,
  nextSteps,
  questionShort,
  questionWords,
  showsWords,
  verdictWords,
} from '../words.ts';
import { dutchWords } from './dutch.ts';

export const languages = ['en', 'nl'] as const;
export type Language = (typeof languages)[number];

/** The words of one language for what a report holds; screens and reports for people share them. The saved report itself is English. */
export interface ReportWords {
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly answers: Readonly<Record<Answer, string>>;
  readonly questions: Readonly<Record<Question, string>>;
  /** In two or three words. */
  readonly questionsShort: Readonly<Record<Question, string>>;
  readonly shows: Readonly<Record<Shows, string>>;
  readonly levels: Readonly<Record<Level, string>>;
  readonly exposure: Readonly<Record<Exposure['status'], string>>;
  /** What the owner does next. Names the report `REPORT.json`. */
  readonly next: Readonly<Record<Verdict, string>>;
  /** A sentence of the report, of a gap or of a refusal; what the language has no words for stays English. */
  prose(said: Printable): Printable;
}

const englishWords: ReportWords = {
  verdicts: verdictWords,
  answers: answerWords,
  questions: questionWords,
  questionsShort: questionShort,
  shows: showsWords,
  levels: levelWords,
  exposure: exposureWords,
  next: nextSteps,
  prose: (said) => said,
};

export const reportWords: Readonly<Record<Language, ReportWords>> = { en: englishWords, nl: dutchWords };

/** The language given; else that of the environment's `LC_ALL`, `LC_MESSAGES` or `LANG`, else English. */
export function languageOf(given: Language | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  if (given) return given;
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('nl') ? 'nl' : 'en';
}
