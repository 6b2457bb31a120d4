import { expect, test } from 'vitest';
import { isSavedConfig, nsConf } from '../../src/artifacts/ns-conf.ts';
import { parseConfigCommand, wordsOf } from '../../src/artifacts/ns-conf-line.ts';
import { fieldsOf, readWhole } from './read-whole.ts';

const CONFIG = `#NS14.1 Build 51.80
# Last modified by \`save config\`, Sat May  7 12:22:28 2022
set ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0
set ns param -timezone "GMT+01:00-CET-Europe/Amsterdam"
enable ns feature LB SSLVPN AAA
set system user nsroot 1aaaabbbbcccc -encrypted -hashmethod SHA512
add system user svc_monitor 2ddddeeee -encrypted -hashmethod SHA512 -externalAuth DISABLED
bind system user svc_monitor superuser 100
set ns hostName ns-a
add HA node 1 192.0.2.11
add ns partition p_test -maxBandwidth 10240
add vpn vserver gw SSL 198.51.100.20 443
add server web1 192.0.2.50
add rewrite action ins insert_before "HTTP.RES.BODY(120000)" q{"<b>" + HTTP.REQ.URL}
set ns rpcNode 192.0.2.10 -password 3ffff -encrypted -encryptmethod ENCMTHD_3 -kek -suffix 2022_05_07 -srcIP 192.0.2.10
set ns encryptionParams -method AES256 -keyValue 4abcd -encrypted -encryptmethod ENCMTHD_3
`;

test.each([
  { name: 'blanks', line: 'add  lb\tvserver a', words: ['add', 'lb', 'vserver', 'a'] },
  { name: 'quotes', line: 'set x "a b"', words: ['set', 'x', 'a b'] },
  { name: 'escaped quotes', line: String.raw`set x "a \"b\" c"`, words: ['set', 'x', 'a "b" c'] },
  { name: 'an empty word', line: 'set x "" y', words: ['set', 'x', '', 'y'] },
  { name: 'quotes within a word', line: 'x HTTP.CONTAINS("a b")', words: ['x', 'HTTP.CONTAINS("a b")'] },
  { name: 'nested brackets', line: 'x q{a {b} c} d', words: ['x', 'a {b} c', 'd'] },
  { name: 'slashes', line: 'x q/a "b/ c', words: ['x', 'a "b', 'c'] },
  { name: 'a name that begins with q', line: 'x queue q-1', words: ['x', 'queue', 'q-1'] },
  { name: 'an open quote', line: 'x "a b', words: ['x', 'a b'] },
  { name: 'an open bracket', line: 'x q{a b', words: ['x', 'a b'] },
])('splits $name', ({ line, words }) => {
  expect(wordsOf(line).map(({ text }) => text)).toEqual(words);
});

test.each([
  {
    line: 'add vpn vserver gw SSL 198.51.100.20 443',
    directive: 'add vpn vserver',
    object: 'gw',
    rest: 'SSL 198.51.100.20 443',
  },
  {
    line: 'set ns config -IPAddress 192.0.2.10',
    directive: 'set ns config',
    object: '',
    rest: '-IPAddress 192.0.2.10',
  },
  { line: 'add server web1 192.0.2.50', directive: 'add server', object: 'web1', rest: '192.0.2.50' },
  { line: 'bind serviceGroup "my group" web1 80', directive: 'bind servicegroup', object: 'my group', rest: 'web1 80' },
  { line: 'Add HA Node 1 192.0.2.11', directive: 'add ha node', object: '1', rest: '192.0.2.11' },
  { line: 'enable ns feature LB', directive: 'enable ns feature', object: 'LB', rest: '' },
  { line: 'set L3Param -srcnat ENABLED', directive: 'set l3param', object: '', rest: '-srcnat ENABLED' },
])('$line acts on $object', ({ line, directive, object, rest }) => {
  expect(parseConfigCommand(line)).toMatchObject({ directive, object, arguments: rest, text: line });
});

test.each([
  'set system user nsroot KEEPOUT -encrypted -hashmethod SHA512',
  'set system user nsroot KEEPOUT',
  'add system user bob "KEEPOUT" -timeout 900',
  'add aaa user bob -password KEEPOUT -encrypted -encryptmethod ENCMTHD_3',
  'set ns rpcNode 192.0.2.10 -password KEEPOUT -encrypted -encryptmethod ENCMTHD_3 -kek -suffix x',
  'add ssl certKey c -cert a.crt -key a.key -passcrypt "KEEPOUT"',
  'add ssl certKey c -cert a.crt -key a.key -password -passplain KEEPOUT',
  'add authentication ldapAction l -ldapBindDn cn=x -ldapBindDnPassword KEEPOUT -encrypted',
  'add authentication radiusAction r -serverIP 192.0.2.50 -radKey KEEPOUT -encrypted -encryptmethod ENCMTHD_3',
  'add authentication tacacsAction t -tacacsSecret KEEPOUT -encrypted',
  'add authentication OAuthAction o -clientID x -clientSecret KEEPOUT',
  'add snmp community KEEPOUT ALL',
  'add snmp trap generic 192.0.2.9 -communityName KEEPOUT',
  'add snmp user u -group g -authType SHA -authPasswd KEEPOUT -encrypted -privType AES -privPasswd KEEPOUT -encrypted',
  'add lb monitor m LDAP -scriptName nsldap.pl -scriptArgs "base=dc=x;bdn=cn=x;password=KEEPOUT;" -password KEEPOUT -encrypted',
  'set ns encryptionParams -method AES256 -keyValue KEEPOUT -encrypted -encryptmethod ENCMTHD_3',
  'add ns hmacKey k -digest SHA256 -keyValue KEEPOUT',
  'add rdp clientprofile p -psk KEEPOUT -encrypted',
])('keeps the secret out of: %s', (line) => {
  expect(JSON.stringify(parseConfigCommand(line))).not.toContain('KEEPOUT');
  const { records } = readWhole(nsConf, line, { path: '/nsconfig/ns.conf' });
  expect(records).not.toHaveLength(0);
  expect(JSON.stringify(records)).not.toContain('KEEPOUT');
});

