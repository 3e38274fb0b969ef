import type { IncomingMessage } from 'node:http';
import type { Timer } from '../../lib/background/timer.js';
import { httpOpen, type HttpOpenOptions } from '../../lib/net/http-open.js';
import type { NetworkPolicy } from '../../lib/net/resolve-host.js';
import type { Recordings, Taken } from '../records/recordings.js';
import type { StoredRecording } from '../records/stored-recording.js';
import { withoutStall } from '../../lib/background/without-stall.js';
import { NoRecording } from './fetch-failure.js';
import { fetchRecipe } from './fetch-recipe.js';
import type { RecordingAccount } from './recording-account.js';

const MAX_REDIRECTS = 5;

/** Silence after which an answer has failed; milliseconds. */
const STALL_MS = 30_000;

/** Longest wait that a provider may ask for; seconds. */
const MAX_RETRY_AFTER = 86_400;

interface Dependencies {
  readonly recordings: Recordings;
  readonly policy: NetworkPolicy;
  readonly timer: Timer;
}

const retryAfterOf = ({ headers }: IncomingMessage): number | undefined => {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER) * 1_000 : undefined;
};

/** @throws NoRecording for any answer that does not bring the recording */
function checkStatus(response: IncomingMessage): void {
  const status = response.statusCode ?? 0;
  if (status === 200) return;
  if (status === 410) throw new NoRecording('the provider no longer has it (410)', false);
  if (status === 401 || status === 403)
    throw new NoRecording(
      `the provider does not let it be had (${status}): credentials, or an address that ended`,
      true,
      { isDenied: true },
    );
  throw new NoRecording(`the provider answered ${status}`, true, { askedMs: retryAfterOf(response) });
}

const lengthOf = ({ headers }: IncomingMessage): number | undefined => {
  const length = headers['content-length'];
  return length !== undefined && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
};

/** Asks, and waits for the answer only so long; what comes behind its headers has a limit of its own. */
async function answerOf(url: URL, options: HttpOpenOptions): Promise<IncomingMessage> {
  const late = new AbortController();
  const timeout = setTimeout(() => late.abort(new NoRecording('the provider does not answer', true)), STALL_MS);
  try {
    return await httpOpen(url, { ...options, signal: AbortSignal.any([options.signal, late.signal]) });
  } finally {
    clearTimeout(timeout);
  }
}

/**
 * Fetches a recording from its provider and takes it in.
 * @throws NoRecording, NotAudio, RecordingRefused, BlobError, AddressRefused, RedirectRefused, Stalled; errors of the network
 */
export async function fetchRecording(
  recording: StoredRecording,
  account: RecordingAccount | undefined,
  { recordings, policy, timer }: Dependencies,
  signal: AbortSignal,
): Promise<Taken> {
  const { tenant, call, name, source, announcement } = recording;
  if (announcement === undefined || !URL.canParse(announcement.url))
    throw new NoRecording('the address of the recording cannot be read', false);
  const { channels } = announcement;
  const { url, headersFor } = fetchRecipe(announcement.url, { source, channels }, account);
  const response = await answerOf(url, { policy, signal, maxRedirects: MAX_REDIRECTS, headersFor });
  try {
    checkStatus(response);
    return await recordings.take({
      id: { tenant, call, name },
      source,
      body: withoutStall(response, STALL_MS, timer),
      contentType: response.headers['content-type'],
      length: lengthOf(response),
      signal,
    });
  } finally {
    response.destroy();
  }
}
