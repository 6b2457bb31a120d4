import { levelTone, markTone } from '../../assessment/tones.ts';
import type { Finding } from '../../findings/finding.ts';
import { dayText } from '../amounts.ts';
import type { Glyphs } from '../glyphs.ts';
import { column, cutStart, type Line, padded, span } from '../line.ts';
import type { Filter } from '../report-index.ts';
import type { Catalogue } from '../texts/en.ts';
import { placeText } from './finding-page.ts';

const LEVEL = 5;
const DAY = 11;
/** Of what is left for title and place; the end of a path is short. */
const TITLE_SHARE = 0.7;

/** One finding in the list: mark, level, day, title, place. Marks: `+` confirmed, `=` harmless, `s` suppressed. */
export function findingRow(finding: Finding, width: number, texts: Catalogue, glyphs: Glyphs): Line {
  const { rule, triage, suppressed, first_seen } = finding;
  const sign = suppressed ? 's' : { open: ' ', benign: '=', confirmed: '+' }[triage.status];
  const day = first_seen === undefined ? '' : dayText(first_seen);
  const room = Math.max(10, width - 2 - LEVEL - DAY);
  const place = placeText(finding);
  const titleColumns = Math.max(Math.ceil(room * TITLE_SHARE), room - place.length - 2);
  const tone = suppressed || triage.status === 'benign' ? 'quiet' : 'plain';
  return [
    span(`${sign} `, suppressed ? 'quiet' : markTone[triage.status]),
    span(padded(texts.levelsShort[rule.level], LEVEL), levelTone[rule.level]),
    span(padded(day, DAY), 'quiet'),
    span(column(rule.title, titleColumns, glyphs.cut), tone),
    span(room - titleColumns > 8 ? `  ${cutStart(place, room - titleColumns - 2, glyphs.cut)}` : '', 'quiet'),
  ];
}

/** `12 of 34 findings · high and above · text: php` */
export function filterLine(filter: Filter, shown: number, all: number, texts: Catalogue, glyphs: Glyphs): Line {
  const words = texts.findings;
  const parts = [
    words.count(shown, all),
    filter.level && words.level(texts.levels[filter.level]),
    filter.question && words.question(texts.questionsShort[filter.question]),
    filter.campaign !== undefined && words.campaign(filter.campaign),
    filter.path && words.path(filter.path),
    filter.text && words.text(filter.text),
    filter.hidesHarmless && words.hidden,
  ].filter((part) => typeof part === 'string' && part !== '');
  return [span(parts.join(` ${glyphs.dot} `), 'strong')];
}
