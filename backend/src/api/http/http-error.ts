import type { ErrorAnswer } from '@callsight/contract/errors';
import { KeyRefused } from '../../access/key-refused.js';
import { TooManyRuns } from '../../reporting/runs/report-runs.js';
import { RunConflict } from '../../reporting/runs/run-deliveries.js';
import { ReportFailed } from '../../reporting/worker/report-worker.js';
import { QueryWorkerLost } from '../query-worker/query-worker.js';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import { ExportsBusy } from '../../reporting/exports/export-queue.js';
import { ExportFailed } from '../../reporting/exports/writer/writer-process.js';
import { QueryStopped } from '../../storage/duckdb/statement.js';
import { UnderHold } from '../../maintenance/erase-caller.js';
import { NotAudio } from '../../recordings/records/check-audio.js';
import { RecordingRefused } from '../../recordings/records/recording-refused.js';
import { UploadRefused } from '../../recordings/uploads/resumable-uploads.js';
import { Stalled } from '../../lib/background/without-stall.js';
import { BlobError, type BlobFault } from '../../storage/blobs/blob-error.js';
import { LedgerBusy, LedgerUnavailable } from '../../storage/ledger/ledger-error.js';

/** An error that a route answers with; `code` is stable. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: {
      readonly path?: string;
      readonly suggestions?: readonly string[];
      readonly retryAfter?: number;
    } = {},
  ) {
    super(message);
  }
}

export interface ErrorReply {
  readonly status: number;
  readonly body: ErrorAnswer;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Codes of the framework for requests that are wrong, in our words. */
const FRAMEWORK: Readonly<Record<string, readonly [number, string, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    413,
    'body_too_large',
    'the body is larger than this service takes; send smaller batches, or a stream of NDJSON',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    415,
    'unsupported_media_type',
    'this content type is not taken here; send application/json',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'invalid_json', 'the body is not valid JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'invalid_json', 'the body is empty; expected JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, 'invalid_body', 'the body length differs from Content-Length'],
  ECONNRESET: [400, 'aborted', 'the request was broken off'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'the request did not arrive in time'],
};

interface FrameworkError {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly validation?: readonly { readonly instancePath?: string; readonly message?: string }[];
  readonly validationContext?: string;
}

const reply = (status: number, code: string, message: string, details: HttpError['details'] = {}): ErrorReply => ({
  status,
  ...(details.retryAfter === undefined ? {} : { retryAfter: details.retryAfter }),
  body: {
    error: {
      code,
      message,
      ...(details.path === undefined ? {} : { path: details.path }),
      ...(details.suggestions === undefined ? {} : { suggestions: [...details.suggestions] }),
    },
  },
});

function fromFramework(error: FrameworkError): ErrorReply | undefined {
  const [first] = error.validation ?? [];
  if (first !== undefined) {
    const path = first.instancePath ?? '';
    return reply(
      400,
      'invalid_request',
      `${error.validationContext ?? 'request'}${path}: ${first.message ?? 'is not valid'}`,
      { path },
    );
  }
  const known = typeof error.code === 'string' ? FRAMEWORK[error.code] : undefined;
  if (known !== undefined) return reply(...known);
  const status = error.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500
    ? reply(status, 'invalid_request', 'the request is not valid')
    : undefined;
}

/** Codes of definitions that stand against another one. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'metric_exists',
  'metric_in_use',
  'funnel_exists',
  'funnel_built_in',
  'report_in_use',
  'calendar_in_use',
]);

function fromQuery({ code, message, path, suggestions }: QueryError): ErrorReply {
  if (code === 'overloaded') return reply(503, code, message, { retryAfter: 1 });
  if (code === 'query_timeout') return reply(504, code, message);
  return reply(CONFLICTS.has(code) ? 409 : 400, code, message, {
    ...(path === undefined ? {} : { path }),
    ...(suggestions === undefined ? {} : { suggestions }),
  });
}

/** Statuses of what could not be done with a file; what is not here is a fault of ours or of the file. */
const BLOB_STATUSES: Partial<Record<BlobFault, number>> = {
  too_large: 413,
  range_not_satisfiable: 416,
  replaced: 503,
  storage_full: 503,
  storage_unreachable: 503,
  storage_denied: 503,
  storage_busy: 503,
  storage_failed: 503,
};

