import type { Process, Socket } from './appliance.ts';
import { DAY, HOUR, type Setting } from './setting.ts';

/** The processes of an untouched appliance after the published list of a vanilla 13.0 and what is known to be new on 14.1. */
export function stockProcesses(setting: Setting): Process[] {
  const { booted, collected } = setting;
  const daemons: (readonly [user: string, command: string])[] = [
    ['root', 'nspitboss (pitboss)'],
    ['root', '/netscaler/nsnetsvc -S -C'],
    ['root', '/usr/sbin/syslogd -b 127.0.0.1 -n -v -v -8 -C'],
    ['root', '/usr/sbin/inetd'],
    ['root', '/usr/sbin/cron'],
    ['root', '/usr/sbin/sshd -f /etc/sshd_config'],
    ['root', '/usr/local/bin/monit -c /etc/monitrc'],
    ['root', 'nslped'],
    ['root', '/netscaler/nsmap -l'],
    ['root', '/netscaler/nsaggregatord'],
    ['root', '/netscaler/nsclusterd'],
    ['root', '/netscaler/monuploadd'],
    ['root', '/netscaler/nsconfigd -S'],
    ['root', '/netscaler/nsfsyncd -d'],
    ['root', '/netscaler/imi -d'],
    ['root', '/netscaler/nscrlrefresh'],
    ['root', 'php /netscaler/websocketd/websocket-ssh-deamon.php'],
    ['root', '/netscaler/nskrb nsauth'],
    ['root', '/netscaler/nsvpnd 7776'],
    ['root', '/netscaler/nsvpnd 7776'],
    ['root', '/netscaler/nsaaad -n 10 -p 8766'],
    ['root', '/netscaler/iked'],
    ['root', '/netscaler/aslearn -start -f /netscaler/aslearn.conf'],
    ['root', '/netscaler/nsclfsyncd -s'],
    ['root', '/netscaler/snmpd'],
    ['root', '/netscaler/provserverd -S'],
    ['root', '/netscaler/nsrised -S'],
    ['root', 'sh /netscaler/nssync.sh start'],
    ['root', '/netscaler/nscfsyncd -s'],
    ['root', '/netscaler/syshealthd'],
    ['root', '/netscaler/nscac64p'],
    ['root', '/netscaler/nscollect start'],
    ['root', '/netscaler/nscollect aggmode'],
    ['root', '/usr/bin/bash /netscaler/nsproflog.sh cpuuse=900 start'],
    ['root', '/netscaler/nsprofmgmt 90.0'],
    ['root', '/netscaler/nsprofmon -s cpu=1 -ys cpuuse=900 -k /var/nsproflog/newproflog_cpu_1.o'],
    ['root', '/netscaler/metricscollector'],
    ['root', '/netscaler/datadaemon'],
    ['root', '/netscaler/nscopo -vv -p'],
    ['root', '/netscaler/nstraceaggregator'],
    ['root', '/netscaler/nssync'],
    ['nsmonitor', '/netscaler/nsumond'],
    [
      'nsmonitor',
      '/usr/bin/perl -w /netscaler/monitors/nsldap.pl base=dc=example,dc=org;bdn=cn=svc-netscaler;password=********',
    ],
  ];
  const modern: (readonly [user: string, command: string])[] = [
    ['root', '/var/mastools/bin/mastoolsd'],
    ['root', '/var/python/bin/python3 /var/python/bin/customsnmpd'],
    ['root', '/var/tmp/par-726f6f74/cache-sample/perl gslbautosync.pl'],
    ['nobody', '/netscaler/cfdgetstream'],
  ];
  const getty = Array.from({ length: 8 }, (_, index) => ['root', `/usr/libexec/getty Pc ttyv${index}`] as const);
  const kernel = ['kernel', 'intr', 'geom', 'pagedaemon', 'syncer', 'bufdaemon'];
  let pid = 700;
  const running = (user: string, command: string, more: Partial<Process> = {}): Process => {
    pid += 11;
    return { user, pid, ppid: 1, cpu: 0, terminal: '-', state: 'Ss', started: booted + pid * 20, command, ...more };
  };
  const httpd = running('root', '/bin/httpd');
  return [
    running('root', 'nsppe (NSPPE-00)', { cpu: 99.4, state: 'RL' }),
    running('root', 'nsppe (NSPPE-01)', { cpu: 99.1, state: 'RL' }),
    ...kernel.map((name, index) => ({
      ...running('root', `[${name}]`, { state: 'DL' }),
      pid: index,
      ppid: 0,
      started: booted - 60_000,
    })),
    ...daemons.map(([user, command]) => running(user, command)),
    ...(setting.release < '14.1' ? [] : modern.map(([user, command]) => running(user, command))),
    httpd,
    ...Array.from({ length: 6 }, (_, index) =>
      running('nobody', '/bin/httpd', { ppid: httpd.pid, state: 'I', started: collected - (index + 1) * 5 * HOUR }),
    ),
    ...getty.map(([user, command], index) => running(user, command, { terminal: `v${index}`, state: 'Is+' })),
    running('root', 'sleep 60', { state: 'S', started: collected - 31_000 }),
    // The collection itself.
    running('root', 'sshd: nsroot@pts/0 (sshd)', { started: collected - 60_000 }),
    running('root', 'nscli', { terminal: '0', state: 'Is', started: collected - 58_000 }),
    running('root', 'ps auxwr', { terminal: '0', state: 'R', started: collected }),
  ].map((process) => (process.started > collected ? { ...process, started: collected - DAY } : process));
}

