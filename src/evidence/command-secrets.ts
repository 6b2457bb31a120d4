/**
 * Passwords in the arguments of commands, as curl, wget, mysql, sshpass and others take them. The named group `v` is the secret, in its quotes where it has
 * some. Each pattern is anchored by literal text and its repeats are bounded, so that it takes linear time.
 *
 * Sources: curl(1), wget(1), mysql(1), sshpass(1), ldapsearch(1), smbclient(1), openssl-passphrase-options(1).
 */
export const commandSecrets: readonly RegExp[] = patterns().map((source) => new RegExp(source, 'g'));

/** Of headers, whose names are written in any case. */
export const headerSecrets: readonly RegExp[] = [
  /\b(?:Proxy-)?Authorization["']?:\s{0,3}(?:Basic|Bearer|Negotiate|NTLM|Digest|Token)\s{1,3}(?<v>[^\s"'\\]{1,4000})/gi,
];

function patterns(): readonly string[] {
  // The quotes of a command that is quoted itself, as in shell_command="…", have a backslash before them.
  const quoted = String.raw`\\"[^"\\\n]{1,500}(?:\\")?|"[^"\n]{1,500}"?|'[^'\n]{1,500}'?`;
  const plain = String.raw`(?:\\[^\s"]|[^\s"'\\;|&<>()]){1,500}`;
  const value = `(?<v>${quoted}|${plain})`;
  /** `USER:PASSWORD` behind an option, the quotes round both or round the password alone. */
  const login = (option: string): readonly string[] => [
    String.raw`${option}'[^':\n]{0,128}:(?<v>[^'\n]{1,500})`,
    String.raw`${option}\\?"[^":\n]{0,128}:(?<v>[^"\\\n]{1,500})`,
    String.raw`${option}[^\s:"'\\-][^\s:"'\\]{0,127}:${value}`,
  ];
  const within = (program: string) => String.raw`\b${program}\b[^|;\n]{0,300}?\s`;
  return [
    ...login(String.raw`(?:^|\s)(?:-u|--user|--proxy-user)(?:=|\s{0,4})`),
    ...login(String.raw`${within('curl')}-U\s{0,4}`),
    // --password=…, --http-password …, --oauth2-bearer …
    String.raw`(?:^|\s)--(?:[a-z0-9]{1,20}-){0,2}(?:password|passwd|passphrase|pass|pwd|secret|token|bearer)(?:=|\s{1,4}(?!-))${value}`,
    String.raw`\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^|;\n]{0,300}?\s-p${value}`,
    String.raw`\bsshpass(?:\s{1,4}-[evP]\S{0,40}){0,3}\s{1,4}-p\s{0,4}${value}`,
    String.raw`\b(?:SSHPASS|MYSQL_PWD|PGPASSWORD|RSYNC_PASSWORD|CURL_PASSWORD)=${value}`,
    String.raw`\bldap(?:search|modify|add|delete|passwd|whoami|compare)\b[^|;\n]{0,300}?\s-w\s{0,4}${value}`,
    String.raw`${within('(?:smbclient|rpcclient)')}(?:-U|--user)(?:=|\s{0,4})["']?[^\s%"']{0,128}%${value}`,
    String.raw`\s-pass(?:in|out)?\s{1,4}pass:${value}`,
    // A password may hold an @ itself: the last one before the path is the one that ends it.
    String.raw`:\/\/[^\s/:@"']{0,128}:(?<v>[^\s/"'\\?#]{1,200})@`,
  ];
}

/** The text without the secrets of commands and headers; `mask` stands in their place. */
export function withoutCommandSecrets(text: string, mask: string): string {
  let shown = text;
  for (const pattern of INDEXED) {
    let done = '';
    let at = 0;
    for (const { indices } of shown.matchAll(pattern)) {
      const [start, end] = indices?.groups?.['v'] ?? [0, 0];
      if (start < at || end === start) continue;
      done += shown.slice(at, start) + mask;
      at = end;
    }
    if (at > 0) shown = done + shown.slice(at);
  }
  return shown;
}

const INDEXED = [...commandSecrets, ...headerSecrets].map(({ source, flags }) => new RegExp(source, `${flags}d`));
