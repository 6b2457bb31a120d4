import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { OperatorError } from '../../evidence/errors.ts';

/** One appliance of an inventory file. */
export interface InventoryItem {
  readonly name: string;
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  /** Private key file. */
  readonly key?: string;
  /** `[user@]host[:port]`, several with commas. */
  readonly jump?: string;
  /** `SHA256:…` */
  readonly hostKey?: string;
}

const KEYS = ['name', 'host', 'port', 'user', 'key', 'jump', 'host_key'] as const;
const MAX_ITEMS = 1_000;

/**
 * Parses an inventory:
 *
 *     appliances:
 *       - name: ns-a
 *         host: 192.0.2.10
 *         user: nsroot
 *         key: ~/.ssh/netscaler
 *         jump: admin@192.0.2.99
 *
 * A list at the top works as well. Passwords have no place in it. Throws an `OperatorError` with the line that is wrong.
 */
export function parseInventory(text: string, file: string): readonly InventoryItem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = (what: string, node?: unknown): never => {
    const at = isNode(node) && node.range ? `${file}:${lines.linePos(node.range[0]).line}` : file;
    throw new OperatorError(`${at}: ${what}`, 'See docs/live.md for the form of an inventory.');
  };
  const [error] = document.errors;
  if (error) throw new OperatorError(`${file}:${error.linePos?.[0].line ?? 1}: ${error.code}`, 'Correct the YAML.');
  const top = document.contents;
  const items = isMap(top) ? top.get('appliances', true) : top;
  if (!isSeq(items)) return wrong('no list of appliances', top);
  if (items.items.length === 0) return wrong('the list of appliances is empty', items);
  if (items.items.length > MAX_ITEMS) return wrong(`more than ${MAX_ITEMS} appliances`, items);
  const names = new Set<string>();
  return items.items.map((item) => {
    if (!isMap(item)) return wrong('an appliance is a map with name and host', item);
    const values = new Map<string, string>();
    for (const { key, value } of item.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (/pass(?:word|phrase)?/i.test(name)) {
        return wrong('a password does not belong into a file; nsleuth asks for it, or use --password-command', key);
      }
      if (!KEYS.some((known) => known === name))
        return wrong(`unknown word ${JSON.stringify(name)}; known are ${KEYS.join(', ')}`, key);
      if (!isScalar(value) || !/^(?:string|number)$/.test(typeof value.value))
        return wrong(`${name} is not a text`, value ?? key);
      values.set(name, String(value.value));
    }
    const host = values.get('host');
    if (host === undefined) return wrong('an appliance without host', item);
    const name = values.get('name') ?? host;
    if (names.has(name)) return wrong(`the name ${JSON.stringify(name)} stands twice`, item);
    names.add(name);
    const port = values.get('port');
    if (port !== undefined && !/^\d{1,5}$/.test(port)) return wrong(`no such port: ${JSON.stringify(port)}`, item);
    return {
      name,
      host,
      ...(port !== undefined && { port: Number(port) }),
      ...optional('user', values.get('user')),
      ...optional('key', values.get('key')),
      ...optional('jump', values.get('jump')),
      ...optional('hostKey', values.get('host_key')),
    };
  });
}

/** The address of an inventory item in the form of a target. */
export function addressOf({ host, port, user }: InventoryItem): string {
  const place = host.includes(':') ? `[${host}]` : host;
  return `ssh://${user === undefined ? '' : `${user}@`}${place}${port === undefined ? '' : `:${port}`}`;
}

function optional<Name extends string>(name: Name, value: string | undefined): Partial<Record<Name, string>> {
  const record: Partial<Record<Name, string>> = {};
  if (value !== undefined) record[name] = value;
  return record;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}
