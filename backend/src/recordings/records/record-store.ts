import type { Millis } from '../../lib/time/units.js';
import { KeyKind, partsOf } from '../../storage/kv/keys.js';
import { writeAll, type Operation, type Store } from '../../storage/kv/store.js';
import { stemOf, type RecordingId, type StoredRecording } from './stored-recording.js';

/** A recording, as JSON. */
const RECORDINGS = new KeyKind<[tenant: string, call: string, name: string]>('R');

/** Which recording files belong to. */
const FILES = new KeyKind<[stem: string]>('B');

/** What is to be done with recordings, in the order in which it is due. */
const WORK = new KeyKind<[work: Work, at: string, tenant: string, call: string, name: string]>('F');

/** To be fetched from a provider, or its sound to be read. */
export type Work = 'fetch' | 'sound';

/** Recordings that one call may have. */
export const MAX_OF_CALL = 50;

/** The same with those that were deleted, whose names are remembered. */
export const MAX_NAMES = 1_000;

/** Work that one look takes at most. */
const MAX_DUE = 64;

const timeOf = (at: Millis): string => String(Math.max(0, Math.trunc(at))).padStart(15, '0');

/** What is to be done with a recording. */
const dueOf = ({ state, sound }: StoredRecording): Work | undefined => {
  if (state === 'announced') return 'fetch';
  return state === 'stored' && sound?.status === 'pending' ? 'sound' : undefined;
};

const workOf = (recording: StoredRecording): string[] => {
  const { tenant, call, name, nextAt = 0 } = recording;
  const work = dueOf(recording);
  return work === undefined ? [] : [WORK.of(work, timeOf(nextAt), tenant, call, name)];
};

/** Whether some work is due with a recording: what was due when it was looked for may have been done meanwhile. @param now epoch milliseconds */
export const isDueNow = (
  recording: StoredRecording | undefined,
  work: Work,
  now: Millis,
): recording is StoredRecording =>
  recording !== undefined && dueOf(recording) === work && (recording.nextAt ?? 0) <= now;

const stemsOf = ({ file }: StoredRecording): string[] => (file === undefined ? [] : [FILES.of(stemOf(file.key))]);

const put = (key: string, value: string): Operation => ({ type: 'put', key, value });
const del = (key: string): Operation => ({ type: 'del', key });

/** What is known of recordings: durable when it resolves. Whoever changes one holds its lock. */
export class RecordStore {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  async get({ tenant, call, name }: RecordingId): Promise<StoredRecording | undefined> {
    return read(await this.#store().get(RECORDINGS.of(tenant, call, name)));
  }

  /** Recordings of a call under one of its ids, by name, those included that were deleted. */
  async ofCall(tenant: string, call: string): Promise<StoredRecording[]> {
    const found: StoredRecording[] = [];
    const range = { ...RECORDINGS.under(tenant, call), limit: MAX_NAMES };
    for await (const value of this.#store().values(range)) found.push(JSON.parse(value) as StoredRecording);
    return found;
  }

  /** Puts a recording in the place of what was known of it. @param also what is done together with it, or not at all */
  async put(
    before: StoredRecording | undefined,
    after: StoredRecording,
    also: readonly Operation[] = [],
  ): Promise<void> {
    const { tenant, call, name } = after;
    await writeAll(
      this.#store(),
      [
        ...(before === undefined ? [] : [...workOf(before), ...stemsOf(before)].map(del)),
        put(RECORDINGS.of(tenant, call, name), JSON.stringify(after)),
        ...stemsOf(after).map((key) => put(key, RECORDINGS.of(tenant, call, name))),
        ...workOf(after).map((key) => put(key, '')),
        ...also,
      ],
      { sync: true },
    );
  }

  /** Forgets that there was a recording. */
  async remove(recording: StoredRecording): Promise<void> {
    const { tenant, call, name } = recording;
    const keys = [RECORDINGS.of(tenant, call, name), ...workOf(recording), ...stemsOf(recording)];
    await writeAll(this.#store(), keys.map(del), { sync: true });
  }

  /** Which recording some files belong to. */
  async ofFiles(stem: string): Promise<StoredRecording | undefined> {
    const key = await this.#store().get(FILES.of(stem));
    return key === undefined ? undefined : read(await this.#store().get(key));
  }

  /** What is to be done by now, the longest due first. @param now epoch milliseconds */
  async due(work: Work, now: Millis): Promise<RecordingId[]> {
    const { gt } = WORK.under(work);
    const found: RecordingId[] = [];
    for await (const key of this.#store().keys({
      gt,
      lt: WORK.of(work, timeOf(now + 1), '', '', ''),
      limit: MAX_DUE,
    })) {
      const [, , , tenant = '', call = '', name = ''] = partsOf(key);
      found.push({ tenant, call, name });
    }
    return found;
  }

  /** How many recordings of a tenant, or of all, wait for some work. @param most so many are looked at */
  async waiting(work: Work, tenant: string | undefined, most: number): Promise<number> {
    let count = 0;
    for await (const key of this.#store().keys({ ...WORK.under(work), limit: most }))
      if (tenant === undefined || partsOf(key)[3] === tenant) count += 1;
    return count;
  }

  /** All recordings, a page at a time. */
  async *all(): AsyncGenerator<StoredRecording[]> {
    const range = RECORDINGS.under();
    for (let gt = range.gt; ;) {
      const page = await this.#store().iterator({ gt, lt: range.lt, limit: 500 }).all();
      if (page.length === 0) return;
      yield page.map(([, value]) => JSON.parse(value) as StoredRecording);
      gt = page.at(-1)?.[0] ?? range.lt;
    }
  }
}

const read = (value: string | undefined): StoredRecording | undefined =>
  value === undefined ? undefined : (JSON.parse(value) as StoredRecording);
