import type { Language } from '../assessment/languages/language.ts';
import type { CoreDumpCoverage } from '../assessment/report.ts';

/** The words of the text summary, by language. The shape is that of the English ones, so that a missing text does not compile. */
const en = {
  /** Columns of the labels. */
  labels: 11,
  findings: 'Findings',
  questions: 'Questions',
  notRead: 'Not read',
  unchecked: 'Unchecked',
  report: 'Report',
  next: 'Next',
  unknownName: 'appliance of unknown name',
  severalAppliances: 'several appliances',
  unknownBuild: 'build unknown',
  incomplete: (why: string) => `Incomplete: ${why}`,
  notFinished: 'The scan did not finish.',
  notSaved: 'not saved; --save DIR keeps it',
  leftUnsaved: 'not saved, and gone: examine again, and save with s',
  others: (count: number) => `${count} more: context, suppressed or benign`,
  noRules: 'none, because no rule could be evaluated',
  noneThatMatter: 'none that matter',
  more: (count: number) => `… and ${count} more in the report`,
  rulesNot: (count: number) => `${count} ${count === 1 ? 'rule' : 'rules'} could not be evaluated`,
  rulesPart: (count: number) => `${count} ${count === 1 ? 'rule' : 'rules'} only in part`,
  gaps: (count: number) => `${count} ${count === 1 ? 'item' : 'items'} could not be read in full`,
  holes: (count: number) => `${count} ${count === 1 ? 'log' : 'logs'} with holes`,
  peer: (peer: string) => `its high-availability peer ${peer}: examine that too`,
  since: (day: string) => `what happened before ${day} was left out (--since)`,
  noLog: 'no log with times was read',
  oldest: (day: string) => `the oldest log line is of ${day}`,
  listsAll: '(--coverage lists all)',
  andMore: (count: number) => `(and ${count} more)`,
  examined: 'What was examined',
  amount: (files: number, bytes: number, rules: number) =>
    `${files} files and ${bytes} bytes, by ${rules} ${rules === 1 ? 'rule' : 'rules'}`,
  logs: 'Logs (UTC)',
  none: 'none',
  nothing: 'nothing',
  noTimes: 'no times',
  to: 'to',
  lines: (files: number, lines: number, unknown: number) =>
    `${files} ${files === 1 ? 'file' : 'files'}, ${lines} ${lines === 1 ? 'line' : 'lines'}, ${unknown} of unknown form`,
  outputs: 'Configurations, tables and outputs of commands',
  records: (files: number, records: number, unknown: number) =>
    `${files} ${files === 1 ? 'file' : 'files'}, ${records} ${records === 1 ? 'record' : 'records'}, ${unknown} ${unknown === 1 ? 'line' : 'lines'} of unknown form`,
  cores: 'Core dumps, searched by the rules on memory and not by YARA rules',
  core: ({ form, program, program_told_by, pid, modified, bytes, zero_bytes }: CoreDumpCoverage) =>
    [
      program === undefined
        ? 'nothing says of which program'
        : `of ${program}${pid === undefined ? '' : ` (process ${pid})`}, as ${program_told_by === 'notes' ? 'the system noted in it' : 'its name says'}`,
      form === 'elf' ? undefined : 'its form is unknown or its beginning damaged',
      modified === undefined ? 'time unknown' : `last written ${modified}`,
      `${bytes} bytes, ${zero_bytes} of them zeros`,
    ]
      .filter((part) => part !== undefined)
      .join('; '),
  notEvaluable: 'Rules that could not be evaluated',
  inPart: 'Rules evaluated in part',
  notInFull: 'What could not be read in full',
  notListed: (count: number) => `and ${count} more that are not listed`,
  rules: (count: number) => `${count} ${count === 1 ? 'rule' : 'rules'}:`,
  /** What is English in every language. */
  note: '',
};
export type SummaryWords = typeof en;

