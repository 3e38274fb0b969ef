import type { Logger } from 'pino';
import { noteDamagedDatabase } from './damaged-database.js';

/** DuckDB compares the checksum of every block that it reads, and says so. */
const isCorruptRead = (reason: string): boolean => /corrupt|checksum/i.test(reason) && !OF_A_QUERY.test(reason);

/** Faults of a statement repeat what a user wrote, such as a pattern; whatever that says, the file is as it was. */
const OF_A_QUERY = /^(?:Error: )?(?:Invalid Input|Conversion|Out of Range|Binder|Parser|Catalog|Invalid) Error/;

/** Watches the faults of a running database for those that say that its file is damaged. */
export class DatabaseWatch {
  readonly #folder: string;
  readonly #log: Logger;
  #damage: string | undefined;

  constructor(folder: string, log: Logger) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Why the database can no longer be trusted, if so. */
  get damage(): string | undefined {
    return this.#damage;
  }

  /** Takes note of a fault; the first that is damage is written down, so that the next start rebuilds the database. */
  note(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (this.#damage !== undefined || !isCorruptRead(reason)) return;
    this.#damage = reason;
    this.#log.fatal({ reason }, 'database damaged; restart the service to rebuild it');
    noteDamagedDatabase(this.#folder, reason).catch((fault: unknown) => {
      this.#log.error({ err: fault }, 'damage of the database could not be noted for the next start');
    });
  }
}
