import { DAY_MS } from '../lib/time/durations.js';
import type { Logger } from 'pino';
import type { InfluxConnection } from '../storage/influx/influx-connection.js';
import { InfluxError } from '../storage/influx/influx-error.js';
import { fieldText, tagText } from '../storage/influx/line.js';
import { toMicros } from '../lib/time/units.js';

/** Something that a tenant has defined. */
interface Definition {
  readonly kind: string;
  readonly tenant: string;
  readonly id: string;
  /** JSON. */
  readonly document: string;
}

/** Where definitions are kept here. */
export interface DefinitionStore {
  all(): Definition[];
  /** Takes these in the place of all that there are. */
  adopt(definitions: readonly Definition[]): Promise<void>;
  /** Whether this release has definitions of this kind; others are left alone. */
  knows(kind: string): boolean;
}

const MEASUREMENT = 'definitions';

const keyOf = ({ kind, tenant, id }: Definition): string => `${kind} ${tenant} ${id}`;

const lineOf = ({ kind, tenant, id }: Definition, document: string, micros: number): string =>
  `${MEASUREMENT},id=${tagText(id)},kind=${kind},tenant=${tagText(tenant)} document=${fieldText('string', document)} ${micros}000`;

/**
 * Definitions in the record: each is a series of its own, whose last point counts; an empty document is one that was deleted.
 */
export class DefinitionMirror {
  readonly #influx: InfluxConnection;
  readonly #store: DefinitionStore;
  readonly #log: Logger;
  #known: ReadonlyMap<string, Definition> | undefined;
  #writtenAt = 0;

  constructor(influx: InfluxConnection, store: DefinitionStore, log: Logger) {
    this.#log = log;
    this.#influx = influx;
    this.#store = store;
  }

  /** Publishes what differs from the record, and once a day everything, so that no retention ever reaches it. */
  async publish(now: number): Promise<void> {
    const known = (this.#known ??= await this.#read());
    const own = new Map(this.#store.all().map((definition) => [keyOf(definition), definition]));
    const isDue = now - this.#writtenAt > DAY_MS;
    const micros = toMicros(now);
    const lines = [
      ...[...own].flatMap(([key, definition]) =>
        isDue || known.get(key)?.document !== definition.document
          ? [lineOf(definition, definition.document, micros)]
          : [],
      ),
      ...[...known].flatMap(([key, definition]) => (own.has(key) ? [] : [lineOf(definition, '', micros)])),
    ];
    if (lines.length > 0) await this.#write(lines);
    this.#known = own;
    if (isDue) this.#writtenAt = now;
  }

  /** A definition that is refused holds up nothing; it is here, and is tried again with its next change, or after a day. */
  async #write(lines: readonly string[]): Promise<void> {
    try {
      await this.#influx.write(lines);
    } catch (error) {
      if (!(error instanceof InfluxError) || error.fault !== 'refused') throw error;
      this.#log.error(
        { reason: error.message },
        'InfluxDB refused definitions; writing will be retried with their next change',
      );
    }
  }

  /** Takes over what the record says. */
  async adopt(): Promise<void> {
    const known = await this.#read();
    const documents = (definitions: readonly Definition[]): string => JSON.stringify(definitions.map(keyed).sort());
    if (documents([...known.values()]) === documents(this.#store.all())) return;
    await this.#store.adopt([...known.values()]);
  }

  async #read(): Promise<Map<string, Definition>> {
    const series = await this.#influx.ask(
      `SELECT last("document") FROM "${MEASUREMENT}" GROUP BY "kind", "tenant", "id"`,
    );
    const found = series.flatMap(({ tags = {}, values }): Definition[] => {
      const document = String(values[0]?.[1] ?? '');
      const kind = tags['kind'] ?? '';
      if (document === '' || !this.#store.knows(kind)) return [];
      return [{ kind, tenant: tags['tenant'] ?? '', id: tags['id'] ?? '', document }];
    });
    return new Map(found.map((definition) => [keyOf(definition), definition]));
  }
}

const keyed = (definition: Definition): string => `${keyOf(definition)} ${definition.document}`;
