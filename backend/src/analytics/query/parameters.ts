import type { BoundValue, BoundValues } from '../../storage/duckdb/statement.js';

/** Values of a statement. Whatever a user wrote goes through here and is bound; it never becomes part of the SQL. */
export class Parameters {
  readonly values: Record<string, BoundValue> = {};
  #count = 0;

  /** @returns the placeholder that stands for the value */
  bind(value: BoundValue): string {
    this.#count += 1;
    const name = `p${this.#count}`;
    this.values[name] = value;
    return `$${name}`;
  }

  /**
   * Binds a list as one value, however long it is.
   * @returns SQL of a subquery that gives the values as rows of one column
   */
  bindList(values: readonly (string | number | boolean)[], type: 'VARCHAR' | 'DOUBLE' | 'BOOLEAN' | 'BIGINT'): string {
    return `SELECT unnest(from_json(${this.bind(JSON.stringify(values))}, '["${type}"]'))`;
  }

  /** A statement with the values that it uses; not every piece that was prepared has to stand in it. */
  statement(sql: string): Statement {
    const used = new Set(sql.match(/\$p\d+/g));
    const values = Object.entries(this.values).filter(([name]) => used.has(`$${name}`));
    return { sql, values: Object.fromEntries(values) };
  }
}

/** A statement with its bound values. */
export interface Statement {
  readonly sql: string;
  readonly values: BoundValues;
}
