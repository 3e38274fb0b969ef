import type { Millis } from '../../lib/time/units.js';
import { KeyKind } from '../../storage/kv/keys.js';
import type { Operation, Store } from '../../storage/kv/store.js';
import type { RecordingId } from '../records/stored-recording.js';

/** An upload in parts, as JSON. */
const UPLOADS = new KeyKind<[tenant: string, call: string, name: string]>('P');

/** What has come of an upload so far lies in parts, each of them a blob. */
export interface StoredUpload extends RecordingId {
  /** Bytes of the whole. */
  readonly length: number;
  readonly contentType?: string;
  /** That the whole is to have, hexadecimal. */
  readonly sha256?: string;
  readonly parts: readonly { readonly key: string; readonly bytes: number }[];
  /** When something came of it last; epoch milliseconds. */
  readonly changedAt: Millis;
}

/** Bytes that have come. */
export const offsetOf = ({ parts }: StoredUpload): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** What is known of uploads that are not whole: durable when it resolves. */
export class UploadStore {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  async get({ tenant, call, name }: RecordingId): Promise<StoredUpload | undefined> {
    const value = await this.#store().get(UPLOADS.of(tenant, call, name));
    return value === undefined ? undefined : (JSON.parse(value) as StoredUpload);
  }

  async put(upload: StoredUpload): Promise<void> {
    const { tenant, call, name } = upload;
    await this.#store().put(UPLOADS.of(tenant, call, name), JSON.stringify(upload), { sync: true });
  }

  async remove({ tenant, call, name }: RecordingId): Promise<void> {
    await this.#store().del(UPLOADS.of(tenant, call, name), { sync: true });
  }

  /** What removes an upload together with something else. */
  removal({ tenant, call, name }: RecordingId): Operation {
    return { type: 'del', key: UPLOADS.of(tenant, call, name) };
  }

  /** How many there are. @param most so many are counted at most */
  async count(most: number): Promise<number> {
    let count = 0;
    for await (const _ of this.#store().keys({ ...UPLOADS.under(), limit: most })) count += 1;
    return count;
  }

  /** Of one call, of one tenant, or of all. @param most at most so many */
  async list(most: number, ...of: [] | [tenant: string] | [tenant: string, call: string]): Promise<StoredUpload[]> {
    const found: StoredUpload[] = [];
    const range = { ...UPLOADS.under(...(of as [string, string])), limit: most };
    for await (const value of this.#store().values(range)) found.push(JSON.parse(value) as StoredUpload);
    return found;
  }
}
