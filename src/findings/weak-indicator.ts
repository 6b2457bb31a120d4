import { DateTime } from 'luxon';
import { isAddress } from '../rules/address.ts';
import type { Indicator } from '../rules/rule.ts';

/** What many people use at the same time: to have been seen from there says little. */
const SHARED_ROLE = /scanner|shared|vpn|\btor\b|proxy|hosting|cdn|parking|residential/i;

/**
 * Whether an indicator can never raise a finding above `low`: of low confidence; or an address that was shared, or was no
 * longer the attacker's when it was seen.
 *
 * `timeMs` is when it was seen (UTC), or now where the record has no time. A day named as expiry still counts whole.
 */
export function isWeak(indicator: Indicator, timeMs: number): boolean {
  if (indicator.confidence === 'low') return true;
  if (!isAddress(indicator.value)) return false;
  if (indicator.role !== undefined && SHARED_ROLE.test(indicator.role)) return true;
  const { expires } = indicator;
  if (expires === undefined) return false;
  return timeMs > endOf(expires);
}

function endOf(date: string): number {
  const unit = ({ 4: 'year', 7: 'month', 10: 'day' } as const)[date.length] ?? 'day';
  return DateTime.fromISO(date, { zone: 'utc' }).endOf(unit).toMillis();
}