function fromBlob({ code, message }: BlobError): ErrorReply {
  const status = BLOB_STATUSES[code] ?? 500;
  return reply(status, code, message, status === 503 ? { retryAfter: 10 } : {});
}

/** Statuses of what cannot be done with a recording. */
const RECORDING_STATUSES: Readonly<Record<(RecordingRefused | NotAudio | UploadRefused)['code'], number>> = {
  unknown_call: 404,
  unknown_recording: 404,
  no_consent: 403,
  legal_hold: 409,
  too_many: 409,
  not_audio: 415,
  truncated_audio: 422,
  digest_mismatch: 400,
  length_mismatch: 400,
  unknown_upload: 404,
  wrong_offset: 409,
  upload_busy: 423,
  upload_too_long: 413,
  too_many_uploads: 429,
};

function fromRecording(error: unknown): ErrorReply | undefined {
  if (error instanceof Stalled) return reply(408, 'request_timeout', error.message);
  const isOurs = error instanceof RecordingRefused || error instanceof NotAudio || error instanceof UploadRefused;
  if (!isOurs) return undefined;
  const status = RECORDING_STATUSES[error.code];
  return reply(status, error.code, error.message, status === 423 || status === 429 ? { retryAfter: 5 } : {});
}

/** A kind of error of ours, and what it becomes. */
const KINDS: readonly ((error: unknown) => ErrorReply | undefined)[] = [
  (error) => (error instanceof HttpError ? reply(error.status, error.code, error.message, error.details) : undefined),
  (error) => (error instanceof KeyRefused ? reply(error.status, error.code, error.message) : undefined),
  (error) =>
    error instanceof LedgerBusy ? reply(429, 'too_many_requests', error.message, { retryAfter: 1 }) : undefined,
  (error) =>
    error instanceof LedgerUnavailable
      ? reply(503, error.code, error.message, { retryAfter: error.code === 'closing' ? 2 : 10 })
      : undefined,
  (error) =>
    error instanceof QueryWorkerLost
      ? reply(503, 'query_worker_restarting', error.message, { retryAfter: 1 })
      : undefined,
  (error) =>
    error instanceof ReportFailed ? reply(503, 'report_failed', error.message, { retryAfter: 5 }) : undefined,
  (error) =>
    error instanceof QueryStopped
      ? reply(error.why === 'timeout' ? 504 : 499, `query_${error.why}`, error.message)
      : undefined,
  (error) =>
    error instanceof TooManyRuns ? reply(429, 'too_many_runs', error.message, { retryAfter: 30 }) : undefined,
  (error) => (error instanceof RunConflict ? reply(409, 'run_conflict', error.message) : undefined),
  (error) => (error instanceof UnderHold ? reply(409, 'legal_hold', error.message) : undefined),
  fromRecording,
  (error) => (error instanceof BlobError ? fromBlob(error) : undefined),
  (error) => (error instanceof QueryError ? fromQuery(error) : undefined),
  (error) => (error instanceof ExportFailed ? reply(503, error.code, error.message, { retryAfter: 60 }) : undefined),
  (error) =>
    error instanceof ExportsBusy
      ? reply(error.why === 'full' ? 429 : 503, 'exports_busy', error.message, { retryAfter: error.retryAfter })
      : undefined,
];

/** The one place where errors become HTTP. What is not known is our own fault: 500, without a word of what it was. */
export function toErrorReply(error: unknown): ErrorReply {
  for (const kind of KINDS) {
    const found = kind(error);
    if (found !== undefined) return found;
  }
  return (
    fromFramework(error as FrameworkError) ??
    reply(500, 'internal_error', 'something went wrong in this service; its log has the details')
  );
}
