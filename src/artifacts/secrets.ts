/** Stands where a password, key or hash stood. */
export const SECRET = '[secret]';

/**
 * Replaces the values of `password=…`, `secret=…` and the like in the arguments of monitors and other commands: user monitors run with the bind
 * password in their arguments (netscaler-ir-collector). Linear: each name is followed by one bounded run.
 */
export function maskAssignments(text: string): string {
  return text
    .replace(
      /\b(password|passwd|passphrase|secret|pwd)=(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'|[^\s;,&"']{1,500})/gi,
      `$1=${SECRET}`,
    )
    .replace(
      /\b(nscli\s{1,4}(?:-s\s{1,4})?-U\s{1,4}[^\s:]{0,100}:[^\s:]{0,100}:)(?!\.(?:\s|$))\S{1,500}/g,
      `$1${SECRET}`,
    );
}
