import { KeyRefused } from '../../access/key-refused.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { DuckDbError, type DuckDbFault } from '../../storage/duckdb/duckdb-error.js';
import { QueryStopped } from '../../storage/duckdb/statement.js';
import { QueueFull } from '../../lib/scheduling/fair-queue.js';
import type { ErrorCodec } from '../../lib/rpc/rpc.js';

type Encoded =
  | {
      readonly name: 'QueryError';
      readonly code: string;
      readonly message: string;
      readonly path: string | undefined;
      readonly suggestions: readonly string[] | undefined;
    }
  | { readonly name: 'QueryStopped'; readonly why: QueryStopped['why'] }
  | { readonly name: 'QueueFull' }
  | { readonly name: 'DuckDbError'; readonly message: string; readonly fault: DuckDbFault }
  | {
      readonly name: 'KeyRefused';
      readonly status: KeyRefused['status'];
      readonly code: KeyRefused['code'];
      readonly message: string;
    }
  | { readonly name: 'Error'; readonly message: string; readonly stack: string | undefined };

function encode(error: unknown): Encoded {
  if (error instanceof QueryError) {
    const { code, message, path, suggestions } = error;
    return { name: 'QueryError', code, message, path, suggestions };
  }
  if (error instanceof QueryStopped) return { name: 'QueryStopped', why: error.why };
  if (error instanceof QueueFull) return { name: 'QueueFull' };
  if (error instanceof DuckDbError) return { name: 'DuckDbError', message: error.message, fault: error.fault };
  if (error instanceof KeyRefused) {
    const { status, code, message } = error;
    return { name: 'KeyRefused', status, code, message };
  }
  return { name: 'Error', message: messageOf(error), stack: error instanceof Error ? error.stack : undefined };
}

/** Errors of the database driver are made outside of JavaScript and need not be an `Error` of this realm. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

function decode(encoded: Encoded): Error {
  switch (encoded.name) {
    case 'QueryError':
      return new QueryError(encoded.code, encoded.message, encoded.path, encoded.suggestions);
    case 'QueryStopped':
      return new QueryStopped(encoded.why);
    case 'QueueFull':
      return new QueueFull();
    case 'DuckDbError':
      return new DuckDbError(encoded.message, encoded.fault);
    case 'KeyRefused':
      return new KeyRefused(encoded.status, encoded.code, encoded.message);
    case 'Error':
      return Object.assign(new Error(encoded.message), encoded.stack === undefined ? {} : { stack: encoded.stack });
  }
}

/** Errors that mean something on both sides keep their type between the processes. */
export const ERROR_CODEC: ErrorCodec = { encode, decode: (encoded) => decode(encoded as Encoded) };
