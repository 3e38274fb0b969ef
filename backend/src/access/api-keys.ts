import { KeyKind } from '../storage/kv/keys.js';
import { createHash, randomBytes } from 'node:crypto';
import { SCOPES, type KeyCreated, type KeyEntry, type KeyInput, type Scope } from '@callsight/contract/keys';
import type { Store } from '../storage/kv/store.js';
import type { Clock } from '../lib/time/units.js';

/** An API key, hashed, as JSON. */
const API_KEYS = new KeyKind<[id: string]>('k');

/** Who asks: a key, and whose data it opens. */
export interface Principal {
  readonly keyId: string;
  readonly tenant: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Ids of the keys that stand in the configuration, which cannot be revoked. */
export const BOOTSTRAP_ID = 'bootstrap';
const READ_ID = 'read';
const PAGES_ID = 'pages';
const CONFIGURED: ReadonlySet<string> = new Set([BOOTSTRAP_ID, READ_ID, PAGES_ID]);

/**
 * What the pages in Grafana need: they change definitions and send nothing in. Grafana's own roles decide who of its users
 * may do what (the routes of the plugin).
 */
const PAGES_SCOPES: readonly Scope[] = ['query', 'reports', 'admin'];

/** Keys that live in the configuration alone, for tenant `main`. */
interface ConfiguredKeys {
  /** Has all scopes. */
  readonly bootstrapKey: string | undefined;
  /** Only reads. */
  readonly readKey: string | undefined;
  /** For the pages in Grafana. */
  readonly pagesKey: string | undefined;
}

interface StoredKey extends KeyEntry {
  readonly hash: string;
}

/** A key holds 32 random bytes, so that one round of a fast hash is all that guessing allows. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

const entryOf = ({ hash: _hash, ...entry }: StoredKey): KeyEntry => entry;

/** The API keys: shown once when they are made, kept as hashes, bound to a tenant. */
export class ApiKeys {
  readonly #store: () => Store;
  readonly #clock: Clock;
  readonly #byHash = new Map<string, StoredKey>();

  private constructor(store: () => Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  static async load(
    store: () => Store,
    clock: Clock,
    { bootstrapKey, readKey, pagesKey }: ConfiguredKeys,
  ): Promise<ApiKeys> {
    const apiKeys = new ApiKeys(store, clock);
    for (const value of await store().values(API_KEYS.under()).all()) {
      const key = JSON.parse(value) as StoredKey;
      apiKeys.#byHash.set(key.hash, key);
    }
    // The same value twice would have the scopes of the last one.
    if (readKey !== undefined) apiKeys.#addConfigured(READ_ID, readKey, ['query']);
    if (pagesKey !== undefined) apiKeys.#addConfigured(PAGES_ID, pagesKey, PAGES_SCOPES);
    if (bootstrapKey !== undefined) apiKeys.#addConfigured(BOOTSTRAP_ID, bootstrapKey, SCOPES);
    return apiKeys;
  }

  /** Whether there is no key that could do anything but read. */
  get isEmpty(): boolean {
    return [...this.#byHash.values()].every(({ id }) => id === READ_ID);
  }

  authenticate(key: string): Principal | undefined {
    const found = this.#byHash.get(hashOf(key));
    if (found === undefined) return undefined;
    if (found.expires_at !== null && Date.parse(found.expires_at) <= this.#clock()) return undefined;
    return { keyId: found.id, tenant: found.tenant, scopes: new Set(found.scopes) };
  }

  /** @param keep stores the key for whoever is to use it, before it becomes valid */
  async create(
    tenant: string,
    { name, scopes, expires_at }: KeyInput,
    keep: (key: string) => Promise<void> = () => Promise.resolve(),
  ): Promise<KeyCreated> {
    const secret = `cs_${randomBytes(32).toString('base64url')}`;
    const key: StoredKey = {
      id: randomBytes(6).toString('hex'),
      name,
      tenant,
      scopes: [...scopes],
      created_at: new Date(this.#clock()).toISOString(),
      expires_at: expires_at ?? null,
      hash: hashOf(secret),
    };
    await keep(secret);
    await this.#store().put(API_KEYS.of(key.id), JSON.stringify(key), { sync: true });
    this.#byHash.set(key.hash, key);
    return { ...entryOf(key), key: secret };
  }

  list(tenant: string): KeyEntry[] {
    return [...this.#byHash.values()].filter((key) => key.tenant === tenant).map(entryOf);
  }

  /** @returns false when the tenant has no such key; one of the configuration cannot be revoked here */
  async revoke(tenant: string, id: string): Promise<boolean> {
    const key = [...this.#byHash.values()].find((candidate) => candidate.id === id && candidate.tenant === tenant);
    if (key === undefined || CONFIGURED.has(key.id)) return false;
    await this.#store().del(API_KEYS.of(id), { sync: true });
    this.#byHash.delete(key.hash);
    return true;
  }

  #addConfigured(id: string, key: string, scopes: readonly Scope[]): void {
    const hash = hashOf(key);
    this.#byHash.set(hash, {
      id,
      name: `${id} key of the configuration`,
      tenant: 'main',
      scopes: [...scopes],
      created_at: new Date(this.#clock()).toISOString(),
      expires_at: null,
      hash,
    });
  }
}
