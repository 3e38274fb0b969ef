import type { DuckDBValue } from '@duckdb/node-api';

/** Values of a statement. Whatever a user wrote goes through here and is bound; it never becomes part of the SQL. */
export class Parameters {
  readonly values: Record<string, DuckDBValue> = {};
  #count = 0;

  /** @returns the placeholder that stands for the value */
  bind(value: string | number | boolean | bigint): string {
    this.#count += 1;
    const name = `p${this.#count}`;
    this.values[name] = value;
    return `$${name}`;
  }
}

/** A statement with its bound values. */
export interface Statement {
  readonly sql: string;
  readonly values: Record<string, DuckDBValue>;
}
