import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { Compiler, initSync, type Scanner } from '@virustotal/yara-x';
import type { RuleSet } from '../rules/rule.ts';

export type YaraFile = RuleSet['yaraFiles'][number];

/** What the YARA compiler says of a file. */
export interface YaraFault {
  readonly namespace: string;
  readonly severity: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

let isStarted = false;

/** Loads the engine into this thread: from disk, since it would fetch itself otherwise. */
function startEngine(): void {
  if (isStarted) return;
  // The engine's own compiling would take twice what our few scans do: only what runs very often is worth being compiled a second time.
  setFlagsFromString('--wasm-tiering-budget=100000000');
  const entry = createRequire(import.meta.url).resolve('@virustotal/yara-x');
  initSync({ module: readFileSync(entry.replace(/\.js$/, '_bg.wasm')) });
  isStarted = true;
}

/** Compiles files together for scanning in this thread. Throws what the compiler says of the first that is wrong. */
export function compileYara(files: readonly YaraFile[]): Scanner {
  startEngine();
  const compiler = new Compiler();
  for (const { namespace, source } of files) {
    compiler.newNamespace(namespace);
    compiler.addSource(source);
  }
  const scanner = compiler.build().scanner();
  // Which rules match is all that is asked.
  scanner.setMaxMatchesPerPattern(1);
  return scanner;
}

/**
 * Compiles each file by itself and returns what is wrong. A slow pattern is an error unless said otherwise: it would be run on
 * hostile content. (A scan goes on with one: its time is bounded.)
 */
export function checkYara(files: readonly YaraFile[], slowPattern: YaraFault['severity'] = 'error'): YaraFault[] {
  startEngine();
  return files.flatMap(({ namespace, source }) => {
    const compiler = new Compiler();
    try {
      compiler.addSource(source);
    } catch {
      // `errors` has it.
    }
    const faults = [
      ...compiler.errors.map((text) => fault(namespace, 'error', text)),
      ...compiler.warnings.map((text) =>
        fault(namespace, text.startsWith('warning[slow_pattern]') ? slowPattern : 'warning', text),
      ),
    ];
    compiler.free();
    return faults;
  });
}

function fault(namespace: string, severity: YaraFault['severity'], text: string): YaraFault {
  const line = Number(/--> line:(\d+)/.exec(text)?.[1] ?? 1);
  const [heading = '', ...rest] = text.split('\n');
  const detail = rest.map((one) => /\^+ (.*)|-+ (.*)/.exec(one)).find((match) => match !== null);
  const message = [heading.replace(/^(error|warning)\[[^\]]*\]: /, ''), detail?.[1] ?? detail?.[2]]
    .filter(Boolean)
    .join(': ');
  return { namespace, severity, line, message };
}

/** Names of the rules that match, without private ones. */
export function scanYara(scanner: Scanner, bytes: Uint8Array): string[] {
  const result: unknown = scanner.scan(bytes);
  if (!isScanResult(result)) throw new Error('the YARA engine answered in an unknown form');
  return [...new Set(result.matches.filter(({ isPrivate }) => !isPrivate).map(({ identifier }) => identifier))];
}

interface ScanResult {
  readonly matches: readonly { readonly identifier: string; readonly isPrivate: boolean }[];
}

function isScanResult(value: unknown): value is ScanResult {
  return typeof value === 'object' && value !== null && 'matches' in value && Array.isArray(value.matches);
}
