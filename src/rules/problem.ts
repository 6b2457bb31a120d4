/** Something about a rule, list or YARA file that its author should know. */
export interface Problem {
  /** `error`: the rule is not used. `warning`: it is used, but should be put right. `note`: it was left out on purpose. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** One sentence: what is wrong and, where there is one, the nearest known name or the remedy. */
  readonly message: string;
}

/** Adds one problem of the file being read. */
export type Complain = (severity: Problem['severity'], line: number, message: string) => void;

/** `rules/x.yml:12: error: unknown field …`, as compilers write it, so that editors can jump there. */
export function problemLine(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.severity}: ${problem.message}`;
}

/** A `Complain` for one file that adds to a list. */
export function complainInto(problems: Problem[], file: string): Complain {
  return (severity, line, message) => {
    problems.push({ severity, file, line, message });
  };
}
