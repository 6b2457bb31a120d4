import type { Artifact } from '../artifacts/artifact.ts';
import { compileCondition } from '../findings/match.ts';
import { matchedIndicators } from '../findings/match-explained.ts';
import { collectSightings, type Sighting } from '../findings/sighting.ts';
import type { RuleSet } from '../rules/rule.ts';

/** Matches records that are derived once the whole evidence was read, such as what changed between two saved configurations. */
export function recordMatcher({ rules, lists }: RuleSet): (artifacts: readonly Artifact[]) => readonly Sighting[] {
  return (artifacts) => {
    const categories = new Set(artifacts.map(({ category }) => category));
    const sightings = collectSightings();
    for (const rule of rules) {
      if (rule.kind !== 'sigma' || !categories.has(rule.category)) continue;
      const matches = compileCondition(rule.condition, lists);
      for (const artifact of artifacts) {
        if (artifact.category === rule.category && matches(artifact))
          sightings.add(
            rule,
            artifact,
            { text: artifact.raw ?? String(artifact.fields['text'] ?? '') },
            { indicators: matchedIndicators(rule.condition, artifact, lists) },
          );
      }
    }
    return sightings.finish().sightings;
  };
}
