import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { ErrorCodec } from '../../lib/rpc/rpc.js';

interface Encoded {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `QueryError`. */
  readonly code?: string;
  readonly path?: string | undefined;
}

/** Errors between the service and its report worker; those of queries keep their type. */
export const ERROR_CODEC: ErrorCodec = {
  encode: (error): Encoded => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return error instanceof QueryError ? { message, stack, code: error.code, path: error.path } : { message, stack };
  },
  decode: (encoded) => {
    const { message, stack, code, path } = encoded as Encoded;
    if (code !== undefined) return new QueryError(code, message, path);
    return Object.assign(new Error(message), stack === undefined ? {} : { stack });
  },
};
