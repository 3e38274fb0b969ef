import { join } from 'node:path';
import { daysKept } from '../config/recordings.js';
import { DAY_MS } from '../lib/time/durations.js';
import type { QueryWorker } from '../api/query-worker/query-worker.js';
import type { WebhookInbox } from '../ingest/webhooks/inbox.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import type { KnownCalls } from '../recordings/records/known-calls.js';
import { fingerprintOf } from '../recordings/transcripts/sealing.js';
import { TranscriptSearcher } from '../recordings/transcripts/search-transcripts.js';
import { TranscriptStore } from '../recordings/transcripts/transcript-store.js';
import { TranscriptWorker } from '../recordings/transcripts/transcript-worker.js';
import { Transcripts } from '../recordings/transcripts/transcripts.js';
import { WordTable } from '../recordings/transcripts/word-table.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import { DataDamaged } from '../storage/integrity/data-damaged.js';
import { TRANSCRIPT_SECRET } from '../storage/integrity/seal.js';
import { META } from '../storage/kv/keys.js';
import type { Sequence } from '../storage/kv/sequence.js';
import { writeAll, type Operation } from '../storage/kv/store.js';
import { callEntity } from '../storage/ledger/entity.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';
import { ownSecret } from './own-secret.js';

const LOSS =
  'transcripts that are stored could not be read any more. Put it back from a backup, or delete it if there are no transcripts.';

interface Dependencies {
  readonly ledger: Ledger;
  readonly knownCalls: KnownCalls;
  readonly rows: RowReplacer;
  readonly blobs: BlobStore;
  readonly ingest: { readonly sequence: Sequence; readonly inbox: WebhookInbox };
  /** Whether a call is under legal hold. */
  readonly isHeld: (tenant: string, call: string) => Promise<boolean>;
}

const FINGERPRINT = META.of('transcripts');

/**
 * What transcripts are encrypted with: a secret that this installation made for itself.
 * @throws DataDamaged for another one than they were encrypted with
 */
async function secretOf(dataDir: string, { store }: Ledger): Promise<string> {
  const file = join(dataDir, TRANSCRIPT_SECRET);
  const secret = await ownSecret(file, LOSS);
  const fingerprint = fingerprintOf(secret);
  const known = await store.get(FINGERPRINT);
  if (known !== undefined && known !== fingerprint)
    throw new DataDamaged(`${file} is not the secret that transcripts were encrypted with: ${LOSS}`);
  if (known === undefined)
    await writeAll(store, [{ type: 'put', key: FINGERPRINT, value: fingerprint }], { sync: true });
  return secret;
}

/** Transcripts of calls. */
export async function buildTranscripts({ config, log, clock, timer }: ServiceContext, parts: Dependencies) {
  const { ledger, knownCalls, rows, blobs, ingest, isHeld } = parts;
  const { keeps, masks } = config.transcripts;
  const secret = await secretOf(config.dataDir, ledger);
  const write = async (operations: readonly Operation[]): Promise<void> => {
    await ledger.submit({ tenant: '', events: [], extra: operations });
  };
  const isErased = (tenant: string, call: string): boolean => ledger.isErased(tenant, callEntity(call));
  const worker = new TranscriptWorker({ secret }, (error) =>
    log.error({ err: error }, 'the thread for transcripts ended; the next transcript starts another one'),
  );
  const store = new TranscriptStore({
    store: () => ledger.store,
    write,
    blobs,
    sequence: ingest.sequence,
    isErased,
    clock,
  });
  const exclusively = rows.exclusively.bind(rows);
  const words = new WordTable({ store: () => ledger.store, write, exclusively });
  const transcripts = new Transcripts({
    store,
    words,
    worker,
    write,
    idsOf: async (tenant, id) => {
      const call = await knownCalls.find(tenant, id);
      return call === undefined ? undefined : { call: call.callId, all: call.ids, startedAt: call.startedAt };
    },
    groupOf: async (tenant, call) => [...new Set([call, ...((await knownCalls.find(tenant, call))?.ids ?? [])])],
    isErased,
    isHeld,
    keeps,
    masks,
    clock,
    timer,
    log,
  });
  if (keeps) ingest.inbox.transcripts = transcripts;
  const searcherOf = (queryWorker: QueryWorker): TranscriptSearcher =>
    new TranscriptSearcher({
      store,
      worker,
      words,
      secret,
      candidates: (asked, signal) => queryWorker.transcriptCandidates(asked, signal),
    });
  /** Deletes transcripts of calls that are too old: with the recordings, of which they tell. @returns how many */
  const expireTranscripts = async (signal: AbortSignal): Promise<number> => {
    let expired = 0;
    for await (const tenant of blobs.tenants()) {
      const days = daysKept(config, { tenant, source: 'upload' });
      if (signal.aborted || days === undefined) continue;
      expired += await transcripts.expire(tenant, clock() - days * DAY_MS, (call) => isHeld(tenant, call));
    }
    return expired;
  };
  return { transcripts, expireTranscripts, searcherOf };
}
