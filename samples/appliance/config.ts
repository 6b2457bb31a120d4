import { createHash } from 'node:crypto';
import { ctimeClock, MINUTE, type Setting } from './setting.ts';

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

/** Invented: it has the shape of a stored password and belongs to nobody. */
const storedPassword = (name: string): string => createHash('sha512').update(`sample ${name}`).digest('hex');
const sealedPassword = (name: string): string => createHash('sha256').update(`sealed ${name}`).digest('hex');

/** `/nsconfig/ns.conf` of a Gateway with LDAP, a load balancer, two partitions and rules that quote attacks in order to block them. */
export function nsConf(setting: Setting): string {
  const { hostname, nsip, peerIp, snip, gateway, ldap, admin } = setting;
  const sealed = (name: string): string =>
    `${sealedPassword(name)} -encrypted -encryptmethod ENCMTHD_3 -kek -suffix 2026_03_02_10_00_00`;
  return lines(
    `#NS${setting.release} Build ${setting.savedBuild}`,
    `# Last modified by \`save config\`, ${ctimeClock(setting, setting.saved)}`,
    `set ns config -IPAddress ${nsip} -netmask 255.255.255.0`,
    'enable ns feature WL SP LB CS SSL SSLVPN AAA REWRITE RESPONDER AppFw',
    'enable ns mode FR L3 Edge USNIP PMTUD',
    `set system user nsroot ${storedPassword('nsroot')} -encrypted -hashmethod SHA512 -timeout 900`,
    `add system user backup-reader ${storedPassword('backup-reader')} -encrypted -hashmethod SHA512 -externalAuth DISABLED -timeout 900`,
    'add system group netscaler-admins -timeout 900',
    'bind system user backup-reader read-only 100',
    'bind system group netscaler-admins -policyName superuser 100',
    `set ns hostName ${hostname}`,
    'set system parameter -timeout 900 -minpasswordlen 12 -strongpassword enableall',
    'set ns encryptionParams -method AES256 -keyValue 0000000000000000000000000000000000000000000000000000000000000000 -encrypted -encryptmethod ENCMTHD_3 -kek -suffix 2026_03_02_10_00_00',
    `set ns rpcNode ${nsip} -password ${sealed('rpc-a')} -srcIP ${nsip} -secure YES`,
    `set ns rpcNode ${peerIp} -password ${sealed('rpc-b')} -srcIP * -secure YES`,
    `add HA node 1 ${peerIp}`,
    'add ns partition p_test -maxBandwidth 10240 -maxConn 1024',
    `add ns ip ${snip} 255.255.255.0 -vServer DISABLED -mgmtAccess DISABLED`,
    `set ns ip ${nsip} -gui SECUREONLY -restrictAccess ENABLED`,
    'add route 0.0.0.0 0.0.0.0 192.0.2.1',
    `set ns param -timezone "${setting.zoneSetting}"`,
    'add ntp server 192.0.2.53',
    'add dns nameServer 192.0.2.53',
    'add server srv_web1 192.0.2.80',
    'add server srv_web2 192.0.2.81',
    'add serviceGroup sg_web HTTP -maxClient 0 -maxReq 0 -cip DISABLED -usip NO -useproxyport YES',
    'bind serviceGroup sg_web srv_web1 80',
    'bind serviceGroup sg_web srv_web2 80',
    `add lb vserver lb_web SSL 198.51.100.21 443 -persistenceType COOKIEINSERT -timeout 120 -redirectURL "https://www.example.org/"`,
    'bind lb vserver lb_web sg_web',
    'add ssl certKey ck_gateway -cert gateway.example.org.cer -key gateway.example.org.key -expiryMonitor ENABLED',
    `add authentication ldapAction ldap_example -serverIP ${ldap} -serverPort 636 -ldapBase "dc=example,dc=org" -ldapBindDn "cn=svc-netscaler,ou=service,dc=example,dc=org" -ldapBindDnPassword ${sealed('ldap')} -ldapLoginName sAMAccountName -groupAttrName memberOf -subAttributeName cn -secType SSL`,
    'add authentication Policy pol_ldap -rule true -action ldap_example',
    'add authentication vserver aaa_gw SSL 0.0.0.0',
    'bind authentication vserver aaa_gw -policy pol_ldap -priority 100 -gotoPriorityExpression NEXT',
    'add authentication authnProfile ap_gw -authnVsName aaa_gw',
    `add vpn vserver vs_gw SSL ${gateway} 443 -icaOnly OFF -dtls ON -downStateFlush DISABLED -Listenpolicy NONE -authnProfile ap_gw`,
    'add vpn sessionAction act_web -transparentInterception OFF -defaultAuthorizationAction ALLOW -SSO ON -icaProxy ON -wihome "https://storefront.example.org/Citrix/StoreWeb" -ClientChoices OFF -ntDomain EXAMPLE -clientlessVpnMode OFF',
    'add vpn sessionPolicy pol_web "HTTP.REQ.HEADER(\\"User-Agent\\").CONTAINS(\\"CitrixReceiver\\").NOT" act_web',
    'bind vpn vserver vs_gw -policy pol_web -priority 100 -gotoPriorityExpression NEXT -type REQUEST',
    'bind vpn vserver vs_gw -staServer "https://sta.example.org"',
    'bind vpn vserver vs_gw -portaltheme RfWebUI',
    'bind ssl vserver vs_gw -certkeyName ck_gateway',
    'add vpn trafficAction ta_sso http -SSO ON',
    'add rewrite action rw_sts insert_http_header Strict-Transport-Security "\\"max-age=157680000\\""',
    'add rewrite policy rwp_sts TRUE rw_sts',
    'bind vpn vserver vs_gw -policy rwp_sts -priority 110 -gotoPriorityExpression NEXT -type AAA_RESPONSE',
    ...quotingRules.map(({ text }) => text),
    `add ns acl acl_mgmt_allow ALLOW -srcIP = ${admin} -destIP = ${nsip} -priority 10 -kernelstate SFAPPLIED61`,
    'apply ns acls',
    `add audit syslogAction sys_collector 192.0.2.60 -logLevel ALL -dateFormat MMDDYYYY -logFacility LOCAL0 -timeZone GMT_TIME`,
    'add audit syslogPolicy pol_sys true sys_collector',
    'bind audit syslogGlobal -policyName pol_sys -priority 100',
    'set ns httpParam -dropInvalReqs ON -markHttp09Inval ON',
    'add appfw profile af_web -startURLAction block log stats',
    `add snmp manager 192.0.2.60`,
    'set ns tcpParam -WS ENABLED -SACK ENABLED -enhancedISNGeneration ENABLED',
    'set ns diameter -identity netscaler.com -realm com',
    'set subscriber gxInterface -pcrfRealm pcrf.com',
  );
}

