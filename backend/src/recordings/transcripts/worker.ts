import { parentPort, workerData } from 'node:worker_threads';
import type { Transcript } from '@callsight/contract/transcripts';
import { Rpc } from '../../lib/rpc/rpc.js';
import { findSnippets } from './find-snippets.js';
import { openJson, prepare, readInput, withinBytes } from './prepare-transcript.js';
import { TRANSCRIPT_ERRORS, type TranscriptMethods, type WorkerStart } from './worker-messages.js';

/** The thread in which texts are masked, encrypted, decrypted and looked through: none of it holds the thread that takes events. */
if (parentPort === null) throw new Error('this is the thread for transcripts; the service starts it');
const { secret } = workerData as WorkerStart;

const methods: {
  readonly [M in keyof TranscriptMethods]: (
    argument: TranscriptMethods[M]['argument'],
  ) => TranscriptMethods[M]['reply'];
} = {
  prepare: ({ to, transcript }) => prepare(secret, to, { ...transcript, segments: withinBytes(transcript.segments) }),
  prepareBody: ({ to, body }) => {
    const read = readInput(body);
    return 'refusal' in read ? read : { prepared: prepare(secret, to, read) };
  },
  open: ({ blob, sealed }) => openJson(secret, blob, sealed),
  find: ({ blob, sealed, terms }) =>
    findSnippets(JSON.parse(openJson(secret, blob, sealed).toString()) as Transcript, terms) ?? null,
};

new Rpc(parentPort, methods, TRANSCRIPT_ERRORS);
