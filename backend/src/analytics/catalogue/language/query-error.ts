import { nearest } from '../../../lib/text/nearest.js';

/** A query that cannot be answered as it was asked; `code` is stable. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  constructor(
    readonly code: string,
    message: string,
    readonly path?: string,
    readonly suggestions?: readonly string[],
  ) {
    super(message);
  }
}

/** An id that does not exist, with the nearest that do. */
export function unknownId(code: string, what: string, id: string, valid: Iterable<string>, path: string): QueryError {
  const all = [...valid];
  const near = nearest(id, all);
  const suggestions = near.length > 0 ? near : all.slice(0, 5);
  return new QueryError(
    code,
    `no ${what} "${id.slice(0, 100)}"; nearest: ${suggestions.join(', ')}`,
    path,
    suggestions,
  );
}
