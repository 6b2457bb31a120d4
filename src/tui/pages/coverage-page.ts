import { fileSystemWords } from '../../assessment/file-system-words.ts';
import type { Report, RuleCoverage } from '../../assessment/report.ts';
import { bytesText, clockText, countText } from '../amounts.ts';
import { blank, type Line, labelled, line, wrapped } from '../line.ts';
import type { Catalogue } from '../texts/en.ts';
import { applianceName, exposureOf } from './verdict-page.ts';

const LABEL = 16;

/** What was looked at, for which period, and everything that was not. */
export function coveragePage(report: Report, texts: Catalogue, width: number): readonly Line[] {
  const words = texts.coverage;
  const { rules, artifacts, logs, gaps, gaps_not_listed, files, bytes } = report.coverage;
  const count = (value: number) => countText(value, texts.locale);
  const item = (raw: string) => wrapped(`- ${raw}`, width, 'plain', 2);
  return [
    line(words.examined, 'strong'),
    ...wrapped(words.amount(count(files), bytesText(bytes), rules.evaluated), width),
    ...report.evidence.flatMap(({ name, kind, sha256, file_systems }) => {
      const what = file_systems === undefined ? kind : `${kind}: ${file_systems.map(fileSystemWords).join(', ')}`;
      const hash = sha256 === undefined ? '' : `, SHA-256 ${sha256}`;
      return labelled(words.evidence, `${name} (${what})${hash}`, width, LABEL);
    }),
    ...labelled(words.appliance, applianceName(report, texts), width, LABEL),
    ...labelled(words.timeMethod, texts.prose(report.appliance.time_method), width, LABEL),
    ...labelled(words.rulesVersion, `${report.rules.version}, SHA-256 ${report.rules.sha256}`, width, LABEL),
    ...Object.entries(artifacts).flatMap(([category, number]) => labelled(category, count(number), width, 22)),
    blank,
    line(words.logs, 'strong'),
    ...(logs.length === 0 ? item(words.noLogs) : []),
    ...logs.flatMap((log) => {
      const period =
        log.from === undefined ? words.noPeriod : `${clockText(log.from)} - ${clockText(log.to ?? log.from)}`;
      return [
        ...item(
          `${texts.prose(log.log)}: ${period}; ${words.lines(count(log.lines), log.files, count(log.unknown_lines))}`,
        ),
        ...log.gaps.flatMap((gap) => wrapped(`    ${texts.prose(gap)}`, width, 'doubtful', 4)),
      ];
    }),
    blank,
    line(words.notEvaluable, 'strong'),
    ...ruleLines(rules.not_evaluable, texts, width),
    blank,
    line(words.inPart, 'strong'),
    ...ruleLines(rules.in_part, texts, width),
    blank,
    line(words.gaps, 'strong'),
    ...(gaps.length === 0 ? item(words.nothing) : []),
    ...gaps.flatMap(({ path, reason, detail }) =>
      item(`${texts.prose(path)} (${words.reasons[reason]}): ${texts.prose(detail)}`),
    ),
    ...(gaps_not_listed > 0 ? item(words.more(gaps_not_listed)) : []),
    blank,
    line(words.exposure, 'strong'),
    ...(report.exposure.length === 0 ? item(words.none) : []),
    ...report.exposure.flatMap((one) => exposureOf(one, texts, width)),
  ];
}

/** Under their reason, because one reason often holds for many. */
function ruleLines(rules: readonly RuleCoverage[], texts: Catalogue, width: number): readonly Line[] {
  if (rules.length === 0) return wrapped(`- ${texts.coverage.none}`, width);
  const byReason = Map.groupBy(rules, ({ reason }) => reason);
  return [...byReason].flatMap(([reason, own]) => [
    ...wrapped(texts.prose(reason), width, 'doubtful'),
    ...own.flatMap(({ title, question }) =>
      wrapped(`- ${title} (${texts.questionsShort[question]})`, width, 'plain', 2),
    ),
  ]);
}
