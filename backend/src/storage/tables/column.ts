import type { Micros } from '../../lib/time/units.js';

/** Type of a field of a point in InfluxDB. */
export type FieldKind = 'integer' | 'float' | 'boolean' | 'string';

/** What a kind of column is in each place that holds its values. */
interface Kind {
  /** In a table of DuckDB. */
  readonly sql: string;
  /** In a stage, where the appender puts it. */
  readonly staged: 'VARCHAR' | 'BIGINT' | 'INTEGER' | 'DOUBLE' | 'BOOLEAN';
  /** In a point of InfluxDB. */
  readonly field: FieldKind;
  /** In DuckDB's reading of InfluxDB's CSV. */
  readonly csv: string;
}

const KINDS = {
  text: { sql: 'VARCHAR', staged: 'VARCHAR', field: 'string', csv: 'VARCHAR' },
  /** A time since 1970 or a length of time; JavaScript holds it as an exact number. */
  micros: { sql: 'BIGINT', staged: 'BIGINT', field: 'integer', csv: 'BIGINT' },
  count: { sql: 'INTEGER', staged: 'INTEGER', field: 'integer', csv: 'INTEGER' },
  /** Billionths of the currency's major unit. */
  money: { sql: 'BIGINT', staged: 'BIGINT', field: 'integer', csv: 'BIGINT' },
  double: { sql: 'DOUBLE', staged: 'DOUBLE', field: 'float', csv: 'DOUBLE' },
  flag: { sql: 'BOOLEAN', staged: 'BOOLEAN', field: 'boolean', csv: 'BOOLEAN' },
  /** A pseudonym: 32 hexadecimal digits in JavaScript, stages and points, a UUID in tables. */
  caller: { sql: 'UUID', staged: 'VARCHAR', field: 'string', csv: 'VARCHAR' },
  /** A value that JavaScript holds as an object and everything else as the text of its JSON; empty is null. */
  json: { sql: 'VARCHAR', staged: 'VARCHAR', field: 'string', csv: 'VARCHAR' },
} as const satisfies Readonly<Record<string, Kind>>;

export type ColumnType = keyof typeof KINDS;

/** @returns what a kind of column is in each place that holds its values */
export const kindOf = (type: ColumnType): Kind => KINDS[type];

/** The value of a column in a row that was folded. */
interface Values {
  readonly text: string;
  readonly micros: Micros;
  readonly count: number;
  readonly money: bigint;
  readonly double: number;
  readonly flag: boolean;
  readonly caller: string;
  readonly json: object;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** Declaration of a column whose values in JavaScript are of a type. */
export interface Declared<Value> {
  readonly type: ColumnType;
  /** Exists for the compiler only. */
  readonly value?: Value;
}

/** A column without null. */
export const column = <Type extends ColumnType, Value extends Values[Type] = Values[Type]>(
  type: Type,
): Declared<Value> => ({ type });

/** A column whose null is "not known" or "did not happen". */
export const nullable = <Type extends ColumnType, Value extends Values[Type] = Values[Type]>(
  type: Type,
): Declared<Value | null> => ({ type });

type Table = Readonly<Record<string, Declared<unknown>>>;

/** The row of a table of columns. */
export type RowOf<T extends Table> = {
  readonly [Name in keyof T]: T[Name] extends Declared<infer Value> ? Value : never;
};

/** The columns of a table, in their order. */
export const columnsOf = (table: Table): Column[] => Object.entries(table).map(([name, { type }]) => ({ name, type }));

/** Columns as a list of SQL. */
export const names = (columns: readonly Column[]): string => columns.map(({ name }) => `"${name}"`).join(', ');

/** Columns as read from a stage, where a caller is text. */
export const sources = (columns: readonly Column[], from: string): string =>
  columns.map(({ name, type }) => (type === 'caller' ? `${from}."${name}"::UUID` : `${from}."${name}"`)).join(', ');

/** Columns of one kind. @param names separated by blanks */
export const columns = (type: ColumnType, names: string): Column[] => names.split(' ').map((name) => ({ name, type }));
