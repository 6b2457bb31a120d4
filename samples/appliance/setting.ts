import { DateTime } from 'luxon';

/**
 * Who, where and when: everything that differs between two sample appliances before anybody touched one. Names and addresses are
 * documentation ones. Times are milliseconds since 1970, UTC.
 */
export interface Setting {
  readonly hostname: string;
  readonly peerName: string;
  /** In the HA pair. The secondary serves nobody, so its logs know no sessions. */
  readonly role: 'primary' | 'secondary';
  readonly nsip: string;
  readonly peerIp: string;
  readonly snip: string;
  /** Address of the Gateway virtual server. */
  readonly gateway: string;
  readonly ldap: string;
  /** Where the administrator sits. */
  readonly admin: string;
  readonly zone: string;
  /** As `set ns param -timezone` spells the zone. */
  readonly zoneSetting: string;
  /** `14.1`. */
  readonly release: string;
  /** The running build: `73.37`. */
  readonly build: string;
  /** When the vendor built it. */
  readonly buildDate: number;
  /** What ran before the last upgrade; undefined for a new installation. */
  readonly previousBuild: string;
  /** The build that line 1 of ns.conf names: that of the last `save config`. */
  readonly savedBuild: string;
  readonly osRelease: string;
  /** When the running build was unpacked to /flash and /var. */
  readonly upgraded: number;
  readonly booted: number;
  /** Last `save config`. */
  readonly saved: number;
  /** When the evidence was taken. */
  readonly collected: number;
  /** Hours of Gateway traffic that the logs still hold. */
  readonly retention: number;
}

export const utc = (text: string): number => {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid) throw new Error(`not a time: ${text}`);
  return time.toMillis();
};

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** NetScaler VPX 14.1-73.37, upgraded from 73.30, primary of an HA pair. */
export const defaultSetting: Setting = {
  hostname: 'ns-a',
  peerName: 'ns-b',
  role: 'primary',
  nsip: '192.0.2.10',
  peerIp: '192.0.2.11',
  snip: '192.0.2.20',
  gateway: '198.51.100.20',
  ldap: '192.0.2.50',
  admin: '203.0.113.7',
  zone: 'Europe/Amsterdam',
  zoneSetting: 'GMT+01:00-CET-Europe/Amsterdam',
  release: '14.1',
  build: '73.37',
  buildDate: utc('2026-09-22T11:04:55'),
  previousBuild: '73.30',
  savedBuild: '73.37',
  osRelease: '11.4',
  upgraded: utc('2026-09-28T20:41:10'),
  booted: utc('2026-09-28T21:02:33'),
  saved: utc('2026-11-20T13:22:28'),
  collected: utc('2026-11-23T09:30:12'),
  retention: 60,
};

/** The default appliance at another build and time. `upgraded` and `booted` follow each other by 21 minutes unless stated. */
export function settingAt(change: Partial<Setting> & Pick<Setting, 'collected' | 'upgraded'>): Setting {
  return {
    ...defaultSetting,
    booted: change.upgraded + 21 * MINUTE + 23_000,
    saved: change.collected - 3 * DAY + 4 * HOUR,
    savedBuild: change.build ?? defaultSetting.build,
    ...change,
  };
}

const local = (setting: Setting, at: number): DateTime =>
  DateTime.fromMillis(at, { zone: setting.zone, locale: 'en-US' });
const inUtc = (at: number): DateTime => DateTime.fromMillis(at, { zone: 'utc', locale: 'en-US' });

/** The other node of the pair, at the same time. */
export function peerOf(setting: Setting): Setting {
  return {
    ...setting,
    hostname: setting.peerName,
    peerName: setting.hostname,
    role: setting.role === 'primary' ? 'secondary' : 'primary',
    nsip: setting.peerIp,
    peerIp: setting.nsip,
    booted: setting.booted - 40 * MINUTE,
    upgraded: setting.upgraded - 40 * MINUTE,
  };
}

