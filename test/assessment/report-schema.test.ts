import { expect, test } from 'vitest';
import schema from '../../src/assessment/report.schema.json' with { type: 'json' };
import { answers, verdicts } from '../../src/assessment/report.ts';
import { reportFault } from '../../src/assessment/report-schema.ts';
import { levels, meanings, questions } from '../../src/rules/rule.ts';
import {
  cleanReport,
  compromisedReport,
  emptyReport,
  hostileReport,
  hostileTexts,
  manyFindings,
} from '../fixtures/report.ts';

test.each([
  { name: 'a compromise', report: compromisedReport() },
  { name: 'nothing found', report: cleanReport() },
  { name: 'an empty report', report: emptyReport() },
  { name: 'many findings', report: manyFindings(50) },
  ...hostileTexts.map((hostile) => ({ name: hostile, report: hostileReport(hostile) })),
])('the schema knows $name', ({ report }) => {
  expect(reportFault(report)).toBeUndefined();
});

test('the schema and the code know the same words', () => {
  const { finding, question, assessment } = schema.$defs;
  expect(finding.properties.rule.properties.level.enum).toEqual([...levels]);
  expect(finding.properties.rule.properties.shows.enum).toEqual([...meanings]);
  expect(question.enum).toEqual([...questions]);
  expect(assessment.properties.verdict.enum).toEqual([...verdicts]);
  expect(assessment.properties.questions.items.properties.answer.enum).toEqual([...answers]);
});

test('every object of the schema is closed', () => {
  const open: string[] = [];
  const visit = (value: unknown, at: string) => {
    if (typeof value !== 'object' || value === null) return;
    if (
      'type' in value &&
      value.type === 'object' &&
      (!('additionalProperties' in value) || value.additionalProperties === true)
    )
      open.push(at);
    for (const [key, one] of Object.entries(value)) visit(one, `${at}/${key}`);
  };
  visit(schema, '');
  expect(open).toEqual([]);
});
