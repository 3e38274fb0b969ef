import { AddressRefused } from '../../lib/net/resolve-host.js';
import { RedirectRefused } from '../../lib/net/http-open.js';
import type { Millis } from '../../lib/time/units.js';
import { BlobError } from '../../storage/blobs/blob-error.js';
import { NotAudio } from '../records/check-audio.js';
import { RecordingRefused } from '../records/recording-refused.js';
import { Stalled } from '../../lib/background/without-stall.js';

/** Why a recording was not fetched. Neither its address nor credentials are in the words. */
export interface FetchFailure {
  readonly message: string;
  /** Whether another attempt may succeed. */
  readonly again: boolean;
  /** What the provider asked for; milliseconds. */
  readonly askedMs?: Millis | undefined;
  /** Whether nothing is the matter but that nobody wants it any more. */
  readonly isUnwanted?: boolean;
}

/** An answer that is not the recording. */
export class NoRecording extends Error {
  override readonly name = 'NoRecording';
  constructor(
    message: string,
    readonly again: boolean,
    readonly details: {
      /** What the provider asked for; milliseconds. */
      readonly askedMs?: Millis | undefined;
      /** Whether the credentials may be those of another account. */
      readonly isDenied?: boolean;
    } = {},
  ) {
    super(message);
  }
}

const NETWORK: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be resolved at present',
  ECONNREFUSED: 'the host refuses connections',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ETIMEDOUT: 'the host does not answer',
};

function ofNetwork(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code !== 'string') return 'the request failed';
  return NETWORK[code] ?? (/CERT|TLS|SSL/.test(code) ? `TLS failed (${code})` : `the request failed (${code})`);
}

/** What an error says about fetching a recording. */
export function fetchFailure(error: unknown): FetchFailure {
  if (error instanceof NoRecording)
    return { message: error.message, again: error.again, askedMs: error.details.askedMs };
  if (error instanceof RecordingRefused)
    return { message: error.message, again: error.code === 'legal_hold', isUnwanted: error.code !== 'legal_hold' };
  if (error instanceof AddressRefused)
    return { message: 'the address is not a public one; CALLSIGHT_RECORDINGS_PRIVATE allows it', again: false };
  if (error instanceof BlobError && error.code === 'too_large') return { message: error.message, again: false };
  const isSaid =
    error instanceof NotAudio ||
    error instanceof BlobError ||
    error instanceof RedirectRefused ||
    error instanceof Stalled;
  if (isSaid) return { message: error.message, again: true };
  return { message: ofNetwork(error), again: true };
}
