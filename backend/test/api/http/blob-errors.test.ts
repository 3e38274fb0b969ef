import { toErrorReply } from '../../../src/api/http/http-error.js';
import { BlobError, type BlobFault } from '../../../src/storage/blobs/blob-error.js';

it.each<[BlobFault, number, number | undefined]>([
  ['too_large', 413, undefined],
  ['range_not_satisfiable', 416, undefined],
  ['replaced', 503, 10],
  ['storage_full', 503, 10],
  ['storage_unreachable', 503, 10],
  ['storage_denied', 503, 10],
  ['storage_busy', 503, 10],
  ['storage_failed', 503, 10],
  ['blob_damaged', 500, undefined],
  ['blob_key_missing', 500, undefined],
  ['blob_key_wrong', 500, undefined],
  ['invalid_key', 500, undefined],
])('%s of a file is answered with %i', (code, status, retryAfter) => {
  const { retryAfter: answered, ...reply } = toErrorReply(new BlobError(code, 'what went wrong'));
  expect(reply).toEqual({ status, body: { error: { code, message: 'what went wrong' } } });
  expect(answered).toBe(retryAfter);
});
