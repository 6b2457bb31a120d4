import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type YAMLError,
} from 'yaml';
import type { Complain } from './problem.ts';

/** YAML as plain data in which every value knows its line, so that each complaint can name it. */
export type YamlNode = YamlMap | YamlList | YamlScalar;
export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly YamlEntry[];
}
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlNode;
}
export interface YamlList {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlNode[];
}
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** As written: `0755` stays `0755`, though its value is the number 755. */
  readonly source: string;
}

/** Values in one file, aliases counted each time they are used: a "billion laughs" file ends here. */
const NODES = 1_000_000;
const DEPTH = 40;

/**
 * Reads every document of a YAML 1.2 text. A syntax error is reported and its document left out. Anchors and aliases work,
 * within the bound on values; tags other than the core schema's are errors.
 */
export function readYaml(text: string, complain: Complain): YamlNode[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  if ('empty' in documents) return [];
  const trees: YamlNode[] = [];
  for (const document of documents) {
    const faults: readonly YAMLError[] = [...document.errors, ...document.warnings];
    for (const fault of faults.slice(0, 5)) complain('error', lines.linePos(fault.pos[0]).line || 1, yamlFault(fault));
    if (faults.length > 0 || document.contents === null) continue;
    const tree = convert(document, lines, complain);
    if (tree) trees.push(tree);
  }
  return trees;
}

function yamlFault(fault: YAMLError): string {
  return `not valid YAML: ${fault.message.split('\n')[0]}`;
}

function convert(document: Document.Parsed, lines: LineCounter, complain: Complain): YamlNode | undefined {
  let nodes = 0;
  /** In document order: an alias means the last anchor of its name before it. */
  const anchors = new Map<string, ParsedNode>();
  let overLimit: string | undefined;
  const lineOf = (node: ParsedNode): number => lines.linePos(node.range[0]).line || 1;

  function visit(node: ParsedNode | null, line: number, depth: number): YamlNode {
    nodes += 1;
    if (nodes > NODES) overLimit = `more than ${NODES} values (aliases counted each time)`;
    if (depth > DEPTH) overLimit = `nested deeper than ${DEPTH} levels`;
    if (node === null || overLimit !== undefined) return { kind: 'scalar', line, value: null, source: '' };
    if (isAlias(node)) {
      // Undefined only when the anchor does not exist, which the parser has reported.
      return visit(anchors.get(node.source) ?? null, lineOf(node), depth + 1);
    }
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      const entries = node.items.map((pair): YamlEntry => {
        const keyLine = lineOf(pair.key);
        return { key: keyText(pair.key), line: keyLine, value: visit(pair.value, keyLine, depth + 1) };
      });
      return { kind: 'map', line: lineOf(node), entries };
    }
    if (isSeq(node)) {
      return {
        kind: 'list',
        line: lineOf(node),
        items: node.items.map((item) => visit(item, lineOf(node), depth + 1)),
      };
    }
    return scalar(node, lineOf(node));
  }

  const tree = visit(document.contents, 1, 0);
  if (overLimit === undefined) return tree;
  complain('error', tree.line, `refused: ${overLimit}`);
  return undefined;
}

function keyText(key: ParsedNode): string {
  if (isScalar(key)) return key.value === null ? '' : String(key.value);
  return '(complex key)';
}

function scalar(node: ParsedNode, line: number): YamlScalar {
  if (!isScalar(node)) return { kind: 'scalar', line, value: null, source: '' };
  const raw: unknown = node.value;
  const source = node.source ?? String(raw ?? '');
  if (typeof raw === 'number' || typeof raw === 'boolean' || raw === null)
    return { kind: 'scalar', line, value: raw, source };
  return { kind: 'scalar', line, value: typeof raw === 'string' ? raw : source, source };
}

/** The value of a key, or undefined. */
export function child(map: YamlMap, key: string): YamlNode | undefined {
  return map.entries.find((entry) => entry.key === key)?.value;
}

/** Plain data without lines: for test records. Numbers, booleans and null keep their type. */
export function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      // No prototype, so that a key `__proto__` is a key like others.
      return node.entries.reduce<Record<string, unknown>>((record, entry) => {
        record[entry.key] = plain(entry.value);
        return record;
      }, Object.create(null));
  }
}

/** The text of a scalar as written; undefined and a complaint for anything else. */
export function textOf(node: YamlNode | undefined, what: string, complain: Complain): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'scalar' && node.value !== null) return String(node.value);
  complain('error', node.line, `"${what}" must be a text`);
  return undefined;
}

/** A list of texts; a single text counts as a list of one. */
export function textsOf(node: YamlNode | undefined, what: string, complain: Complain): string[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return node.value === null ? [] : [String(node.value)];
  if (node.kind === 'map') {
    complain('error', node.line, `"${what}" must be a list of texts`);
    return [];
  }
  return node.items.flatMap((item) => textOf(item, what, complain) ?? []);
}
