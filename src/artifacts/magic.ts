/** Bytes at an offset, and what a file that has them there is. First match wins, so the longer of two stands first. */
const SIGNATURES: readonly (readonly [name: string, hex: string, offset?: number])[] = [
  ['gzip', '1f8b'],
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['elf', '7f454c46'],
  ['mach-o', 'feedface'],
  ['mach-o', 'feedfacf'],
  ['mach-o', 'cefaedfe'],
  ['mach-o', 'cffaedfe'],
  ['pcap', 'd4c3b2a1'],
  ['pcap', 'a1b2c3d4'],
  ['pcap', '4d3cb2a1'],
  ['pcap', 'a1b23c4d'],
  ['pcapng', '0a0d0d0a'],
  ['png', '89504e470d0a1a0a'],
  ['jpeg', 'ffd8ff'],
  ['gif', '47494638'],
  ['ico', '00000100'],
  ['woff', '774f4646'],
  ['woff', '774f4632'],
  ['wasm', '0061736d'],
  ['pdf', '25504446'],
  ['deb', '213c617263683e0a64656269616e'],
  ['ar', '213c617263683e'],
  ['salted', '53616c7465645f5f'],
  ['sqlite', '53514c69746520666f726d61742033'],
  ['ole', 'd0cf11e0a1b11ae1'],
  ['java', 'cafebabe'],
  ['tar', '7573746172', 257],
  ['pe', '4d5a'],
];

/** The same, for each first byte those that a file with it could have. */
const BY_FIRST_BYTE = Array.from({ length: 256 }, (_, first) =>
  SIGNATURES.map(([name, hex, offset = 0]) => ({ name, bytes: Buffer.from(hex, 'hex'), offset })).filter(
    ({ bytes, offset }) => offset !== 0 || bytes[0] === first,
  ),
);

const SHEBANG = /^#!\s{0,8}(\S{1,200})(?:\s{1,8}(\S{1,100}))?/;

/**
 * What the first bytes of a file say it is, or an empty string. 512 bytes are enough. Names: those of `SIGNATURES`, and `nstrace`, `php`,
 * `perl`, `python`, `script`, `private-key`, `certificate`, `public-key`, `pem`, `ssh-key`, `nsconf`, `html`, `svg`, `xml`, `json`.
 * Signatures: file(1) and the format specifications; nstrace: Wireshark wiretap/netscaler.c.
 */
export function magicOf(head: Uint8Array): string {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 1_024));
  for (const { name, bytes: signature, offset } of BY_FIRST_BYTE[bytes[0] ?? 0]!) {
    const end = offset + signature.length;
    if (bytes.length >= end && signature.compare(bytes, offset, end) === 0) return name;
  }
  // A small header whose length differs between releases stands before the signature. Counter files (newnslog) carry it as well.
  if (/netscaler (?:V\d\d )?Performance Data/i.test(bytes.toString('latin1', 0, 96))) return 'nstrace';
  return textMagic(bytes);
}

function textMagic(bytes: Buffer): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const raw = bytes.toString('latin1', start);
  if (raw.startsWith('#!')) return scriptMagic(raw);
  if (/^#NS\d{1,2}\.\d{1,2} Build /.test(raw)) return 'nsconf';
  const text = raw.trimStart();
  if (/^<\?(?:php\b|=)/i.test(text)) return 'php';
  if (text.startsWith('-----BEGIN ')) return pemMagic(text);
  if (/^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S{1,20}|sk-\S{1,40}) AAAA/.test(text)) return 'ssh-key';
  if (/^<(?:!doctype\s{1,4}html|html|head|body|script)\b/i.test(text)) return 'html';
  if (/^<svg\b/i.test(text)) return 'svg';
  if (/^<\?xml\b/i.test(text)) return 'xml';
  // PHP also runs where the open tag stands further in, below a picture's or a page's beginning.
  if (/<\?php\b/i.test(text)) return 'php';
  if (/^[{[]\s{0,200}(?:["{[\]}\d-]|true\b|false\b|null\b)/.test(text)) return 'json';
  return '';
}

function scriptMagic(text: string): string {
  const [, interpreter = '', argument = ''] = SHEBANG.exec(text) ?? [];
  const program = interpreter.endsWith('/env') ? argument : (interpreter.split('/').at(-1) ?? '');
  if (program.startsWith('php')) return 'php';
  if (program.startsWith('python')) return 'python';
  if (program.startsWith('perl')) return 'perl';
  return 'script';
}

function pemMagic(text: string): string {
  const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(text)?.[1] ?? '';
  if (label.endsWith('PRIVATE KEY')) return 'private-key';
  if (label.endsWith('CERTIFICATE')) return 'certificate';
  if (label.endsWith('PUBLIC KEY')) return 'public-key';
  return 'pem';
}
