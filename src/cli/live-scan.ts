import type { EvidenceSource } from '../evidence/entry.ts';
import { plan } from '../sources/ssh/plan.ts';
import type { LiveCliOptions } from './live-options.ts';
import { fetchOptions, inventoryRequests, openLiveTarget } from './live-target.ts';
import { planText } from './plan-text.ts';
import type { RuleOptions } from './rule-options.ts';
import { rulePlaces } from './rule-places.ts';
import type { Knowledge } from './shipped-rules.ts';

/** Live targets of one scan. A module of its own, loaded where there are some: what speaks SSH takes as long to load as all the rest. */
export interface LiveScan {
  /** Of the inventory. */
  readonly addresses: readonly string[];
  open(target: string): Promise<EvidenceSource>;
  /** What would run on an appliance and be read from it, as text. */
  plan(): string;
}

export async function liveScan(
  options: LiveCliOptions & RuleOptions & { readonly inventory?: string },
  knowledge: Knowledge,
): Promise<LiveScan> {
  const places = rulePlaces(options, knowledge);
  const fleet = options.inventory === undefined ? [] : await inventoryRequests(options.inventory, options);
  return {
    addresses: fleet.map(({ address }) => address),
    open(target) {
      const listed = fleet.find(({ address }) => address === target);
      return listed
        ? openLiveTarget(target, listed.options, places, undefined, listed.name)
        : openLiveTarget(target, options, places);
    },
    plan: () => planText(plan(fetchOptions(options, places)), places.elsewhere),
  };
}
