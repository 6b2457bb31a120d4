import { expect, test } from 'vitest';
import type { WholeReader } from '../../src/artifacts/artifact.ts';
import { buildIn } from '../../src/artifacts/build-name.ts';
import { cliOutput } from '../../src/artifacts/cli-output.ts';
import { sysctl } from '../../src/artifacts/sysctl.ts';
import {
  collectionDate,
  collectorLog,
  installState,
  kernelMessages,
  uname,
  versionFile,
} from '../../src/artifacts/system-facts.ts';
import { fieldsOf, readWhole } from '../artifacts/read-whole.ts';

test.each([
  ['\tNetScaler NS14.1: Build 66.54.nc, Date: Feb 24 2026, 10:11:12   (64-bit)', '14.1', '66.54'],
  ['#NS14.1 Build 51.80', '14.1', '51.80'],
  ['NetScaler NS12.0: Build 4.3401.a.nc', '12.0', '4.3401'],
  ['NetScaler 13.1 build 30', '13.1', '30'],
  ['kernel="/ns-13.1-30.52"', '13.1', '30.52'],
  ['/flash/ns-14.1-73.37.gz', '14.1', '73.37'],
  ['/nsconfig/ns.conf.NS14.1-73.37', '14.1', '73.37'],
  ['VERSION=14.1-73.37', '14.1', '73.37'],
])('finds the build in %s', (text, version, build) => {
  expect(buildIn(text)).toEqual({ version, build });
});
test.each(['', 'FreeBSD 11.4', '192.0.2.10-14.1', 'ns-14.1', 'Build 66.54', 'ns-999.1-1.1'])(
  'no build in %j',
  (text) => {
    expect(buildIn(text)).toBeUndefined();
  },
);

test.each<{ name: string; reader: WholeReader; text: string; path?: string; expected: readonly object[] }>([
  {
    name: 'sysctl',
    reader: sysctl,
    text: `kern.ostype: FreeBSD
kern.bootfile: /ns-14.1-66.54
kern.hostname: ns-a
kern.boottime: { sec = 1790000000, usec = 0 } Mon Sep 21 13:33:20 2026
kern.geom.confxml: <mesh>
  <class id="0x1">
netscaler.version: NetScaler NS14.1: Build 66.54.nc, Date: Feb 24 2026, 10:11:12   (64-bit)
netscaler.sysid: 450010
netscaler.serial: HE2H81UJ47
netscaler.descr: NetScaler Virtual Appliance
`,
    expected: [
      { version: '14.1', build: '66.54' },
      { hostname: 'ns-a' },
      { booted: 1790000000000 },
      { version: '14.1', build: '66.54' },
      { platform: 'VPX on ESX' },
      { serial: 'HE2H81UJ47' },
      { model: 'NetScaler Virtual Appliance' },
    ],
  },
  {
    name: 'sysctl -n',
    reader: sysctl,
    text: '/ns-14.1-66.54\n{ sec = 1790000000, usec = 0 } Mon Sep 21 13:33:20 2026\n',
    expected: [{ version: '14.1', build: '66.54' }, { booted: 1790000000000 }],
  },
  {
    name: 'uname -a within the frame of the command line',
    reader: uname,
    text: ' Done\nFreeBSD ns-a 11.4-NETSCALER-14.1 FreeBSD 11.4-NETSCALER-14.1 #0 abcdef: Tue amd64\n Done\n',
    expected: [{ hostname: 'ns-a', version: '14.1' }],
  },
  {
    name: '.version',
    reader: versionFile,
    text: 'NetScaler 13.1 build 30\n',
    expected: [{ version: '13.1', build: '30' }],
  },
  {
    name: 'local time',
    reader: collectionDate,
    text: 'Mon Nov 23 09:15:01 CET 2026\n',
    expected: [{ collected: Date.UTC(2026, 10, 23, 9, 15, 1) }],
  },
  {
    name: 'time in UTC',
    reader: collectionDate,
    text: 'Mon Nov 23 08:15:01 UTC 2026\n',
    expected: [{ collected: Date.UTC(2026, 10, 23, 8, 15, 1) }],
  },
  {
    name: 'kernel messages',
    reader: kernelMessages,
    text: `FreeBSD 11.4-NETSCALER-14.1 #0
upgrade from NetScaler NS13.1: Build 48.47.nc, Date: May 30 2023
NetScaler NS14.1: Build 66.54.nc, Date: Feb 24 2026
real memory = 2147483648
`,
    expected: [
      { version: '13.1', build: '48.47', told_by: 'earlier' },
      { version: '14.1', build: '66.54', told_by: 'log' },
    ],
  },
  {
    name: 'kernel messages of an earlier start',
    reader: kernelMessages,
    text: 'NetScaler NS13.1: Build 48.47.nc, Date: May 30 2023\n',
    path: '/var/nslog/dmesg.prev',
    expected: [{ version: '13.1', build: '48.47', told_by: 'earlier' }],
  },
  {
    name: 'when netscaler-ir-collector ran',
    reader: collectionDate,
    text: 'collector_version=1.2\nutc_start=2026-11-23T08:15:01Z\n',
    path: '/shell/00_metadata.txt',
    expected: [{ collected: Date.UTC(2026, 10, 23, 8, 15, 1) }],
  },
  {
    name: 'an installation',
    reader: installState,
    text: 'PREV_VERSION=NS14.1-66.54\nVERSION=NS14.1-73.37\nINSTALL_TIME=1790000000\n',
    path: '/var/nsinstall/installns_state',
    expected: [
      { version: '14.1', build: '66.54', told_by: 'earlier' },
      { version: '14.1', build: '73.37', told_by: 'install-state' },
    ],
  },
  {
    name: 'the first start after an installation',
    reader: installState,
    text: 'VERSION: 14.1-73.37\nBOOT_TIME: Mon Sep 21 13:33:20 2026\n',
    path: '/var/nsinstall/installns_state_post_reboot',
    expected: [{ version: '14.1', build: '73.37', told_by: 'log' }],
  },
  {
    name: 'starts in the log of the counter collection',
    reader: collectorLog,
    text: 'Mon Sep 21 13:33:20 2026 Successfully loaded configuration file x (NS14.1: Build 73.37.nc)\nother line\nSuccessfully loaded configuration y (14.1 73.38)\n',
    expected: [
      { version: '14.1', build: '73.37', told_by: 'log' },
      { version: '14.1', build: '73.38', told_by: 'log' },
    ],
  },
])('reads $name', ({ reader, text, path, expected }) => {
  const { records } = readWhole(reader, text, path === undefined ? {} : { path });
  expect(records.map(({ fields }) => fields)).toEqual(expected.map((fields) => expect.objectContaining(fields)));
});

