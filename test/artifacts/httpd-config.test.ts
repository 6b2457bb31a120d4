import { expect, test } from 'vitest';
import { bootLoader } from '../../src/artifacts/boot-loader.ts';
import { httpdConfig } from '../../src/artifacts/httpd-config.ts';
import { startupFile } from '../../src/artifacts/startup-file.ts';
import { limits } from '../../src/evidence/limits.ts';
import { fieldsOf, readWhole } from './read-whole.ts';

const HTTPD = `# Apache configuration of the appliance
ServerRoot "/"
<IfModule mod_php5.c>
  php_flag engine off
  <FilesMatch "\\.ph(p3?|tml)$">
    SetHandler application/x-httpd-php
  </FilesMatch>
</IfModule>
<Directory "/netscaler/ns_gui/vpn">
  #php_flag engine off
  Require all denied
</Directory>
Alias /logon/help \\
  /var/tmp/help
#<Location /x>
`;

test('tracks sections, comments and continued lines', () => {
  const { records, unknownLines } = readWhole(httpdConfig, HTTPD, { path: '/etc/httpd.conf' });
  expect(unknownLines).toBe(0);
  const seen = records.map(({ fields, line }) => [line, fields.directive, fields.section, fields.commented]);
  expect(seen).toEqual([
    [1, 'Apache', '', true],
    [2, 'ServerRoot', '', false],
    [3, '<IfModule', '', false],
    [4, 'php_flag', '', false],
    [5, '<FilesMatch', '', false],
    [6, 'SetHandler', '<FilesMatch "\\.ph(p3?|tml)$">', false],
    [9, '<Directory', '', false],
    [10, 'php_flag', '<Directory "/netscaler/ns_gui/vpn">', true],
    [11, 'Require', '<Directory "/netscaler/ns_gui/vpn">', false],
    [13, 'Alias', '', false],
    [15, '<Location', '', true],
  ]);
  expect(records[9]?.fields.text).toBe('Alias /logon/help   /var/tmp/help');
});

test('sections that are never closed stop at a bound, and the reading says so', () => {
  const { isCut } = readWhole(httpdConfig, '<Directory "/x">\n'.repeat(limits.sectionDepth + 1));
  expect(isCut).toBe(true);
});

test('reads boot hooks, without comments and without passwords', () => {
  const { records } = readWhole(
    startupFile,
    `#!/bin/sh
# mitigation of 2020
nsapimgr_wr.sh -ys skip_systemaccess_policyeval=0

nohup /bin/sh -c \\
 "sleep 1" &
ldaptest password=KEEPOUT
`,
    { path: '/nsconfig/rc.netscaler' },
  );
  expect(records.map(({ fields, line }) => [line, fields.directive])).toEqual([
    [3, 'nsapimgr_wr.sh'],
    [5, 'nohup'],
    [7, 'ldaptest'],
  ]);
  expect(records[1]?.fields.text).toBe('nohup /bin/sh -c  "sleep 1" &');
  expect(JSON.stringify(records)).not.toContain('KEEPOUT');
});

test('reads sshd_config by keyword', () => {
  const { records } = readWhole(startupFile, 'Port 22\nPermitRootLogin yes\n#X11Forwarding no\n', {
    path: '/nsconfig/sshd_config',
  });
  expect(records.map(({ fields }) => fields)).toEqual([
    { directive: 'Port', text: 'Port 22' },
    { directive: 'PermitRootLogin', text: 'PermitRootLogin yes' },
  ]);
});

test('the last kernel of loader.conf counts', () => {
  const { records } = readWhole(bootLoader, 'autoboot_delay=3\nkernel="/ns-13.1-30.52"\nkernel="/ns-14.1-73.37"\n', {
    path: '/flash/boot/loader.conf',
  });
  expect(fieldsOf(records, 'appliance')).toEqual([{ version: '14.1', build: '73.37', told_by: 'loader' }]);
  expect(fieldsOf(records, 'startup').map(({ directive }) => directive)).toEqual([
    'autoboot_delay',
    'kernel',
    'kernel',
  ]);
});
