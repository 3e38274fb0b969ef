import { join } from 'node:path';
import type { QueryWorker } from '../api/query-worker/query-worker.js';
import type { WebhookInbox } from '../ingest/webhooks/inbox.js';
import { toMillis } from '../lib/time/units.js';
import type { RowReplacer } from '../projection/rows/replace-rows.js';
import { fingerprintOf } from '../recordings/transcripts/sealing.js';
import { TranscriptSearcher } from '../recordings/transcripts/search-transcripts.js';
import { TranscriptStore } from '../recordings/transcripts/transcript-store.js';
import { TranscriptWorker } from '../recordings/transcripts/transcript-worker.js';
import { Transcripts, type CallIds } from '../recordings/transcripts/transcripts.js';
import { WordTable } from '../recordings/transcripts/word-table.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import { DataDamaged } from '../storage/integrity/data-damaged.js';
import { TRANSCRIPT_SECRET } from '../storage/integrity/seal.js';
import { META } from '../storage/kv/keys.js';
import type { Sequence } from '../storage/kv/sequence.js';
import { writeAll, type Operation } from '../storage/kv/store.js';
import { CallGroups } from '../storage/ledger/call-groups.js';
import { callEntity } from '../storage/ledger/entity.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';
import { ownSecret } from './own-secret.js';

const LOSS =
  'transcripts that are stored could not be read any more. Put it back from a backup, or delete it if there are no transcripts.';

interface Dependencies {
  readonly ledger: Ledger;
  readonly readers: ReaderPool;
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

/** What no id of a call is. */
const NO_ID = /\p{Cc}/u;

/** All ids of a call that are known of its events, with its start; undefined where there are no events. */
async function idsInLedger(ledger: Ledger, tenant: string, id: string): Promise<CallIds | undefined> {
  const events = await ledger.events(tenant, callEntity(id));
  const [group] = await new CallGroups(ledger).of([{ tenant, call: id, events }]);
  if (group === undefined || group.events.length === 0) return undefined;
  const startedAt = toMillis(group.events.reduce((first, { at }) => Math.min(first, at), Infinity));
  return { call: group.callId, all: [group.callId, ...group.others], startedAt };
}

/** The same of a row whose events are not here. */
async function idsInRows(readers: ReaderPool, tenant: string, id: string): Promise<CallIds | undefined> {
  const [row] = await readers.rows(
    `SELECT call_id, provider_call_sid, started_at FROM calls WHERE tenant = $tenant
     AND (call_id = $id OR provider_call_sid = $id) ORDER BY call_id = $id DESC LIMIT 1`,
    { tenant, id },
  );
  if (row === undefined) return undefined;
  const call = String(row['call_id']);
  const sid = row['provider_call_sid'];
  const all = typeof sid === 'string' && sid !== call ? [call, sid] : [call];
  return { call, all, startedAt: toMillis(Number(row['started_at'])) };
}

/** Transcripts of calls. */
export async function buildTranscripts({ config, log, clock, timer }: ServiceContext, parts: Dependencies) {
  const { ledger, readers, rows, blobs, ingest, isHeld } = parts;
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
    idsOf: async (tenant, id) =>
      NO_ID.test(id) ? undefined : ((await idsInLedger(ledger, tenant, id)) ?? (await idsInRows(readers, tenant, id))),
    groupOf: async (tenant, call) => [...new Set([call, ...((await idsInLedger(ledger, tenant, call))?.all ?? [])])],
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
  return { transcripts, searcherOf };
}
