/**
 * A time as a log states it. `ms` is milliseconds since 1970 UTC; with zone `local` it is the appliance's wall clock read as
 * if it were UTC, and becomes UTC when the appliance's time zone is known.
 */
export interface EventTime {
  readonly ms: number;
  readonly zone: 'utc' | 'local';
  /** `inferred`: the log has no year; it was chosen so that the line is not younger than its file. */
  readonly year: 'stated' | 'inferred';
  /** Only the day is stated; `ms` is its beginning. */
  readonly isDayOnly?: true;
  /** The order of day and month had to be assumed. */
  readonly isOrderAssumed?: true;
}
