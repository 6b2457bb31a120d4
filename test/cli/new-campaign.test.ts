import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nsleuth, scanReport } from '../fixtures/run-nsleuth.ts';

/** Next year's campaign as a responder would write it down: rules, a list, YARA, an advisory. No code. */
const folder = mkdtempSync(join(tmpdir(), 'nsleuth-campaign-'));
const campaign = join(folder, '2027-example');
const evidence = join(folder, 'evidence');

const FILES: Readonly<Record<string, string>> = {
  'dropped_file.yml': `title: File of the example campaign in the logon point
id: 8a3f1c1e-3b36-4c11-9d0e-2f4d5b6a7c81
name: example_dropped_file
status: test
description: The campaign leaves this file.
references: [https://example.org/report]
tags: [attack.persistence, attack.t1505.003, cve.2027-11111]
logsource: {product: netscaler, category: file}
detection:
  dropped: {path: /var/netscaler/logon/LogonPoint/receiver/example-campaign.css}
  condition: dropped
falsepositives: [None known]
level: high
nsleuth:
  shows: compromise
  question: webshell
  advice: Keep a copy, isolate the appliance.
  tests:
    match: [{path: /var/netscaler/logon/LogonPoint/receiver/example-campaign.css}]
    ignore: [{path: /var/netscaler/logon/LogonPoint/receiver/other.css}]
`,
  'caller.yml': `title: Request from an address of the example campaign
id: 0b8d0cc2-6ef4-4a0f-8b0c-54b6f3d6ab1a
name: example_caller
status: test
description: An address the campaign used.
references: [https://example.org/report]
tags: [attack.initial-access, cve.2027-11111]
logsource: {category: webserver}
detection:
  caller: {c-ip|expand: '%example_addresses%'}
  condition: caller
falsepositives: [The address may have a new owner]
level: medium
nsleuth:
  shows: attempt
  question: exploitation
  advice: See what was asked and answered.
  tests:
    match: [{c-ip: 203.0.113.77}]
    ignore: [{c-ip: 203.0.113.7}]
`,
  'lists/addresses.yml': `name: example_addresses
source: https://example.org/report
tier: responder
confidence: high
role: actor infrastructure
date: 2027-01-10
expires: 2027-12-31
indicators:
  - {value: 203.0.113.77}
`,
  'implant.yar': `rule example_implant {
  meta:
    title = "Implant of the example campaign"
    description = "A string that only this implant has."
    level = "high"
    shows = "compromise"
    question = "persistence"
    confidence = "high"
    advice = "Keep a copy, isolate the appliance."
    falsepositives = "None known"
    reference = "https://example.org/report"
  strings:
    $marker = "example-implant-marker"
  condition:
    $marker
}
`,
  'advisory.yml': `advisories:
  - bulletin: CTX000001
    published: 2027-01-05
    references: [https://example.org/bulletin]
    fixed: {"14.1": "90.10"}
    cves:
      - id: CVE-2027-11111
        score: 9.1
        exploited_since: 2027-01-02
        preconditions:
          - selection: {directive: add vpn vserver}
            condition: selection
            text: a Gateway virtual server
`,
};

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) write(join(campaign, name), text);
  write(
    join(evidence, 'nsconfig/ns.conf'),
    '#NS14.1 Build 73.37\nset ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0\nadd vpn vserver gw SSL 198.51.100.20 443\n',
  );
  write(join(evidence, 'var/netscaler/logon/LogonPoint/receiver/example-campaign.css'), 'body{}\n');
  write(join(evidence, 'var/tmp/agent.txt'), 'x example-implant-marker x\n');
  write(
    join(evidence, 'var/log/httpaccess.log'),
    '203.0.113.77 - - [03/Jan/2027:10:00:00 +0000] "GET /vpn/index.html HTTP/1.1" 200 100 "-" "Mozilla/5.0"\n',
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

test('its folder passes the check', async () => {
  expect(await nsleuth(['rules', 'check', campaign])).toMatchObject({ status: 0 });
});

test('a scan with --rules finds it, and tells the exposure', async () => {
  const { report, status } = await scanReport([evidence, '--rules', folder]);
  const met = report.findings.map(({ rule }) => rule.name);
  expect(met).toEqual(expect.arrayContaining(['example_dropped_file', 'example_caller', 'example_implant']));
  // Which address of the list it was, and who says so.
  expect(report.findings.find(({ rule }) => rule.name === 'example_caller')?.indicators).toEqual([
    {
      list: 'example_addresses',
      value: '203.0.113.77',
      role: 'actor infrastructure',
      confidence: 'high',
      tier: 'responder',
      source: 'https://example.org/report',
      date: '2027-01-10',
    },
  ]);
  expect({ status, verdict: report.assessment.verdict }).toEqual({ status: 1, verdict: 'compromise-indicated' });
  expect(report.exposure.find(({ cve }) => cve === 'CVE-2027-11111')).toMatchObject({
    status: 'vulnerable',
    fixed_build: '14.1-90.10',
    preconditions_met: true,
  });
});

test('without it nothing is said of it', async () => {
  const { report } = await scanReport([evidence]);
  expect(report.findings.filter(({ rule }) => rule.name.startsWith('example_'))).toEqual([]);
});