/** `Nov 23 10:15:01`, local, day padded with a blank, as syslogd writes. */
export const syslogClock = (setting: Setting, at: number): string => {
  const time = local(setting, at);
  return `${time.toFormat('MMM')} ${String(time.day).padStart(2, ' ')} ${time.toFormat('HH:mm:ss')}`;
};
/** `11/23/2026:09:15:01`, UTC, as the packet engine writes. */
export const deviceClock = (at: number): string => inUtc(at).toFormat('MM/dd/yyyy:HH:mm:ss');
/** `23/11/2026:10:15:01`, local, as an audit log set to `DDMMYYYY` and `LOCAL_TIME`. */
export const localDayFirst = (setting: Setting, at: number): string =>
  local(setting, at).toFormat('dd/MM/yyyy:HH:mm:ss');
/** `23/Nov/2026:10:15:01 +0100`, as Apache's access log. */
export const accessClock = (setting: Setting, at: number): string =>
  local(setting, at).toFormat('dd/MMM/yyyy:HH:mm:ss ZZZ');
/** `Mon Nov 23 10:15:01.123456 2026`, as Apache's error log. */
export const errorClock = (setting: Setting, at: number): string =>
  local(setting, at).toFormat("EEE MMM dd HH:mm:ss.'000000' yyyy");
/** `Mon Nov 23 10:15:01 2026`, ctime(3), day padded with a blank. */
export const ctimeClock = (setting: Setting, at: number): string => {
  const time = local(setting, at);
  return `${time.toFormat('EEE MMM')} ${String(time.day).padStart(2, ' ')} ${time.toFormat('HH:mm:ss yyyy')}`;
};
/** `Mon Nov 23 10:15:01 CET 2026`, date(1). */
export const dateCommand = (setting: Setting, at: number): string => {
  const time = local(setting, at);
  const zone = time.isInDST ? 'CEST' : 'CET';
  return `${time.toFormat('EEE MMM')} ${String(time.day).padStart(2, ' ')} ${time.toFormat('HH:mm:ss')} ${zone} ${time.year}`;
};
/** `Nov 23 10:15` or, older than half a year, `May  7  2026`, as ls -l. */
export const listingClock = (setting: Setting, at: number): string => {
  const time = local(setting, at);
  const day = `${time.toFormat('MMM')} ${String(time.day).padStart(2, ' ')}`;
  const isRecent = setting.collected - at < 182 * DAY && at <= setting.collected + HOUR;
  return isRecent ? `${day} ${time.toFormat('HH:mm')}` : `${day}  ${time.year}`;
};
/** `23Nov2026_10_30`, as the support bundle's name: local, day not padded. */
export const bundleClock = (setting: Setting, at: number): string => local(setting, at).toFormat('dMMMyyyy_HH_mm');
/** `20261123093012`, UTC. */
export const compactClock = (at: number): string => inUtc(at).toFormat('yyyyMMddHHmmss');
/** `2026-11-23T09:30:12Z`. */
export const isoClock = (at: number): string => inUtc(at).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
/** `2026-11-23`, local. */
export const dayClock = (setting: Setting, at: number): string => local(setting, at).toFormat('yyyy-MM-dd');
/** `Sep 22 2026, 11:04:55`, as `show ns version`. */
export const buildClock = (at: number): string => inUtc(at).toFormat('MMM d yyyy, HH:mm:ss');
/** `10:15AM`, `Mon08AM` or `27Jul26`, the STARTED column of ps, by age. */
export const psClock = (setting: Setting, at: number): string => {
  const time = local(setting, at);
  const age = setting.collected - at;
  if (age < DAY) return time.toFormat('h:mma');
  return age < 7 * DAY ? time.toFormat('EEEhha') : time.toFormat('ddMMMyy');
};
/** Hour of the day, local: traffic follows it. */
export const localHour = (setting: Setting, at: number): number => local(setting, at).hour;
/** 1 is Monday. */
export const localWeekday = (setting: Setting, at: number): number => local(setting, at).weekday;
