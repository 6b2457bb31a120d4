import { expect, test } from 'vitest';
import type { ReadContext } from '../../src/artifacts/artifact.ts';
import { nsLog } from '../../src/artifacts/ns-log.ts';
import { nsLine } from '../fixtures/evidence.ts';

const context: ReadContext = { path: '/var/log/ns.log', modified: new Date('2026-11-24T00:00:00Z') };

function time(line: string, more: Partial<ReadContext> = {}) {
  const record = nsLog.parse(line, { ...context, ...more })?.[0];
  return record?.time && { ...record.time, ms: new Date(record.time.ms).toISOString() };
}

const bare = (date: string) => `<134> ${date} GMT ns-a 0-PPE-0 : default AAA Message 1 0 : "x"`;

test.each([
  { name: 'a day above 12 decides', line: bare('23/11/2026:09:15:01'), ms: '2026-11-23T09:15:01.000Z' },
  { name: 'equal numbers need no order', line: bare('11/11/2026:09:15:01'), ms: '2026-11-11T09:15:01.000Z' },
  { name: 'hour 24 is the next day', line: bare('11/23/2026:24:15:01'), ms: '2026-11-24T00:15:01.000Z' },
  { name: 'a leap day', line: bare('29/02/2028:09:15:01'), ms: '2028-02-29T09:15:01.000Z' },
  {
    name: 'the order of the file',
    line: bare('05/06/2026:09:15:01'),
    order: 'dmy',
    ms: '2026-06-05T09:15:01.000Z',
  } as const,
  {
    name: 'the syslog time before it',
    line: nsLine({ clock: 'Jun  5 11:15:01', device: '05/06/2026:09:15:01' }),
    ms: '2026-06-05T09:15:01.000Z',
  },
  { name: 'an offset', line: bare('11/23/2026:09:15:01 +0200').replace(' GMT', ''), ms: '2026-11-23T07:15:01.000Z' },
])('resolves a device time: $name', ({ line, ms, order }) => {
  expect(time(line, order ? { dateOrder: order } : {})).toEqual({ ms, zone: 'utc', year: 'stated' });
});

test('marks a time whose order of day and month is assumed', () => {
  expect(time(bare('05/06/2026:09:15:01'))).toEqual({
    ms: '2026-05-06T09:15:01.000Z',
    zone: 'utc',
    year: 'stated',
    isOrderAssumed: true,
  });
});

test.each(['31/02/2026:09:15:01', '11/23/2026:25:15:01', '13/13/2026:09:15:01', '00/00/2026:09:15:01'])(
  'gives no time for %s',
  (date) => {
    expect(time(bare(date))).toBeUndefined();
  },
);

const syslog = (clock: string) => `${clock} <kern.info> ns-a kernel: x`;

test.each([
  { name: 'this year', clock: 'Nov 23 10:15:01', ms: '2026-11-23T10:15:01.000Z' },
  { name: 'up to a day after the file was written', clock: 'Nov 24 23:00:00', ms: '2026-11-24T23:00:00.000Z' },
  { name: 'last year, when this year would be the future', clock: 'Dec 31 23:59:59', ms: '2025-12-31T23:59:59.000Z' },
  { name: 'a padded day', clock: 'Nov  3 10:15:01', ms: '2026-11-03T10:15:01.000Z' },
  { name: 'a day without padding', clock: 'Nov 3 10:15:01', ms: '2026-11-03T10:15:01.000Z' },
  { name: 'a month in full', clock: 'June  8 00:21:09', ms: '2026-06-08T00:21:09.000Z' },
  { name: 'hour 24', clock: 'Jan 19 24:23:56', ms: '2026-01-20T00:23:56.000Z' },
  { name: 'a leap day, in the last leap year', clock: 'Feb 29 10:00:00', ms: '2024-02-29T10:00:00.000Z' },
])('infers the year of a syslog time: $name', ({ clock, ms }) => {
  expect(time(syslog(clock))).toEqual({ ms, zone: 'local', year: 'inferred' });
});

test('takes a December line of a file written in January for the year before', () => {
  const modified = new Date('2026-01-02T00:00:00Z');
  expect(time(syslog('Dec 31 23:59:59'), { modified })?.ms).toBe('2025-12-31T23:59:59.000Z');
  expect(time(syslog('Jan  1 00:00:01'), { modified })?.ms).toBe('2026-01-01T00:00:01.000Z');
});

test('gives no time where neither line nor file tells the year', () => {
  const records = nsLog.parse(syslog('Nov 23 10:15:01'), { path: '/var/log/ns.log' });
  expect(records?.map((record) => [record.category, record.time])).toEqual([['syslog', undefined]]);
});

test.each([
  { name: 'a stated year', clock: 'Nov 23 2019 10:15:01', ms: '2019-11-23T10:15:01.000Z', zone: 'local' },
  { name: 'the form of date(1)', clock: 'Mon Nov 23 10:15:01 UTC 2026', ms: '2026-11-23T10:15:01.000Z', zone: 'utc' },
  {
    name: 'ISO with an offset',
    clock: '2026-11-23T09:15:01.285005+01:00',
    ms: '2026-11-23T08:15:01.285Z',
    zone: 'utc',
  },
  { name: 'ISO without one', clock: '2026-11-23 09:15:01', ms: '2026-11-23T09:15:01.000Z', zone: 'local' },
])('takes $name as stated', ({ clock, ms, zone }) => {
  expect(time(syslog(clock))).toEqual({ ms, zone, year: 'stated' });
});

test.each([
  { name: 'a number above 12 in second place', dates: ['05/06/2026', '05/13/2026'], order: 'mdy' },
  { name: 'a number above 12 in first place', dates: ['05/06/2026', '13/06/2026'], order: 'dmy' },
  { name: 'the year in first place', dates: ['2026/05/06', '2026/05/07'], order: 'ymd' },
  { name: 'dates that run forward only day first', dates: ['09/03/2026', '10/03/2026', '01/04/2026'], order: 'dmy' },
  { name: 'dates that run forward only month first', dates: ['03/09/2026', '03/10/2026', '04/01/2026'], order: 'mdy' },
  { name: 'a date that would lie in the future', dates: ['05/12/2026'], order: 'mdy' },
  { name: 'nothing', dates: ['05/06/2026'], order: undefined },
])('decides the order of a file by $name', ({ dates, order }) => {
  const lines = dates.map((date) => bare(`${date}:09:15:01`));
  expect(nsLog.survey?.(lines, context).dateOrder).toBe(order);
});

test('decides the order of a file by the syslog times before the dates', () => {
  const lines = [nsLine({ clock: 'Jun  5 11:15:01', device: '05/06/2026:09:15:01' })];
  expect(nsLog.survey?.(lines, context).dateOrder).toBe('dmy');
  expect(nsLog.survey?.(lines, { path: context.path }).dateOrder).toBe('dmy');
});

test('one forged date does not turn the order of a file', () => {
  const lines = [bare('13/06/2026:09:15:01'), ...Array.from({ length: 5 }, () => bare('05/13/2026:09:15:01'))];
  expect(nsLog.survey?.(lines, context).dateOrder).toBe('mdy');
});
