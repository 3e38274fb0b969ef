import type { DuckDBConnection } from '@duckdb/node-api';
import { appendRows } from '../../storage/duckdb/append.js';
import { createStages } from '../../storage/duckdb/schema.js';
import { partsOf } from '../../storage/kv/keys.js';
import type { Operation, Store } from '../../storage/kv/store.js';
import { columns } from '../../storage/tables/column.js';
import { Mutex } from '../../lib/scheduling/mutex.js';
import { toMicros, type Millis } from '../../lib/time/units.js';
import { UNLISTED, WORDS } from './transcript-keys.js';

/** Calls whose words are written in one transaction. */
const BATCH = 500;

const STAGE = 'stage_transcript_words';
const COLUMNS = [
  ...columns('text', 'tenant call_id'),
  ...columns('micros', 'started_at'),
  // Numbers with commas between them: DuckDB makes a list of them, in its own threads.
  ...columns('text', 'words'),
];

/** Version of the table in `meta`; without it the table is filled anew. */
const FILLED = 'transcript_words';
const VERSION = '1';

interface Dependencies {
  readonly store: () => Store;
  /** Makes writes durable. */
  readonly write: (operations: readonly Operation[]) => Promise<void>;
  /** Runs something while nobody else writes rows. */
  readonly exclusively: <T>(work: (writer: DuckDBConnection) => Promise<T>) => Promise<T>;
}

interface Row {
  readonly tenant: string;
  readonly call: string;
  /** Of the call, epoch microseconds; 0 where there are no words any more. */
  readonly startedAt: number;
  readonly words: string | null;
}

/** A value of `WORDS`. */
export const wordsValue = (startedAt: Millis, words: string): string => `${toMicros(startedAt)}:${words}`;

function rowOf(tenant: string, call: string, value: string | undefined): Row {
  const colon = value?.indexOf(':') ?? -1;
  if (value === undefined || colon < 0) return { tenant, call, startedAt: 0, words: null };
  return { tenant, call, startedAt: Number(value.slice(0, colon)), words: value.slice(colon + 1) };
}

/**
 * The words of transcripts, as digests, in a table of DuckDB. The key-value store has them, too: the table can be filled from
 * there at any time, and follows it change by change.
 */
export class WordTable {
  readonly #dependencies: Dependencies;
  readonly #following = new Mutex();
  #isFilled = false;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether the table has the words of all transcripts, but for the last changes. */
  get isFilled(): boolean {
    return this.#isFilled;
  }

  /** Fills the table, if it is new, and writes the last changes to it. */
  follow(signal: AbortSignal): Promise<void> {
    return this.#following.run(async () => {
      await this.#fill(signal);
      while (!signal.aborted && (await this.#writeSome()));
    });
  }

  async #fill(signal: AbortSignal): Promise<void> {
    const { store, exclusively } = this.#dependencies;
    if (this.#isFilled) return;
    const isKnown = await exclusively(async (writer) => {
      const found = await writer.runAndReadAll('SELECT 1 FROM meta WHERE name = $name AND value = $version', {
        name: FILLED,
        version: VERSION,
      });
      if (found.currentRowCount > 0) return true;
      await writer.run('DELETE FROM transcript_words');
      return false;
    });
    if (!isKnown) {
      let rows: Row[] = [];
      for await (const [key, value] of store().iterator(WORDS.under())) {
        if (signal.aborted) return;
        const [, tenant = '', call = ''] = partsOf(key);
        rows.push(rowOf(tenant, call, value));
        if (rows.length < BATCH) continue;
        await this.#replace(rows);
        rows = [];
      }
      await this.#replace(rows);
      await exclusively((writer) =>
        writer.run('INSERT INTO meta VALUES ($name, $version)', { name: FILLED, version: VERSION }),
      );
    }
    this.#isFilled = true;
  }

  /** @returns whether there was anything */
  async #writeSome(): Promise<boolean> {
    const { store, write } = this.#dependencies;
    const changes = await store()
      .keys({ ...UNLISTED.under(), limit: BATCH })
      .all();
    if (changes.length === 0) return false;
    const calls = new Map(
      changes.map((key) => {
        const [, tenant = '', call = ''] = partsOf(key);
        return [WORDS.of(tenant, call), { tenant, call }] as const;
      }),
    );
    const values = await store().getMany([...calls.keys()]);
    await this.#replace([...calls.values()].map(({ tenant, call }, index) => rowOf(tenant, call, values[index])));
    // A change that came meanwhile has a key of its own.
    await write(changes.map((key) => ({ type: 'del', key })));
    return true;
  }

  #replace(rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    return this.#dependencies.exclusively(async (writer) => {
      await createStages(writer, { [STAGE]: COLUMNS });
      await appendRows(
        writer,
        STAGE,
        COLUMNS,
        [({ tenant }) => tenant, ({ call }) => call, ({ startedAt }) => startedAt, ({ words }) => words],
        rows,
      );
      await writer.run('BEGIN');
      try {
        await writer.run(
          `DELETE FROM transcript_words AS t USING ${STAGE} AS s WHERE t.tenant = s.tenant AND t.call_id = s.call_id`,
        );
        await writer.run(
          `INSERT INTO transcript_words SELECT tenant, call_id, started_at, ('[' || words || ']')::UINTEGER[]
           FROM ${STAGE} WHERE words IS NOT NULL`,
        );
        await writer.run('COMMIT');
      } catch (error) {
        await writer.run('ROLLBACK');
        throw error;
      }
    });
  }
}
