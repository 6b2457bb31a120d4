/** The operator can put it right: path, password, option, rule file. Caught once, in `cli`. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  /** What to do about it, one sentence. */
  readonly remedy: string;
  /** Exit status: 2 wrong use (option, rule, indicator file), 3 evidence that cannot be read. */
  readonly status: 2 | 3;

  constructor(message: string, remedy: string, status: 2 | 3 = 2) {
    super(message);
    this.remedy = remedy;
    this.status = status;
  }
}

/** Evidence that does not have the form it should have. The survey turns it into a gap. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}
