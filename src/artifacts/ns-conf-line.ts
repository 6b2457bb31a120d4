import { maskAssignments, SECRET } from './secrets.ts';

/** One word of a command line and where it stands in the line. */
export interface Word {
  /** Without quotes, escapes resolved. */
  readonly text: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** A command of ns.conf. No field holds a password, key or hash: `[secret]` stands in its place. */
export interface ConfigCommand {
  /** `add`, lower case. */
  readonly command: string;
  /** `add vpn vserver`, lower case. */
  readonly directive: string;
  /** Name acted on: `gw`; empty where the command has none. */
  readonly object: string;
  /** The rest of the line. */
  readonly arguments: string;
  readonly text: string;
  /** The words after the directive, secrets replaced. */
  readonly words: readonly string[];
  /** The verb is one of the command line's; false for a line of another kind. */
  readonly isKnown: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '(': ')', '[': ']', '<': '>' };
const QUOTE_DELIMITERS = '{([</|^~!#%';

/**
 * Splits a command into words. Quoted: `"a b"` with backslash escapes, also within a word (`CONTAINS("a b")`), and the forms `q{…}`, `q/…/` of
 * expressions, where brackets nest. A quote that is not closed runs to the end of the line. Linear; never throws.
 * Forms: vendor's command reference as in https://github.com/EpsilonSolutions/netscaler-command-reference and public rewrite examples.
 */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  while (at < line.length) {
    if (isBlank(line[at])) {
      at += 1;
      continue;
    }
    const word = readWord(line, at);
    words.push(word);
    at = word.end;
  }
  return words;
}

function readWord(line: string, start: number): Word {
  const delimiter = line[start + 1] ?? '';
  if (line[start] === 'q' && delimiter !== '' && QUOTE_DELIMITERS.includes(delimiter))
    return readExpression(line, start, delimiter);
  let text = '';
  let at = start;
  let isQuoted = false;
  for (; at < line.length; at += 1) {
    const character = line[at] ?? '';
    if (character === '"') {
      isQuoted = !isQuoted;
      // Inside a word (`CONTAINS("a")`) the quotes belong to the expression.
      if (line[start] !== '"') text += character;
    } else if (isQuoted && character === '\\' && at + 1 < line.length) {
      at += 1;
      text += line[at];
    } else if (!isQuoted && isBlank(character)) break;
    else text += character;
  }
  return { text, start, end: at };
}

function readExpression(line: string, start: number, opening: string): Word {
  const closing = CLOSING[opening] ?? opening;
  let depth = 1;
  for (let at = start + 2; at < line.length; at += 1) {
    const character = line[at];
    if (character === '\\') at += 1;
    else if (character === closing) depth -= 1;
    else if (character === opening) depth += 1;
    if (depth === 0) return { text: line.slice(start + 2, at), start, end: at + 1 };
  }
  return { text: line.slice(start + 2), start, end: line.length };
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\v' || character === '\f' || character === '\r';
}

const VERBS = new Set(
  'add set bind unbind enable disable link unlink switch apply rm unset save sync create update import rename clear start stop force install renumber'.split(
    ' ',
  ),
);

/** Things that one word names; all others take two (`lb vserver`). From the vendor's command reference. */
const ONE_WORD_ENTITIES = new Set(
  (
    'server service servicegroup route route6 vlan vxlan vxlanvlanmap interface interfacepair channel arp nd6 nd6ravariables ipset inat inatparam rnat rnat6 rnatglobal ' +
    'rnatparam netprofile netbridge bridgegroup bridgetable location locationfile locationfile6 locationparameter l2param l3param l4param fis linkset lacp ' +
    'mapdomain mapbmr mapdmr nat64 nat64param ptp rsskeytype tunnelglobal ip6tunnel iptunnel ip6tunnelparam iptunnelparam vrid vrid6 vridparam ipv6 ' +
    'onlinkipv6prefix arpparam forwardingsession appalgparam vpathparam vpath uiinternal expression monitor lsn bfd'
  ).split(' '),
);

/** Undefined for an empty line and a comment. */
export function parseConfigCommand(line: string): ConfigCommand | undefined {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const words = wordsOf(trimmed);
  const command = words[0]?.text.toLowerCase() ?? '';
  const isKnown = VERBS.has(command);
  const nameWords = directiveLength(words);
  const directive = words
    .slice(0, nameWords)
    .map((word) => word.text.toLowerCase())
    .join(' ');
  const secrets = secretWords(words, directive, nameWords);
  const rest = words.slice(nameWords);
  const hasObject = rest[0] !== undefined && !isOption(rest[0]);
  const shown = (index: number) => (secrets.has(index) ? SECRET : (words[index]?.text ?? ''));
  const restStart = nameWords + (hasObject ? 1 : 0);
  const mask = (text: string) => (directive.endsWith('lb monitor') ? maskAssignments(text) : text);
  return {
    command,
    directive,
    object: hasObject ? shown(nameWords) : '',
    arguments: mask(textOf(trimmed, words, restStart, secrets)),
    text: mask(textOf(trimmed, words, 0, secrets)),
    words: rest.map((_, index) => mask(shown(nameWords + index))),
    isKnown,
  };
}

function directiveLength(words: readonly Word[]): number {
  const second = words[1];
  if (second === undefined || isOption(second)) return 1;
  const third = words[2];
  if (ONE_WORD_ENTITIES.has(second.text.toLowerCase()) || third === undefined || isOption(third)) return 2;
  return 3;
}

function isOption(word: Word): boolean {
  return /^-[A-Za-z]/.test(word.text);
}

/** Ends of the names of options whose value is secret. */
const SECRET_OPTION =
  /^-\w{0,60}(?:password|passwd|pwd|secret|passcrypt|passplain|passphrase|radkey|keyvalue|psk|token|communityname|apikey|sharedkey|presharedkey|userkey|hashkey|pin)$/i;
const NOT_SECRET_OPTION = /^-(?:strongpassword|forcepasswordchange|\w{0,40}(?:passwordexpiry|passwordhistory))$/i;
/** Commands whose secret has no option in front: which word after the directive it is. */
const SECRET_POSITION: Readonly<Record<string, number>> = {
  'add system user': 1,
  'set system user': 1,
  'add snmp community': 0,
  'rm snmp community': 0,
};

function secretWords(words: readonly Word[], directive: string, nameWords: number): ReadonlySet<number> {
  const secrets = new Set<number>();
  const position = SECRET_POSITION[directive];
  const positional = position === undefined ? undefined : words[nameWords + position];
  if (position !== undefined && positional !== undefined && !isOption(positional)) secrets.add(nameWords + position);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    // `-encrypted` follows the value that it speaks of.
    if (next !== undefined && next.text.toLowerCase() === '-encrypted' && index >= nameWords && !isOption(word))
      secrets.add(index);
    if (!isOption(word) || next === undefined || isOption(next)) continue;
    if (SECRET_OPTION.test(word.text) && !NOT_SECRET_OPTION.test(word.text)) secrets.add(index + 1);
  }
  return secrets;
}

function textOf(line: string, words: readonly Word[], from: number, secrets: ReadonlySet<number>): string {
  const first = words[from];
  if (first === undefined) return '';
  let text = '';
  let at = first.start;
  for (const index of [...secrets].sort((one, other) => one - other)) {
    const word = words[index];
    if (word === undefined || word.start < at) continue;
    text += line.slice(at, word.start) + SECRET;
    at = word.end;
  }
  return text + line.slice(at);
}
