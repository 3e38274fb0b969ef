import type { ErrorCodec } from '../../../lib/rpc/rpc.js';
import type { AudioAnalysis } from '../audio-analysis.js';

/** What the process that analyses recordings is asked for: one file, which it reads piece by piece. */
export interface WorkerMethods {
  readonly analyse: { readonly argument: null; readonly reply: AudioAnalysis };
}

/** What it asks for: the next piece of the file; null at its end. */
export interface ServiceMethods {
  readonly read: { readonly argument: null; readonly reply: Uint8Array | null };
}

interface Encoded {
  readonly message: string;
  readonly stack: string | undefined;
}

/** Errors between the service and the process. */
export const ERROR_CODEC: ErrorCodec = {
  encode: (error): Encoded => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { message, stack };
  },
  decode: (encoded) => {
    const { message, stack } = encoded as Encoded;
    return Object.assign(new Error(message), stack === undefined ? {} : { stack });
  },
};
