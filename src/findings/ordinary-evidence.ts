/**
 * Lines as they stand by the million in the logs of any appliance (all made up). What occurs here is a poor thing to search
 * for: of several literals that a rule needs, the one that is not here is chosen, and of a literal the part that is not.
 */
const SAMPLE = `
Nov 23 16:25:02 <local0.info> 192.0.2.10 11/23/2026:16:25:02 GMT ns01 0-PPE-0 : default SSLVPN HTTPREQUEST 1234567 0 : Context user1@198.51.100.7 - SessionId: 4711 - www.example.com User user1 : Group(s) N/A : Vserver 192.0.2.20:443 - 11/23/2026:16:25:02 GMT : SSO is ON : GET /citrix/store/resources/v2 - -
Nov 23 16:25:03 <local0.info> 192.0.2.10 11/23/2026:16:25:03 GMT ns01 0-PPE-0 : default SSLVPN LOGIN 1234568 0 : Context user1@198.51.100.7 - SessionId: 4712 - User user1 - Client_ip 198.51.100.7 - Nat_ip "Mapped Ip" - Vserver 192.0.2.20:443 - Browser_type "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36" - SSLVPN_client_type ICA - Group(s) "N/A"
Nov 23 16:25:04 <local0.info> 192.0.2.10 11/23/2026:16:25:04 GMT ns01 0-PPE-0 : default SSLVPN LOGOUT 1234569 0 : Context user1@198.51.100.7 - SessionId: 4712 - User user1 - Client_ip 198.51.100.7 - Nat_ip "Mapped Ip" - Vserver 192.0.2.20:443 - Start_time "11/23/2026:16:25:03 GMT" - End_time "11/23/2026:16:25:04 GMT" - Duration 00:00:01 - Http_resources_accessed 0 - NonHttp_services_accessed 0 - Total_TCP_connections 0 - Total_bytes_send 0 - Total_bytes_recv 0 - LogoutMethod "Explicit" - Group(s) "N/A"
Nov 23 16:25:05 <local0.info> 192.0.2.10 11/23/2026:16:25:05 GMT ns01 0-PPE-0 : default TCP CONN_DELINK 1234570 0 : Source 198.51.100.7:50123 - Vserver 192.0.2.20:443 - NatIP 192.0.2.30:1024 - Destination 192.0.2.40:80 - Delink Time 11/23/2026:16:25:05 GMT - Total_bytes_send 123 - Total_bytes_recv 456
Nov 23 16:25:05 <local0.info> 192.0.2.10 11/23/2026:16:25:05 GMT ns01 0-PPE-0 : default TCP CONN_TERMINATE 1234571 0 : Source 192.0.2.40:80 - Destination 192.0.2.30:1024 - Start Time 11/23/2026:16:25:05 GMT - End Time 11/23/2026:16:25:05 GMT - Total_bytes_send 1 - Total_bytes_recv 1
Nov 23 16:25:06 <local0.info> 192.0.2.10 11/23/2026:16:25:06 GMT ns01 0-PPE-0 : default SSLLOG SSL_HANDSHAKE_SUCCESS 1234572 0 : SPCBId 12345 - ClientIP 198.51.100.7 - ClientPort 50123 - VserverServiceIP 192.0.2.20 - VserverServicePort 443 - ClientVersion TLSv1.2 - CipherSuite "ECDHE-RSA-AES256-GCM-SHA384 TLSv1.2" - Session New
Nov 23 16:25:06 <local0.notice> 192.0.2.10 11/23/2026:16:25:06 GMT ns01 0-PPE-0 : default EVENT DEVICEUP 1234573 0 : Device "server_serviceGroup_NSSVC_HTTP_192.0.2.40:80(web)" - State UP
Nov 23 16:25:07 <local0.notice> 192.0.2.10 11/23/2026:16:25:07 GMT ns01 0-PPE-0 : default EVENT MONITORDOWN 1234574 0 : Monitor Monitor_http_of_web - State DOWN
Nov 23 16:25:08 <local0.info> 192.0.2.10 11/23/2026:16:25:08 GMT ns01 0-PPE-0 : default GUI CMD_EXECUTED 1234575 0 : User nsroot - ADM_User NONE - Remote_ip 192.0.2.50 - Command "show ns runningConfig" - Status "Success"
Nov 23 16:25:08 <local0.info> 192.0.2.10 11/23/2026:16:25:08 GMT ns01 0-PPE-0 : default API CMD_EXECUTED 1234576 0 : User nsroot - Remote_ip 192.0.2.50 - Command "login nsroot "********"" - Status "Success"
Nov 23 16:25:08 <local0.info> 192.0.2.10 11/23/2026:16:25:08 GMT ns01 0-PPE-0 : default AAA Message 1234577 0 : "In update_aaa_cntr: Succeeded policy for user user1 = ldap"
Nov 23 16:25:09 <local0.info> 192.0.2.10 11/23/2026:16:25:09 GMT ns01 0-PPE-0 : default AAATM LOGIN_FAILED 1234578 0 : User user2 - Client_ip 198.51.100.8 - Failure_reason "External authentication server denied access" - Browser Mozilla/5.0
Nov 23 16:25:09 <local0.info> 192.0.2.10 11/23/2026:16:25:09 GMT ns01 0-PPE-0 : default ICA NETWORK_UPDATE 1234579 0 : session_guid a1b2c3d4 - device_serial_number 1 - client_cookie none - flags 0 - nsica_session_status
192.0.2.50 -> 192.0.2.10 - - [23/Nov/2026:16:25:02 +0000] "GET /vpn/index.html HTTP/1.1" 200 5432 "https://gateway.example.com/logon/LogonPoint/tmindex.html" "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0" "Time: 1234 microsecs"
127.0.0.1 - - [23/Nov/2026:16:25:02 +0000] [4021] "POST /nitro/v1/config/login HTTP/1.1" 201 512 "-" "libwww-perl" "Time: 3456 microsecs"
192.0.2.50 - - [23/Nov/2026:16:25:03 +0000] "GET /admin_ui/rdx/core/css/rdx.css HTTP/1.1" 304 - "https://192.0.2.10/menu/neo" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15"
198.51.100.9 - - [23/Nov/2026:16:25:03 +0000] "GET /logon/LogonPoint/receiver/js/ctxs.core.min.js HTTP/1.1" 200 12345 "-" "Mozilla/5.0"
198.51.100.9 - - [23/Nov/2026:16:25:03 +0000] "POST /p/u/getAuthenticationRequirements.do HTTP/1.1" 200 321 "-" "-"
[Mon Nov 23 16:25:04.123456 2026] [core:notice] [pid 1234] AH00094: Command line: '/bin/httpd'
[Mon Nov 23 16:25:04.123456 2026] [php:error] [pid 4021] [client 192.0.2.50:50123] PHP Warning: Undefined array key in /netscaler/ns_gui/admin_ui/php/application/controllers/common/login.php on line 123
Nov 23 16:25:05 <local7.notice> ns01 bash[4021]: root on /dev/pts/0 shell_command="ls -l /var/log"
Nov 23 16:25:05 <local7.notice> ns01 sh[4022]: (null) on (null) shell_command="/bin/sh /netscaler/monitors/nsntlm.sh"
Nov 23 16:25:06 <auth.info> ns01 sshd[4023]: Accepted keyboard-interactive/pam for nsroot from 192.0.2.50 port 50123 ssh2
Nov 23 16:25:06 <cron.info> ns01 /usr/sbin/cron[4024]: (root) CMD (/usr/libexec/atrun)
Nov 23 16:25:06 <cron.info> ns01 /usr/sbin/cron[4025]: (root) CMD (newsyslog)
Nov 23 16:25:07 <kern.info> ns01 kernel: pid 4026 (nsppe), uid 0: exited on signal 0
Nov 23 16:25:07 <user.notice> ns01 nsconfigd: nsconfigd_main: received message from client, length 1234, dispatching to packet engine
192.0.2.50 -> 192.0.2.10 - - [23/Nov/2026:16:25:08 +0000] [4021] "GET /vpn/js/rdx/core/lang/rdx_en.json.gz HTTP/1.1" 200 5432 "-" "-" "Time: 1234 microsecs"
192.0.2.50 -> 192.0.2.10 - - [23/Nov/2026:16:25:08 +0000] [4021] "GET /logon/LogonPoint/receiver/images/1x/logo.png HTTP/1.1" 200 5432 "-" "-" "Time: 1234 microsecs"
192.0.2.50 -> 192.0.2.10 - - [23/Nov/2026:16:25:08 +0000] [4021] "GET /logon/LogonPoint/tmindex.html HTTP/1.1" 200 5432 "-" "-" "Time: 1234 microsecs"
Nov 23 16:25:09 <local0.info> 192.0.2.10 11/23/2026:16:25:09 GMT ns01 0-PPE-0 : default SSLLOG SSL_HANDSHAKE_FAILURE 1234580 0 : SPCBId 12345 - ClientIP 198.51.100.8 - ClientPort 50124 - VserverServiceIP 192.0.2.20 - VserverServicePort 443 - ClientVersion TLSv1.2 - CipherSuite "TLS1-AES-256-CBC-SHA" - Session New - Reason "Fatal alert received"
Nov 23 16:25:09 <cron.info> ns01 /usr/sbin/cron[4027]: (root) CMD (lockf -t 0 -k -s /tmp/.nsfsyncd_lock /netscaler/nsfsyncd -p)
Nov 23 16:25:10 <local0.info> 192.0.2.10 11/23/2026:16:25:10 GMT ns01 0-PPE-1 : default SSLVPN TCPCONNSTAT 1234581 0 : Context user1@198.51.100.7 - SessionId: 4711 - User user1 - Client_ip 198.51.100.7 - Nat_ip 192.0.2.30 - Vserver 192.0.2.20:443 - Source 198.51.100.7:50125 - Destination 192.0.2.40:443 - Start_time "11/23/2026:16:25:08 GMT" - End_time "11/23/2026:16:25:10 GMT" - Duration 00:00:02 - Total_bytes_send 8493 - Total_bytes_recv 70243 - Total_compressedbytes_send 0 - Total_compressedbytes_recv 0 - Compression_ratio_send 0.00% - Compression_ratio_recv 0.00% - Access Allowed - Group(s) "staff,vpn"
Nov 23 16:25:10 <local0.info> 192.0.2.10 11/23/2026:16:25:10 GMT ns01 0-PPE-1 : default SSLVPN ICASTART 1234582 0 : Source 198.51.100.7:50126 - Destination 192.0.2.41:2598 - customername - username:domainname user1:EXAMPLE - applicationName Desktop - startTime "11/23/2026:16:25:10 GMT" - connectionId 2ad7
Nov 23 16:25:11 <local0.info> 192.0.2.10 11/23/2026:16:25:11 GMT ns01 0-PPE-1 : default SSLVPN ICAEND_CONNSTAT 1234583 0 : Source 203.0.113.7:50126 - Destination 192.0.2.41:2598 - customername - username:domainname user1:EXAMPLE - startTime "11/23/2026:16:25:10 GMT" - endTime "11/23/2026:16:25:11 GMT" - Duration 00:00:01 - Total_bytes_send 80015 - Total_bytes_recv 424242 - connectionId 2ad7
Nov 23 16:25:11 <local5.info> ns01 nsaaad[1295]: process_kernel_socket: call to authenticate user :user1, vsid :1234, userlen 5
Nov 23 16:25:11 <local5.info> ns01 nsaaad[1295]: receive_ldap_user_search_event: received LDAP_OK for user1
Nov 23 16:25:12 <local7.notice> ns01 sh[4028]: nsmonitor on (null) shell_command="pkill -0 nsrised"
203.0.113.7 -> 192.0.2.20 - - [23/Nov/2026:16:25:12 +0000] "GET /vpn/media/citrixlogo.png HTTP/1.1" 200 5432 "https://gateway.example.com/vpn/index.html" "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1" "Time: 1234 microsecs"
203.0.113.8 -> 192.0.2.20 - - [23/Nov/2026:16:25:12 +0000] "POST /nf/auth/doAuthentication.do HTTP/1.1" 200 321 "https://gateway.example.com/logon/LogonPoint/tmindex.html" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36" "Time: 4321 microsecs"
add lb vserver vs_web HTTP 192.0.2.20 80 -persistenceType NONE -cltTimeout 180
bind vpn vserver vpn_gw -policy pol_session -priority 100 -gotoPriorityExpression NEXT -type REQUEST
`;

const text = SAMPLE.toLowerCase();

/** Four characters as one number: faster to look up than their text. */
function gramKey(a: number, b: number, c: number, d: number): number {
  return a | (b << 8) | (c << 16) | (d << 24);
}

const COMMON = new Map<number, number>();
for (let at = 0; at + 4 <= text.length; at += 1) {
  const key = gramKey(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3));
  COMMON.set(key, (COMMON.get(key) ?? 0) + 1);
}

/** How often the four bytes (lower case) at a place stand in ordinary logs: 0 for most. */
export function gramCommonness(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  // Runs of one byte (spaces, dashes, NUL) are common in files.
  return (COMMON.get(gramKey(a, b, c, d)) ?? 0) + (a === b && b === c && c === d ? 20 : 0);
}

/** How often a literal (lower case) stands in ordinary logs. */
export function literalCommonness(literal: string): number {
  let count = 0;
  for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1)) count += 1;
  return count;
}
