import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import {
  hasEventlessBusiness,
  markEventlessBusiness,
  readEventlessBusiness,
  type BusinessRef,
  type EventlessBusiness,
} from './eventless-business.js';
import { hasEventless, markEventless, readEventless, type CallRef, type EventlessCall } from './eventless-calls.js';

const NONE: EventlessBusiness = { appointments: [], payments: [] };

/** Rows that some entities have. */
export interface RowRefs {
  readonly calls: readonly CallRef[];
  readonly business: readonly BusinessRef[];
}

/**
 * Keeps account of rows whose events are not here: they came from the record, or their events were too old to keep. Asking
 * costs nothing as long as there has never been one.
 */
export class EventPresence {
  readonly #writer: DuckDBConnection;
  readonly #attributes: readonly AttributeDeclaration[];
  readonly #alone: <T>(work: () => Promise<T>) => Promise<T>;
  #mayLack: boolean | undefined;

  /** @param alone runs something on the writing connection while nobody else does */
  constructor(
    writer: DuckDBConnection,
    attributes: readonly AttributeDeclaration[],
    alone: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.#writer = writer;
    this.#attributes = attributes;
    this.#alone = alone;
  }

  /** Those of some calls whose events are not here. */
  calls(asked: readonly CallRef[]): Promise<readonly EventlessCall[]> {
    return this.#alone(async () => {
      const mayLack = asked.length > 0 && (await this.#look());
      return mayLack ? readEventless(this.#writer, asked, this.#attributes) : [];
    });
  }

  /** Those of some appointments and payments whose events are not here. */
  business(asked: readonly BusinessRef[]): Promise<EventlessBusiness> {
    return this.#alone(async () => {
      const mayLack = asked.length > 0 && (await this.#look());
      return mayLack ? readEventlessBusiness(this.#writer, asked) : NONE;
    });
  }

  /** Notes that the events of rows are here. */
  markPresent(rows: RowRefs): Promise<void> {
    return this.#mark(rows, false);
  }

  /** Notes that the events of rows have been deleted; the rows stay. */
  markAbsent(rows: RowRefs): Promise<void> {
    this.#mayLack = true;
    return this.#mark(rows, true);
  }

  async #look(): Promise<boolean> {
    this.#mayLack ??= (await hasEventless(this.#writer)) || (await hasEventlessBusiness(this.#writer));
    return this.#mayLack;
  }

  #mark({ calls, business }: RowRefs, eventless: boolean): Promise<void> {
    return this.#alone(async () => {
      if (calls.length > 0) await markEventless(this.#writer, calls, eventless);
      if (business.length > 0) await markEventlessBusiness(this.#writer, business, eventless);
    });
  }
}
