import { counts } from '../assessment/conclude.ts';
import type { Report } from '../assessment/report.ts';
import { answerWords, questionWords, verdictWords } from '../assessment/words.ts';
import {
  type DetailName,
  type Details,
  detailNames,
  detailWords,
  type Profile,
  type Stage,
  stageWords,
} from './profiles.ts';

const FILL_IN = '[to be filled in]';

export interface CoveringTextOptions {
  readonly profile: Profile;
  readonly details: Details;
  readonly stage: Stage;
}

/** What goes with the package, in words: who writes, what was found, what the package holds, and what the stage of the notification asks. */
export function coveringText(report: Report, { profile, details, stage }: CoveringTextOptions): string {
  const { assessment, sharing, appliance, exposure } = report;
  const applied = exposure.filter((one) => one.status === 'vulnerable' || one.window !== undefined);
  const met = new Set(report.findings.filter(counts).flatMap((one) => one.rule.cve));
  const release =
    appliance.version === undefined
      ? 'of unknown release'
      : `with release ${appliance.version}-${appliance.build ?? '?'}`;
  const lines = [
    sharing.tlp,
    '',
    `To:      ${profile.recipient}   (${profile.name}; CHECK this on ${profile.site} before you send anything)`,
    `From:    ${details.organisation ?? FILL_IN}`,
    `Subject: [${sharing.tlp}] ${verdictWords[assessment.verdict]} on a Citrix NetScaler`,
    ...(profile.hasNis2 ? [`Stage:   ${stageWords[stage]}`] : []),
    '',
    `We examined a Citrix NetScaler ${release} with nsleuth ${report.tool.version} (rules ${report.rules.version}).`,
    `Verdict: ${verdictWords[assessment.verdict].toLowerCase()}. ${assessment.statement}`,
    '',
    ...assessment.questions.map((one) => `- ${questionWords[one.question]} ${answerWords[one.answer]}`),
    '',
    `Findings: ${report.findings.length}. Vulnerabilities that they point to: ${[...met].sort().join(', ') || 'none'}.`,
    `Vulnerabilities that the release had, now or for a time: ${applied.map((one) => one.cve).join(', ') || 'none known'}.`,
    `What could not be checked: ${report.coverage.rules.not_evaluable.length} rules not evaluable, ${report.coverage.rules.in_part.length} in part; report.html says why.`,
    '',
    'About us',
    ...detailNames
      .filter((name) => details[name] !== undefined || isAsked(profile, name))
      .map((name) => `- ${detailWords[name]}: ${details[name] ?? FILL_IN}`),
    ...unconfirmedLines(profile),
    ...(profile.hasNis2 ? ['', ...stageLines(report, stage, details)] : []),
    '',
    'The package: report.json (schema nsleuth-report/1), report.html, stix.json (STIX 2.1), manifest.json with the SHA-256 of each.',
    sharing.redacted
      ? 'Names, internal addresses and secrets of ours are replaced by pseudonyms that only we can translate back; ask us about one by its pseudonym.'
      : 'Nothing in it was replaced: it holds names and addresses of ours.',
  ];
  return `${lines.join('\n')}\n`;
}

function isAsked({ asks, asksToo }: Profile, name: DetailName): boolean {
  return asks.includes(name) || asksToo.includes(name);
}

/** For whoever sends it, to be taken out: what nsleuth does not know of the recipient's form. */
function unconfirmedLines(profile: Profile): readonly string[] {
  const asked = detailNames.filter((name) => isAsked(profile, name));
  const unknown = asked.filter((name) => profile.sources[name] === undefined);
  const pages = [...new Set(Object.values(profile.sources))];
  if (pages.length === 0) return [];
  return [
    '',
    `[Take this out before you send. What is asked above was read on ${pages.join(', ')}, where forms change: compare.`,
    ...(unknown.length > 0
      ? [
          `Not confirmed by that page: ${unknown.map((name) => detailWords[name].split(':')[0]!.toLowerCase()).join('; ')}.`,
        ]
      : []),
    ']',
  ];
}

/** What article 23(4) of NIS2 asks at each stage (https://eur-lex.europa.eu/eli/dir/2022/2555/oj), answered as far as the report can. */
function stageLines(report: Report, stage: Stage, details: Details): readonly string[] {
  const isMalicious =
    report.assessment.verdict === 'compromise-indicated'
      ? 'yes, the findings show it'
      : `not shown by the findings; ${FILL_IN}`;
  switch (stage) {
    case 'early-warning':
      return [
        'NIS2 early warning',
        `- Suspected to be caused by unlawful or malicious acts: ${isMalicious}`,
        `- Could have an impact across borders: ${FILL_IN}`,
      ];
    case 'notification':
      return [
        'NIS2 incident notification',
        `- Update of the early warning of: ${FILL_IN}`,
        `- First assessment of severity and impact: ${details.impact ?? FILL_IN}`,
        '- Indicators of compromise: stix.json and report.json in the package',
      ];
    case 'final':
      return [
        'NIS2 final report',
        `- Description, severity and impact: ${details.impact ?? FILL_IN}`,
        `- Kind of threat or root cause: ${rootCause(report)}`,
        `- Measures taken and under way: ${details.actions ?? FILL_IN}`,
        `- Impact across borders: ${FILL_IN}`,
        '- If the incident still goes on, this is a progress report, and the final one follows within a month of its end.',
      ];
  }
}

function rootCause(report: Report): string {
  const cves = [
    ...new Set(report.findings.filter((one) => one.rule.shows === 'compromise').flatMap((one) => one.rule.cve)),
  ];
  return cves.length === 0 ? FILL_IN : `the findings point to ${cves.join(', ')}`;
}

/** What goes beside an encrypted package, in the open: nothing of what was found. */
export function coverNote(one: {
  readonly name: string;
  readonly sha256: string;
  readonly recipient: Profile;
  readonly fingerprint: string;
}): string {
  return [
    `To:      ${one.recipient.recipient}   (${one.recipient.name}; CHECK this on ${one.recipient.site} before you send anything)`,
    'Subject: Encrypted report about a Citrix NetScaler',
    '',
    `Attached: ${one.name}, SHA-256 ${one.sha256}`,
    `It is encrypted to your OpenPGP key ${one.fingerprint}.`,
    `To read it: gpg --output package.tar --decrypt ${one.name}; to check it: nsleuth verify package.tar`,
    '',
  ].join('\n');
}