test.each([
  'set system parameter -strongpassword enableall -minpasswordlen 12',
  'set ns encryptionParams -kek -suffix 2022_05_07',
  'add authentication ldapAction l -serverIP 192.0.2.50 -passwdChange ENABLED',
])('leaves as it is: %s', (line) => {
  expect(parseConfigCommand(line)?.text).toBe(line);
});

test('tells commands, accounts and the appliance apart', () => {
  const { records, unknownLines } = readWhole(nsConf, CONFIG, { path: '/nsconfig/ns.conf' });
  expect(unknownLines).toBe(0);
  expect(fieldsOf(records, 'nsconf')).toHaveLength(14);
  expect(fieldsOf(records, 'account').map(({ name, privilege }) => [name, privilege])).toEqual([
    ['nsroot', undefined],
    ['svc_monitor', undefined],
    ['svc_monitor', 'superuser'],
  ]);
  expect(fieldsOf(records, 'appliance')).toEqual([
    { version: '14.1', build: '51.80', told_by: 'saved-config' },
    { nsip: '192.0.2.10', told_by: 'saved-config' },
    { timezone: 'GMT+01:00-CET-Europe/Amsterdam', told_by: 'saved-config' },
    { hostname: 'ns-a', told_by: 'saved-config' },
    { peer: '192.0.2.11', told_by: 'saved-config' },
    { partitions: ['p_test'], told_by: 'saved-config' },
  ]);
  expect(records[0]?.time).toEqual({ ms: Date.UTC(2022, 4, 7, 12, 22, 28), zone: 'local', year: 'stated' });
  expect(records.find(({ fields }) => fields.directive === 'add vpn vserver')?.line).toBe(12);
});

test('a configuration without a time zone has the default, a fragment says nothing', () => {
  const whole = readWhole(nsConf, 'set ns config -IPAddress 192.0.2.10\n', { path: '/nsconfig/ns.conf' });
  expect(fieldsOf(whole.records, 'appliance')).toContainEqual({
    timezone: 'CoordinatedUniversalTime',
    told_by: 'default',
  });
  const fragment = readWhole(nsConf, 'add server a 192.0.2.1\n', { path: '/nsconfig/ns.conf' });
  expect(fieldsOf(fragment.records, 'appliance')).toEqual([]);
});

test('the running configuration tells the running build', () => {
  const { records } = readWhole(nsConf, '#NS14.1 Build 73.37\nset ns hostName ns-a\n Done\n', {
    path: '/shell/ns_running_config.conf',
  });
  expect(fieldsOf(records, 'appliance')[0]).toEqual({ version: '14.1', build: '73.37', told_by: 'running' });
});

test('older copies tell their build but not who the appliance is now', () => {
  const { records } = readWhole(nsConf, CONFIG, { path: '/nsconfig/ns.conf.3' });
  expect(fieldsOf(records, 'appliance')).toEqual([{ version: '14.1', build: '51.80', told_by: 'older-config' }]);
});

test('a partition names itself', () => {
  const { records } = readWhole(nsConf, 'add server a 192.0.2.1\n', { path: '/nsconfig/partitions/p_test/ns.conf' });
  expect(fieldsOf(records, 'appliance')).toEqual([{ partitions: ['p_test'], told_by: 'older-config' }]);
});

test('counts lines that are no commands', () => {
  const { unknownLines } = readWhole(nsConf, 'add server a 192.0.2.1\n<?php ignored ?>\n\u0000\u0001\n', {
    path: '/nsconfig/ns.conf',
  });
  expect(unknownLines).toBe(2);
});

test.each([
  ['/nsconfig/ns.conf', true],
  ['/nsconfig/ns.conf.0', true],
  ['/nsconfig/partitions/p/ns.conf.4', true],
  ['/nsconfig/ns.conf.NS14.1-73.37', false],
  ['/var/tmp/ns.conf', false],
])('%s is a saved copy: %s', (path, expected) => {
  expect(isSavedConfig(path)).toBe(expected);
});