/** Rules that an administrator wrote after reading an advisory. Each quotes an indicator in order to stop it. */
export const quotingRules: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'ps_ioc', text: 'add policy patset ps_ioc' },
  { name: 'ps_ioc', text: 'bind policy patset ps_ioc "/logon/LogonPoint/index.php" -index 1' },
  { name: 'ps_ioc', text: 'bind policy patset ps_ioc "/vpn/theme/x.php" -index 2' },
  { name: 'ps_ioc', text: 'bind policy patset ps_ioc "pitboss PPE unexpectedly died NSPPE;" -index 3' },
  {
    name: 'rs_block',
    text: 'add responder action ra_403 respondwith "\\"HTTP/1.1 403 Forbidden\\\\r\\\\nConnection: close\\\\r\\\\n\\\\r\\\\n\\""',
  },
  {
    name: 'rs_block',
    text: `add responder policy rp_block_ioc "HTTP.REQ.URL.DECODE_USING_TEXT_MODE.CONTAINS_ANY(\\"ps_ioc\\") || HTTP.REQ.HEADER(\\"User-Agent\\").CONTAINS(\\"\${IFS}\\")" ra_403`,
  },
  {
    name: 'rs_19781',
    text: 'add responder policy rp_ctx267027 "HTTP.REQ.URL.DECODE_USING_TEXT_MODE.CONTAINS(\\"/vpns/\\") && (!CLIENT.SSLVPN.IS_SSLVPN || HTTP.REQ.URL.DECODE_USING_TEXT_MODE.CONTAINS(\\"/../\\"))" ra_403',
  },
  { name: 'rs_bind', text: 'bind responder global rp_block_ioc 100 END -type REQ_OVERRIDE' },
  { name: 'rs_bind', text: 'bind responder global rp_ctx267027 110 END -type REQ_OVERRIDE' },
];

/** `/nsconfig/partitions/p_test/ns.conf`. */
export const partitionConf = (setting: Setting): string =>
  lines(
    `#NS${setting.release} Build ${setting.savedBuild}`,
    `# Last modified by \`save config\`, ${ctimeClock(setting, setting.saved + MINUTE)}`,
    'add server srv_test 192.0.2.90',
    'add lb vserver lb_test HTTP 192.0.2.91 80',
  );

/** The configuration as an older save left it: `ns.conf.N`, some lines shorter. */
export function olderNsConf(setting: Setting, generation: number): string {
  const at = setting.saved - (generation + 1) * 9 * 24 * 60 * MINUTE;
  const build = at < setting.upgraded ? setting.previousBuild : setting.savedBuild;
  const dropped = quotingRules.slice(quotingRules.length - generation).map(({ text }) => text);
  return nsConf(setting)
    .split('\n')
    .filter((line) => !dropped.includes(line))
    .map((line, index) => {
      if (index === 0) return `#NS${setting.release} Build ${build}`;
      return index === 1 ? `# Last modified by \`save config\`, ${ctimeClock(setting, at)}` : line;
    })
    .join('\n');
}

export const loaderConf = (setting: Setting): string =>
  lines(
    'autoboot_delay=3',
    'boot_verbose=0',
    `kernel="/ns-${setting.release}-${setting.build}"`,
    'vfs.root.mountfrom="ufs:/dev/md0c"',
    'console="vidconsole,comconsole"',
  );

/** Boot hook with the harmless lines that administrators keep there. */
export const rcNetscaler = lines(
  '#!/bin/sh',
  '# local settings, run late at boot',
  'nsapimgr_wr.sh -ys skip_systemaccess_policyeval=0',
  'nsapimgr -ys call=ns_conn_rate_limit',
  'sysctl kern.ipc.somaxconn=1024',
  'cp /nsconfig/syslog.conf /etc/syslog.conf',
);
