import { networkPolicy } from '../lib/net/resolve-host.js';
import type { Turns } from '../lib/scheduling/turns.js';
import { AudioAnalyser } from '../recordings/audio/worker/audio-analyser.js';
import { Announcements } from '../recordings/fetch/announcements.js';
import { FetchPast } from '../recordings/fetch/fetch-past.js';
import { Fetcher } from '../recordings/fetch/fetcher.js';
import { Plays } from '../recordings/playback/plays.js';
import { Consents } from '../recordings/records/consents.js';
import { Holds } from '../recordings/records/holds.js';
import { KnownCalls } from '../recordings/records/known-calls.js';
import { RecordStore } from '../recordings/records/record-store.js';
import { Recordings } from '../recordings/records/recordings.js';
import type { StoredRecording } from '../recordings/records/stored-recording.js';
import { SoundReader } from '../recordings/sound/read-sound.js';
import { heardIn, tellCall } from '../recordings/sound/tell-call.js';
import { ResumableUploads } from '../recordings/uploads/resumable-uploads.js';
import { UploadStore } from '../recordings/uploads/upload-store.js';
import type { BlobStore } from '../storage/blobs/blob-store.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { Ledger } from '../storage/ledger/ledger.js';
import type { ServiceContext } from './context.js';
import { recordingStateOf } from './recording-state.js';
import { recordingWorkOf } from './recording-work.js';

interface Dependencies {
  readonly ledger: Ledger;
  readonly readers: ReaderPool;
  readonly blobs: BlobStore;
  readonly turns: Turns;
}

/** The channel in which the agent speaks: the second one, unless the account says otherwise. */
const agentChannelOf = ({ config }: ServiceContext, { tenant, source }: StoredRecording): number =>
  config.recordings.accounts.find((one) => one.tenant === tenant && one.provider === source)?.agentChannel ?? 1;

/** Recordings: what is known of them, what fetches and reads them, and what is to be done with them now and then. */
export function buildRecordings(context: ServiceContext, { ledger, readers, blobs, turns }: Dependencies) {
  const { config, clock, log, timer, teardown } = context;
  const store = () => ledger.store;
  const records = new RecordStore(store);
  const consents = new Consents(store);
  const knownCalls = new KnownCalls({ ledger, readers, consents });
  const { maxBytes, accounts, allowsPrivate, fetches } = config.recordings;
  // It exists later than what wakes it.
  const onWork = (): void => recordingWork.wake();
  const known = { records, blobs, clock, log };
  const recordings = new Recordings({
    ...known,
    holds: new Holds(store),
    consents,
    calls: knownCalls,
    maxBytes,
    onWork,
  });
  const uploads = new ResumableUploads({ store: new UploadStore(store), blobs, recordings, maxBytes, clock, log });
  const fetcher = new Fetcher({ ...known, recordings, accounts, policy: networkPolicy(allowsPrivate), timer });
  const accountsOf = (tenant: string) => accounts.filter((one) => one.tenant === tenant);
  const announcements = new Announcements({
    recordings,
    consents,
    clock,
    fetches: (tenant, source) => {
      const own = accountsOf(tenant).filter((one) => one.provider === source);
      return own.length === 0 ? fetches : own.some((one) => one.fetches);
    },
  });
  const analyser = new AudioAnalyser({ log });
  const soundReader = new SoundReader({
    ...known,
    recordings,
    analyse: (open, signal) => analyser.analyse(open, signal),
    onHeard: (recording, analysis) =>
      tellCall(ledger, recording, heardIn(analysis, agentChannelOf(context, recording))),
  });
  const fetchPast = new FetchPast({
    readers,
    ledger,
    announcements,
    records,
    turns,
    log,
    fetchesAny: (tenant) => fetches || accountsOf(tenant).some((one) => one.fetches),
  });
  const recordingWork = recordingWorkOf(context, {
    blobs,
    knownCalls,
    records,
    recordings,
    uploads,
    announcements,
    fetcher,
    soundReader,
  });
  const recordingState = recordingStateOf({ blobs, records, uploads, outcomes: fetcher.outcomes });
  teardown.onClose('recordings', async () => {
    await Promise.all([fetchPast.stop(), fetcher.stop(), soundReader.stop()]);
    await analyser.close();
  });
  return { knownCalls, recordings, uploads, fetchPast, plays: new Plays(clock), recordingWork, recordingState };
}