const nl: SummaryWords = {
  labels: 12,
  findings: 'Bevindingen',
  questions: 'Vragen',
  notRead: 'Ongelezen',
  unchecked: 'Ongezien',
  report: 'Rapport',
  next: 'Vervolg',
  unknownName: 'apparaat zonder bekende naam',
  severalAppliances: 'verscheidene apparaten',
  unknownBuild: 'versie onbekend',
  incomplete: (why) => `Onvolledig: ${why}`,
  notFinished: 'Het onderzoek is niet afgemaakt.',
  notSaved: 'niet bewaard; --save MAP bewaart het',
  leftUnsaved: 'niet bewaard, en weg: onderzoek opnieuw en bewaar met s',
  others: (count) => `nog ${count}: context, onderdrukt of onschuldig`,
  noRules: 'geen, want geen regel was te beoordelen',
  noneThatMatter: 'geen die ertoe doet',
  more: (count) => `… en nog ${count} in het rapport`,
  rulesNot: (count) => `${count} ${count === 1 ? 'regel' : 'regels'} niet te beoordelen`,
  rulesPart: (count) => `${count} ${count === 1 ? 'regel' : 'regels'} alleen deels`,
  gaps: (count) => `${count} ${count === 1 ? 'onderdeel' : 'onderdelen'} niet volledig te lezen`,
  holes: (count) => `${count} ${count === 1 ? 'logboek' : 'logboeken'} met gaten`,
  peer: (peer) => `de andere node van het paar, ${peer}: onderzoek die ook`,
  since: (day) => `wat voor ${day} gebeurde is weggelaten (--since)`,
  noLog: 'er is geen logboek met tijden gelezen',
  oldest: (day) => `de oudste logregel is van ${day}`,
  listsAll: '(--coverage noemt alles)',
  andMore: (count) => `(en nog ${count})`,
  examined: 'Wat is onderzocht',
  amount: (files, bytes, rules) =>
    `${files} bestanden en ${bytes} bytes, met ${rules} ${rules === 1 ? 'regel' : 'regels'}`,
  logs: 'Logboeken (UTC)',
  none: 'geen',
  nothing: 'niets',
  noTimes: 'geen tijden',
  to: 'tot',
  lines: (files, lines, unknown) =>
    `${files} ${files === 1 ? 'bestand' : 'bestanden'}, ${lines} ${lines === 1 ? 'regel' : 'regels'}, ${unknown} van onbekende vorm`,
  outputs: 'Configuraties, tabellen en uitvoer van opdrachten',
  records: (files, records, unknown) =>
    `${files} ${files === 1 ? 'bestand' : 'bestanden'}, ${records} ${records === 1 ? 'gegeven' : 'gegevens'}, ${unknown} ${unknown === 1 ? 'regel' : 'regels'} van onbekende vorm`,
  cores: 'Core dumps, doorzocht met de regels voor geheugen en niet met YARA-regels',
  core: ({ form, program, program_told_by, pid, modified, bytes, zero_bytes }) =>
    [
      program === undefined
        ? 'nergens staat van welk programma'
        : `van ${program}${pid === undefined ? '' : ` (proces ${pid})`}, volgens ${program_told_by === 'notes' ? 'wat het systeem erin noteerde' : 'de naam'}`,
      form === 'elf' ? undefined : 'de vorm is onbekend of het begin beschadigd',
      modified === undefined ? 'tijd onbekend' : `laatst geschreven ${modified}`,
      `${bytes} bytes, waarvan ${zero_bytes} nullen`,
    ]
      .filter((part) => part !== undefined)
      .join('; '),
  notEvaluable: 'Regels die niet te beoordelen waren',
  inPart: 'Regels die deels beoordeeld zijn',
  notInFull: 'Wat niet volledig te lezen was',
  notListed: (count) => `en nog ${count} die niet genoemd zijn`,
  rules: (count) => `${count} ${count === 1 ? 'regel' : 'regels'}:`,
  note: 'De teksten van regels en het bewaarde rapport zijn Engels.',
};

export const summaryWords: Readonly<Record<Language, SummaryWords>> = { en, nl };
