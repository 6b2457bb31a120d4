import { randomUUID } from 'node:crypto';

/** A rule to begin with: valid, tested, and to be changed line by line. `name` is letters, digits and `_`. */
export function ruleTemplate(name: string, today: string): string {
  const title = name.replaceAll('_', ' ');
  return `# yaml-language-server: $schema=https://raw.githubusercontent.com/nsleuth/nsleuth/main/rules/rule.schema.json
title: ${title[0]!.toUpperCase()}${title.slice(1)}
id: ${randomUUID()}
name: ${name}
status: experimental
# For the owner of the appliance: what was seen, and why a healthy appliance does not have it.
description: A file of this name lies in a folder that the appliance serves to browsers; no stock appliance has it.
references:
  - https://example.com/report-that-names-the-indicator
date: ${today}
tags:
  - attack.persistence
  - attack.t1505.003
logsource:
  product: netscaler
  category: file
detection:
  place:
    in_web_root: true
  name:
    name: example-shell.php
  condition: place and name
# What would make it harmless.
falsepositives:
  - A test file that an administrator put there
level: high
nsleuth:
  # compromise, suspicious, attempt, weakness or context: see docs/rules.md
  shows: suspicious
  question: webshell
  advice: Keep a copy of the file and its times, and ask who put it there. If nobody did, isolate the appliance.
  tests:
    match:
      - {path: /var/netscaler/logon/LogonPoint/example-shell.php}
    ignore:
      - {path: /var/tmp/example-shell.php}
`;
}
