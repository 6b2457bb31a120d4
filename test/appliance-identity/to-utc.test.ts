import { expect, test } from 'vitest';
import { toUtc } from '../../src/appliance/to-utc.ts';
import type { EventTime } from '../../src/evidence/time.ts';

const AMSTERDAM = { timeZone: { zone: 'Europe/Amsterdam', basis: '' } };
const wall = (text: string): EventTime => ({ ms: Date.parse(`${text}Z`), zone: 'local', year: 'stated' });

test.each([
  {
    name: 'winter',
    time: wall('2026-11-23T09:15:01'),
    clock: AMSTERDAM,
    utc: '2026-11-23T08:15:01.000Z',
    note: undefined,
  },
  {
    name: 'summer',
    time: wall('2026-07-23T09:15:01'),
    clock: AMSTERDAM,
    utc: '2026-07-23T07:15:01.000Z',
    note: undefined,
  },
  {
    name: 'the hour that came twice',
    time: wall('2026-10-25T02:30:00'),
    clock: AMSTERDAM,
    utc: expect.stringMatching(/^2026-10-25T0[01]:30/),
    note: 'twice',
  },
  {
    name: 'the hour that was skipped',
    time: wall('2026-03-29T02:30:00'),
    clock: AMSTERDAM,
    utc: expect.stringMatching(/^2026-03-29T0[01]:30/),
    note: 'skipped',
  },
  {
    name: 'an unknown zone',
    time: wall('2026-11-23T09:15:01'),
    clock: {},
    utc: '2026-11-23T09:15:01.000Z',
    note: 'unknown',
  },
  {
    name: 'a zone nobody knows',
    time: wall('2026-11-23T09:15:01'),
    clock: { timeZone: { zone: 'No/Where', basis: '' } },
    utc: '2026-11-23T09:15:01.000Z',
    note: 'could not be applied',
  },
  {
    name: 'a time in UTC',
    time: { ...wall('2026-11-23T09:15:01'), zone: 'utc' },
    clock: AMSTERDAM,
    utc: '2026-11-23T09:15:01.000Z',
    note: undefined,
  },
  {
    name: 'an inferred year',
    time: { ...wall('2026-11-23T09:15:01'), year: 'inferred' },
    clock: AMSTERDAM,
    utc: '2026-11-23T08:15:01.000Z',
    note: 'inferred',
  },
  {
    name: 'an assumed order',
    time: { ...wall('2026-11-10T09:15:01'), isOrderAssumed: true },
    clock: AMSTERDAM,
    utc: '2026-11-10T08:15:01.000Z',
    note: 'order',
  },
  {
    name: 'a day without a time',
    time: { ...wall('2026-11-10T00:00:00'), isDayOnly: true },
    clock: AMSTERDAM,
    utc: '2026-11-09T23:00:00.000Z',
    note: 'Only the day',
  },
  {
    name: 'an impossible time',
    time: { ...wall('2026-11-10T09:15:01'), ms: Number.NaN },
    clock: AMSTERDAM,
    utc: '1970-01-01T00:00:00.000Z',
    note: 'impossible',
  },
  {
    name: 'a time beyond the calendar',
    time: { ...wall('2026-11-10T09:15:01'), ms: 8.64e15 },
    clock: { timeZone: { zone: 'UTC-5', basis: '' } },
    utc: expect.stringMatching(/Z$/),
    note: 'impossible',
  },
] as const)('$name', ({ time, clock, utc, note }) => {
  const placed = toUtc(time as EventTime, clock);
  expect(placed.utc.toISOString()).toEqual(utc);
  if (note === undefined) expect(placed.note).toBeUndefined();
  else expect(placed.note).toContain(note);
});
