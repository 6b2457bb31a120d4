import { readEndpoint } from './ns-address.ts';
import { type MutableFields, readPairs, skipSpaces } from './ns-pairs.ts';

/** Reads `User nsroot - Remote_ip 203.0.113.7 - Command "…" - Status "Success"`. The command may hold quotes and anything else. */
export function readExecutedCommand(payload: string, into: MutableFields): void {
  const commandAt = payload.indexOf('Command "');
  if (commandAt < 0) {
    readPairs(payload, into);
    return;
  }
  readPairs(payload.slice(0, commandAt), into);
  const statusAt = payload.lastIndexOf('" - Status "');
  const textAt = commandAt + 9;
  if (statusAt >= textAt) {
    into.command = payload.slice(textAt, statusAt);
    into.status = withoutClosingQuote(payload.slice(statusAt + 12));
  } else into.command = withoutClosingQuote(payload.slice(textAt));
}

/**
 * Reads a proxied request; its separator is ` : `, and old releases glue method and path:
 *
 *     Context alice@203.0.113.7 - SessionId: 34921 - intranet.example.org User alice : Group(s) N/A : Vserver 198.51.100.20:443 - 11/23/2026:09:15:01 GMT : SSO is ON : GET /portal/a.jpg - -
 */
export function readHttpRequest(payload: string, into: MutableFields): void {
  const userAt = payload.indexOf(' User ');
  readPairs(userAt < 0 ? payload : payload.slice(0, userAt), into);
  if (userAt < 0) return;
  const groupsAt = payload.indexOf(': Group(s) ', userAt);
  const vserverAt = payload.indexOf(' : Vserver ', userAt);
  const userEnd = groupsAt >= 0 ? groupsAt : vserverAt;
  if (userEnd > userAt + 6) into.user = payload.slice(userAt + 6, userEnd).trim();
  if (groupsAt >= 0 && vserverAt > groupsAt) into.groups = payload.slice(groupsAt + 11, vserverAt).trim();
  if (vserverAt < 0) return;
  const afterVserver = payload.indexOf(' - ', vserverAt + 11);
  into.vserver = payload.slice(vserverAt + 11, afterVserver < 0 ? payload.length : afterVserver).trim();
  if (afterVserver < 0) return;
  const request = METHOD_AND_URL.exec(payload.slice(afterVserver, afterVserver + 200));
  if (request === null) return;
  const urlAt = afterVserver + request.index + request[0].length;
  const tail = payload.endsWith(' - -') ? payload.length - 4 : payload.length;
  if (tail > urlAt) into.url = payload.slice(urlAt, tail);
}

/** Reads who and from where out of the free text of `Message` events; every text is optional. */
export function readFreeText(payload: string, into: MutableFields): void {
  const rejected = payload.indexOf('Authentication is rejected for ');
  if (rejected >= 0) {
    const addressAt = payload.lastIndexOf('(client ip : ');
    if (addressAt > rejected) {
      into.user = payload.slice(rejected + 31, addressAt).trim();
      setWord(payload, addressAt + 13, 'client_ip', into);
    }
    return;
  }
  const named = payload.indexOf('User <');
  const namedEnd = named < 0 ? -1 : payload.indexOf('>', named);
  if (namedEnd > 0) into.user = payload.slice(named + 6, namedEnd);
  setAfter(payload, 'Srcip: ', 'source_ip', into);
  setAfter(payload, 'Dstip: ', 'destination_ip', into);
  setAfter(payload, ' clientip ', 'client_ip', into);
  if (into.user === undefined) setAfter(payload, ' user ', 'user', into);
  for (const mark of ['Source: ', 'Remote ip = ']) {
    const at = payload.lastIndexOf(mark);
    if (at < 0) continue;
    const { ip, port } = readEndpoint(addressWord(payload, at + mark.length));
    if (ip !== '') into.source_ip = ip;
    if (port !== undefined) into.source_port = port;
    break;
  }
}

/** Reads `src=… spt=… method=… request=… msg=… act=…` of a CEF line. */
export function readCefExtension(extension: string, into: MutableFields): void {
  const address = cefValue(extension, 'src=', ' ');
  if (address !== undefined) {
    into.client_ip = address;
    into.source_ip = address;
  }
  const port = cefValue(extension, ' spt=', ' ');
  if (port !== undefined && NUMBER.test(port)) into.source_port = Number(port);
  const url = cefValue(extension, ' request=', ' msg=');
  if (url !== undefined) into.url = url;
  const action = extension.lastIndexOf(' act=');
  if (action >= 0) into.status = extension.slice(action + 5).trim();
}

function withoutClosingQuote(value: string): string {
  const trimmed = value.trimEnd();
  return trimmed.endsWith('"') ? trimmed.slice(0, -1) : trimmed;
}

function setAfter(payload: string, mark: string, field: string, into: MutableFields): void {
  const at = payload.indexOf(mark);
  if (at >= 0) setWord(payload, at + mark.length, field, into);
}

function setWord(payload: string, at: number, field: string, into: MutableFields): void {
  const word = addressWord(payload, skipSpaces(payload, at));
  if (word !== '') into[field] = word;
}

/** The text from `at` up to a space, comma, quote or angle bracket; a closing bracket without its opening one is left out. */
function addressWord(payload: string, at: number): string {
  const word = WORD.exec(payload.slice(at, at + 256))?.[0] ?? '';
  return word.endsWith(']') && !word.startsWith('[') ? word.slice(0, -1) : word;
}

function cefValue(extension: string, key: string, end: string): string | undefined {
  const at = extension.indexOf(key);
  if (at < 0) return undefined;
  const valueAt = at + key.length;
  const valueEnd = extension.indexOf(end, valueAt);
  return extension.slice(valueAt, valueEnd < 0 ? extension.length : valueEnd);
}

const METHOD_AND_URL = /\b(?:GET|POST|PUT|HEAD|DELETE|OPTIONS|CONNECT|PATCH|TRACE|PROPFIND) ?(?=\S)/;
const NUMBER = /^\d{1,9}$/;
const WORD = /^[^\s,"<>()]*/;
