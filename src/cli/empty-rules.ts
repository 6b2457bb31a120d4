import { OperatorError } from '../evidence/errors.ts';
import { holdNothing } from '../rules/load-rules.ts';
import { readRuleFiles } from '../rules/rule-files.ts';

/** Throws an `OperatorError` for a folder or file of rules in which nothing stands: whoever names it thinks that its rules are used. */
export async function refuseEmptyRules(places: readonly string[]): Promise<void> {
  for (const place of places) {
    if (!holdNothing(await readRuleFiles(place))) continue;
    throw new OperatorError(
      `${place} holds no rule`,
      'Give a folder or file with Sigma rules (.yml), YARA rules (.yar), indicator lists or advisories.',
    );
  }
}