/** Listeners and connections of an untouched appliance. Gateway traffic is not among them: the packet engine keeps it from FreeBSD. */
export function stockSockets(setting: Setting, processes: readonly Process[]): Socket[] {
  const pidOf = (part: string): number => processes.find(({ command }) => command.includes(part))?.pid ?? 1;
  const listener = (
    user: string,
    process: string,
    part: string,
    local: string,
    protocol: Socket['protocol'] = 'tcp4',
  ): Socket => ({
    user,
    process,
    pid: pidOf(part),
    protocol,
    local,
    remote: '*:*',
    state: protocol === 'tcp4' ? 'LISTEN' : '',
  });
  return [
    listener('nobody', 'httpd', '/bin/httpd', '127.0.0.1:80'),
    listener('nobody', 'httpd', '/bin/httpd', '*:80'),
    listener('nobody', 'httpd', '/bin/httpd', '*:443'),
    listener('root', 'sshd', '/usr/sbin/sshd', '*:22'),
    listener('root', 'nsconfigd', 'nsconfigd', '*:3010'),
    listener('root', 'aslearn', 'aslearn', '127.0.0.1:3011'),
    listener('root', 'nsvpnd', 'nsvpnd', '127.0.0.1:7776'),
    listener('root', 'nsaaad', 'nsaaad', '127.0.0.1:8766'),
    listener('root', 'snmpd', 'snmpd', '*:161', 'udp4'),
    listener('root', 'syslogd', 'syslogd', '127.0.0.1:514', 'udp4'),
    {
      ...listener('root', 'sshd', 'sshd: nsroot', `${setting.nsip}:22`),
      remote: `${setting.admin}:51514`,
      state: 'ESTABLISHED',
    },
    {
      ...listener('root', 'nsaaad', 'nsaaad', `${setting.nsip}:36410`),
      remote: `${setting.ldap}:636`,
      state: 'ESTABLISHED',
    },
    {
      ...listener('nobody', 'httpd', '/bin/httpd', '127.0.0.1:80'),
      remote: `${setting.snip}:29138`,
      state: 'ESTABLISHED',
    },
    {
      ...listener('root', 'nsconfigd', 'nsconfigd', `${setting.nsip}:3010`),
      remote: `${setting.peerIp}:41002`,
      state: 'ESTABLISHED',
    },
  ];
}
