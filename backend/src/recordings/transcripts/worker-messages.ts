import type { Transcript, TranscriptSnippet } from '@callsight/contract/transcripts';
import type { Refusal } from '../../lib/schema/refusal.js';
import { BlobError, type BlobFault } from '../../storage/blobs/blob-error.js';
import type { ErrorCodec } from '../../lib/rpc/rpc.js';
import type { Destination, Prepared } from './prepare-transcript.js';
import type { Term } from './terms.js';

/** What the thread for transcripts starts with. */
export interface WorkerStart {
  readonly secret: string;
}

/** A file of a transcript as it is stored. */
interface SealedFile {
  readonly blob: string;
  readonly sealed: Uint8Array;
}

/** What the service asks of the thread for transcripts. */
export interface TranscriptMethods {
  readonly prepare: { argument: { readonly to: Destination; readonly transcript: Transcript }; reply: Prepared };
  /** The body of a request, as it came. */
  readonly prepareBody: {
    argument: { readonly to: Destination; readonly body: Uint8Array };
    reply: { readonly refusal: Refusal } | { readonly prepared: Prepared };
  };
  /** The JSON of a transcript. */
  readonly open: { argument: SealedFile; reply: Uint8Array };
  /** Where all terms occur; null unless they do. */
  readonly find: { argument: SealedFile & { readonly terms: readonly Term[] }; reply: TranscriptSnippet[] | null };
}

type Encoded =
  | { readonly kind: 'blob'; readonly code: BlobFault; readonly message: string }
  | { readonly kind: 'error'; readonly message: string; readonly stack: string | undefined };

const encode = (error: unknown): Encoded => {
  if (error instanceof BlobError) return { kind: 'blob', code: error.code, message: error.message };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  return { kind: 'error', message, stack };
};

const decode = (encoded: Encoded): Error =>
  encoded.kind === 'blob'
    ? new BlobError(encoded.code, encoded.message)
    : Object.assign(new Error(encoded.message), encoded.stack === undefined ? {} : { stack: encoded.stack });

export const TRANSCRIPT_ERRORS: ErrorCodec = { encode, decode: (encoded) => decode(encoded as Encoded) };
