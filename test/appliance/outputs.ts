/** What the programs of a small, healthy appliance print; a tree's own outputs replace them. Keys are program and arguments. */
export const shellOutputs: Readonly<Record<string, string>> = {
  'uname -a':
    'FreeBSD ns-a 11.4-NETSCALER-14.1 FreeBSD 11.4-NETSCALER-14.1 #0: Tue Sep 22 11:04:55 UTC 2026     root@build:/usr/obj/NSPPE  amd64\n',
  'uname -s': 'FreeBSD\n',
  date: 'Mon Nov 23 16:25:02 CET 2026\n',
  'date -u': 'Mon Nov 23 15:25:02 UTC 2026\n',
  'ps axww -o user,pid,ppid,%cpu,stat,lstart,command': [
    'USER         PID  PPID  %CPU STAT STARTED                      COMMAND',
    'root           1     0   0.0 ILs  Mon Jul 27 06:10:00 2026     /sbin/init --',
    'root        1202     1  99.0 Rs   Mon Jul 27 06:11:00 2026     nsppe (NSPPE-00)',
    'root        1295     1   0.0 Ss   Mon Jul 27 06:11:02 2026     /usr/sbin/cron',
    'root        1300     1   0.0 Is   Mon Jul 27 06:11:02 2026     /usr/sbin/sshd -f /etc/sshd_config',
    'root        1400     1   0.0 Ss   Mon Jul 27 06:11:09 2026     /bin/httpd',
    'nobody      1401  1400   0.0 I    Mon Jul 27 06:11:10 2026     /bin/httpd',
    '',
  ].join('\n'),
  'procstat -a -b': [
    '  PID COMM                OSREL PATH',
    '    1 init              1104001 /sbin/init',
    ' 1295 cron              1104001 /usr/sbin/cron',
    ' 1400 httpd             1104001 /bin/httpd',
    '',
  ].join('\n'),
  sockstat: [
    'USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS      ',
    'root     sshd       1300  4  tcp4   *:22                  *:*',
    'nobody   httpd      1401  3  tcp4   127.0.0.1:80          *:*',
    'root     nsconfigd  1310  5  tcp4   127.0.0.1:3010        *:*',
    '',
  ].join('\n'),
  uptime: ' 4:25PM  up 119 days, 10:14, 1 user, load averages: 0.41, 0.38, 0.36\n',
  'mount -v': [
    '/dev/md0 on / (ufs, local, fsid 5b3c6a6a00000000)',
    'devfs on /dev (devfs, local, multilabel, fsid 00ff000505000000)',
    'procfs on /proc (procfs, local, fsid 01ff000202000000)',
    '/dev/da0s1a on /flash (ufs, local, soft-updates, fsid 5b3c6a7100000000)',
    '/dev/da0s1e on /var (ufs, local, soft-updates, fsid 5b3c6a7200000000)',
    '',
  ].join('\n'),
  'df -akin': [
    'Filesystem  1024-blocks    Used    Avail Capacity iused    ifree %iused  Mounted on',
    '/dev/md0         541134  512302    18010    97%    9210     4612   67%   /',
    '/dev/da0s1a     1589530  402220  1060148    28%     410   205940    0%   /flash',
    '/dev/da0s1e    14400140 2910220 10337910    22%   51230  1826640    3%   /var',
    '',
  ].join('\n'),
  'sysctl -a': [
    'kern.ostype: FreeBSD',
    'kern.hostname: ns-a',
    'kern.bootfile: /ns-14.1-73.37',
    'kern.boottime: { sec = 1785132600, usec = 0 } Mon Jul 27 08:10:00 2026',
    'netscaler.version: NetScaler NS14.1: Build 73.37.nc, Date: Sep 22 2026, 11:04:55   (64-bit)',
    'netscaler.sysid: 450010',
    'netscaler.descr: NetScaler Virtual Appliance',
    '',
  ].join('\n'),
  'dmesg -a':
    'Copyright (c) 1992-2013 The FreeBSD Project.\nda0: <VMware Virtual disk 2.0> Fixed Direct Access SPC-4 SCSI device\n',
  'ifconfig -a':
    'nsvip0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n\tinet 192.0.2.10 netmask 0xffffff00 broadcast 192.0.2.255\n',
  last: 'nsroot     pts/0    203.0.113.7      Mon Nov 23 10:15 - 10:21  (00:06)\n\nwtmp begins Mon Jul 27 06:10:00 CET 2026\n',
};

export const cliOutputs: Readonly<Record<string, string>> = {
  'show ns version': '\tNetScaler NS14.1: Build 73.37.nc, Date: Sep 22 2026, 11:04:55   (64-bit)\n',
  'show ns hardware':
    '\tPlatform: NetScaler Virtual Appliance 450010\n\tManufactured on: 2/17/2009\n\tCPU: 2400MHZ\n\tHost Id: 1234567890\n\tSerial no: HE2H81UJ47\n',
  'show ns config':
    '\tNetScaler IP: 192.0.2.10  (mask: 255.255.255.0)\n\tNode: Standalone\n\tTime Zone: GMT+01:00-CET-Europe/Amsterdam\n',
  'show HA node':
    '1)\tNode ID:      0\n\tIP:\t192.0.2.10 (ns-a)\n\tNode State: UP\n\tMaster State: Primary\n2)\tNode ID:      1\n\tIP:\t192.0.2.11\n\tNode State: UP\n\tMaster State: Secondary\n',
  'show system user': '1)\tUser name: nsroot\tTimeout: 900 Sec\tExternal Authentication: ENABLED\n',
  'show system session':
    '1)\tSession Id: 12\tUser name: nsroot\tLogin time: Mon Nov 23 16:24:58 2026\tClient IP: 203.0.113.7\n',
  'show ns feature':
    '\tFeature                        Acronym              Status\n\t-------                        -------              ------\n 1)\tWeb Logging                    WL                   OFF\n 2)\tSSL VPN                        SSLVPN               ON\n',
  'show ns runningConfig':
    '#NS14.1 Build 73.37\nset ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0\nadd vpn vserver gw SSL 198.51.100.20 443\nset ns hostName ns-a\n',
};

/** Refused for want of a licence: a warning and exit status 1. */
export const unlicensed: readonly string[] = ['show partition'];