test('an installation has its time', () => {
  const { records } = readWhole(installState, 'VERSION=NS14.1-73.37\nINSTALL_TIME=1790000000\n');
  expect(records[0]?.time).toEqual({ ms: 1790000000000, zone: 'utc', year: 'stated' });
});

const SHOWCMDS = `exec: show ns version
\tNetScaler NS14.1: Build 73.37.nc, Date: Sep 22 2026, 11:04:55   (64-bit)
 Done
exec: show ns config
\tNetScaler IP: 192.0.2.10  (mask: 255.255.255.0)
\tNode: Standalone
\tTime Zone: GMT+01:00-CET-Europe/Amsterdam
\tSystem Time: Mon Nov 23 09:15:01 2026
 Done
exec: show ns hardware
\tPlatform: NetScaler Virtual Appliance 450010
\tSerial no: HE2H81UJ47
 Done
exec: show HA node
1)\tNode ID:      0
\tIP:\t192.0.2.10 (ns-a)
\tNode State: UP
\tMaster State: Primary
2)\tNode ID:      1
\tIP:\t192.0.2.11
\tMaster State: Secondary
 Done
exec: SHOW SYSTEM USER
1)\tUser name: nsroot
\tTimeout: 900
2)\tUser name: svc_monitor
\tCommand Policy: superuser\tPriority: 100
 Done
exec: show partition
1)\tName: p_test
 Done
exec: show route
1)\t0.0.0.0  0.0.0.0  192.0.2.1
 Done
exec: show ns runningConfig
#NS14.1 Build 73.37
set ns hostName ns-a
add system user svc_monitor KEEPOUT -encrypted
 Done
`;

test('reads the sections of showcmds.txt', () => {
  const { records, unknownLines } = readWhole(cliOutput, SHOWCMDS, { path: '/shell/showcmds.txt' });
  expect(unknownLines).toBe(0);
  expect(fieldsOf(records, 'appliance').map(({ told_by, ...fields }) => fields)).toEqual([
    { version: '14.1', build: '73.37' },
    { nsip: '192.0.2.10' },
    { ha_role: 'standalone' },
    { timezone: 'GMT+01:00-CET-Europe/Amsterdam' },
    { collected: Date.UTC(2026, 10, 23, 9, 15, 1) },
    { model: 'NetScaler Virtual Appliance 450010' },
    { serial: 'HE2H81UJ47' },
    { nsip: '192.0.2.10' },
    { peer: '192.0.2.11' },
    { ha_role: 'primary' },
    { partitions: ['p_test'] },
    { version: '14.1', build: '73.37' },
    { hostname: 'ns-a' },
  ]);
  expect(fieldsOf(records, 'account').map(({ name, origin, privilege }) => [name, origin, privilege])).toEqual([
    ['nsroot', 'cli', undefined],
    ['svc_monitor', 'cli', 'superuser'],
    ['svc_monitor', 'nsconf', undefined],
  ]);
  expect(fieldsOf(records, 'nsconf')).toHaveLength(2);
  expect(JSON.stringify(records)).not.toContain('KEEPOUT');
});

test('a lone node stands alone, whatever it calls itself', () => {
  const { records } = readWhole(
    cliOutput,
    'exec: show HA node\n1)\tNode ID: 0\n\tIP: 192.0.2.10\n\tMaster State: Primary\n Done\n',
  );
  expect(fieldsOf(records, 'appliance')).toContainEqual({ ha_role: 'standalone', told_by: 'running' });
});

test('a file with the output of one command is read by its name', () => {
  const { records } = readWhole(cliOutput, '\tNetScaler NS14.1: Build 73.37.nc, Date: Sep 22 2026\n Done\n', {
    path: '/shell/show_ns_version.txt',
  });
  expect(fieldsOf(records, 'appliance')).toEqual([{ version: '14.1', build: '73.37', told_by: 'running' }]);
});

test('an edition named beside the build is kept', () => {
  const { records } = readWhole(cliOutput, 'exec: show ns version\nNetScaler NS14.1: Build 73.58.nc (FIPS)\n Done\n', {
    path: '/shell/showcmds.txt',
  });
  expect(records[0]?.fields).toMatchObject({ build: '73.58', edition: 'FIPS' });
});
