import type { ParsedRecord, WholeReader } from './artifact.ts';
import { maskAssignments } from './secrets.ts';
import type { Tally } from './whole-reading.ts';
import { joinedLines, numberedLines, reading } from './whole-reading.ts';

/**
 * Files that run or steer something at boot or login, line by line: boot hooks (`rc.netscaler`, `nsbefore.sh`, `nsafter.sh`), FreeBSD's `rc` files,
 * and the configuration of inetd, syslogd, newsyslog, sshd, monit, PAM and shells. One record for a line that is neither empty nor a comment;
 * lines continued with `\` are joined. `directive` is the first word: of sshd_config the keyword, of a script the command.
 * Places: https://github.com/martclau/netscaler-ir-collector, https://github.com/NCSC-NL/citrix-2025, https://github.com/slauger/netscaler_docs.
 */
export const startupFile: WholeReader = {
  form: 'whole',
  name: 'boot and service configuration',
  categories: ['startup'],
  paths: [
    '/nsconfig/{rc.netscaler,rc.conf,rc.local,nsbefore.sh,nsafter.sh}',
    '/nsconfig/{inetd,syslog,newsyslog,ntp,resolv}.conf',
    '/nsconfig/{sshd_config,ssh_config,monitrc,hosts,profile,.profile,.bashrc}',
    '/nsconfig/ssh/{sshd_config,rc}',
    '/etc/{rc,rc.conf,rc.conf.local,rc.local,rc.netscaler,rc.shutdown,inetd.conf,syslog.conf,newsyslog.conf,ttys,monitrc,hosts,resolv.conf}',
    '/etc/rc.d/*',
    '/usr/local/etc/rc.d/*',
    '/etc/{sshd_config,ssh/sshd_config,ssh/sshrc,pam.conf,profile,bashrc,csh.cshrc,csh.login,login.conf,ld-elf*.so.conf,libmap.conf}',
    '/etc/pam.d/*',
    '/etc/newsyslog.conf.d/*',
    '/etc/syslog.d/*',
    '/root/{.profile,.bashrc,.bash_profile,.login,.cshrc,.ssh/rc}',
    '/flash/boot/loader.rc',
    '/{shell,shell/**}/*{rc_netscaler,rc.netscaler,nsbefore,nsafter,sshd_config}*',
  ],
  read: (text) => reading((tally) => startupRecords(text, tally)),
};

export function* startupRecords(text: string, tally: Tally): Generator<ParsedRecord> {
  for (const line of joinedLines(numberedLines(text, tally), tally)) {
    const trimmed = line.text.trim();
    if (trimmed === '' || trimmed === 'Done' || trimmed.startsWith('#')) continue;
    if (trimmed.includes('\u0000')) tally.unknown += 1;
    const shown = maskAssignments(trimmed);
    const end = shown.search(/[\s=]/);
    yield {
      category: 'startup',
      fields: { directive: end === -1 ? shown : shown.slice(0, end), text: shown },
      raw: shown,
      line: line.number,
    };
  }
}
