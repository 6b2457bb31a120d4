import { limits } from '../evidence/limits.ts';
import type { ParsedRecord, WholeReader } from './artifact.ts';
import type { Tally } from './whole-reading.ts';
import { joinedLines, numberedLines, reading } from './whole-reading.ts';

/**
 * Apache's configuration: the generated `/etc/httpd.conf`, the override in `/nsconfig`, and what lies beside them.
 *
 *     <Directory "/netscaler/ns_gui/vpn">
 *       #php_flag engine off
 *     </Directory>
 *
 * One record a directive. `section` is the innermost section that limits where a directive holds; `<IfModule>` and the like do not. A commented
 * directive is a record as well, with `commented: true`: stock deny lines that were commented out are a finding. Lines continued with `\` are joined.
 * Form: https://httpd.apache.org/docs/2.4/configuring.html; places: https://github.com/NCSC-NL/citrix-2025.
 */
export const httpdConfig: WholeReader = {
  form: 'whole',
  name: 'httpd.conf',
  categories: ['httpd_config'],
  paths: [
    '/etc/httpd*.conf',
    '/etc/{httpd,apache*}/**/*.conf',
    '/nsconfig/httpd*.conf',
    '/netscaler/*.conf',
    '/var/netscaler/**/{.htaccess,.user.ini,httpd*.conf}',
    '/{netscaler/portal,var/vpn}/**/{.htaccess,.user.ini}',
    '/shell/**/*httpd*conf*',
  ],
  read: (text) => reading((tally) => directiveRecords(text, tally)),
};

const SCOPELESS = /^<if(?:module|define|version|directive|file|section)\b/i;
const COMMENTED = /^#[#\s]{0,20}(<?\/?[A-Za-z][\w-]{0,60}>?)(?:\s|$)/;

function* directiveRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  const sections: string[] = [];
  for (const line of joinedLines(numberedLines(text, tally), tally)) {
    const trimmed = line.text.trim();
    if (trimmed === '' || trimmed === 'Done') continue;
    const isComment = trimmed.startsWith('#');
    const directive = isComment ? COMMENTED.exec(trimmed)?.[1] : firstWord(trimmed);
    if (directive === undefined) continue;
    if (!isComment && !/^<?\/?[A-Za-z]/.test(trimmed)) tally.unknown += 1;
    if (!isComment && trimmed.startsWith('</')) {
      sections.pop();
      continue;
    }
    const section = sections.findLast((open) => !SCOPELESS.test(open)) ?? '';
    yield {
      category: 'httpd_config',
      fields: { directive, text: trimmed, section, commented: isComment },
      raw: trimmed,
      line: line.number,
    };
    if (isComment || !trimmed.startsWith('<')) continue;
    if (sections.length >= limits.sectionDepth) tally.isCut = true;
    else sections.push(trimmed);
  }
}

function firstWord(text: string): string {
  const end = text.search(/\s/);
  return end === -1 ? text : text.slice(0, end);
}
