/**
 * What kind of fault DuckDB reports:
 * - `unavailable`: the database as a whole cannot work at present (disk, memory, connection)
 * - `invalid-input`: a value that a user sent, such as a pattern that is not a regular expression
 * - `bug`: a statement of ours
 */
export type DuckDbFault = 'unavailable' | 'invalid-input' | 'bug';

const UNAVAILABLE =
  /IO Error|No space left|Out of Memory|invalidated|Connection|TransactionContext|FATAL|Database is not open/i;

/** How RE2 says what is wrong with a pattern. Any other "Invalid Input Error" is about a statement of ours. */
const PATTERN =
  /^(?:Error: )?Invalid Input Error: (?:missing|unexpected|trailing|no argument for|bad repetition|invalid (?:escape|character class|repetition|perl|named capture|UTF-8)|pattern too large)\b/;

const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

/** A fault of DuckDB, by what can be done about it; the driver's own errors all have one type. */
export class DuckDbError extends Error {
  override readonly name = 'DuckDbError';

  constructor(
    message: string,
    readonly fault: DuckDbFault,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** What is wrong, without the name of DuckDB's class of errors. */
  get detail(): string {
    return this.message.replace(/^(?:Error: )?[A-Z][\w ]* Error: /, '');
  }

  /** @param error of the driver, or what was made of it */
  static of(error: unknown): DuckDbError {
    if (error instanceof DuckDbError) return error;
    const message = messageOf(error);
    if (PATTERN.test(message)) return new DuckDbError(message, 'invalid-input', { cause: error });
    return new DuckDbError(message, UNAVAILABLE.test(message) ? 'unavailable' : 'bug', { cause: error });
  }
}
