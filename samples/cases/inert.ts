/**
 * Payload text that looks like what intruders leave and cannot do anything: each piece ends its own run before the first word that would
 * matter, and everything encoded in it decodes to the word `sample`.
 */

/** A PHP shell of one line. */
export const phpShell = (field: string): string =>
  `<?php /* inert sample: leaves before anything runs */ exit; @eval($_POST["${field}"]); ?>\n`;

/** A PHP shell that waits for a cookie and hands its command to the system. */
export const phpCommandShell = (field: string): string =>
  `<?php exit; /* inert sample */ if (isset($_COOKIE["${field}"])) { http_response_code(404); passthru(base64_decode($_COOKIE["${field}"])); } ?>\n`;

/** The start of a Python line as a boot hook would hold it. */
export const pythonOneLiner =
  'python3 -c "raise SystemExit; import base64,zlib;exec(zlib.decompress(base64.b85decode(\'sample\')))"';

/** `echo sample`, as a poisoned login name would carry it. `${IFS}` stands for a blank in a shell. */
export const poisoned = (command: string): string =>
  `pitboss PPE unexpectedly died NSPPE;${command.replaceAll(' ', `$\{IFS}`)};# X`;

/** A core dump in name and header: ELF, type 4, with strings between zeros. */
export function coreDump(strings: readonly string[]): Buffer {
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 9]);
  header.writeUInt16LE(4, 16);
  header.writeUInt16LE(62, 18);
  header.writeUInt32LE(1, 20);
  const body = strings.flatMap((text) => [Buffer.alloc(4096), Buffer.from(`${text}\0`, 'latin1')]);
  return Buffer.concat([header, ...body, Buffer.alloc(4096)]);
}
