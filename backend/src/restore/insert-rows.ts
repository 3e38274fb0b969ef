import { attributeColumn, type AttributeDeclaration } from '../catalogue/attribute.js';
import { TURN_CALL_COLUMNS } from '../duckdb/columns.js';
import type { PlainTable } from '../duckdb/plain-tables.js';
import { CALLS, PLAIN, TURNS } from '../influx/measurements.js';
import { attributeSql, rowColumns } from './csv-rows.js';

/** SQL that takes points, read from `csvSource` into a table, in as rows. */
export type InsertRows = (points: string, attributes: readonly AttributeDeclaration[]) => string;

const list = (columns: readonly { column: string }[]): string => columns.map(({ column }) => `"${column}"`).join(', ');

const CALLERS: ReadonlySet<string> = new Set(['caller', 'email']);

/** Callers are text in the record. */
const values = (columns: readonly { column: string; sql: string }[]): string =>
  columns.map(({ column, sql }) => (CALLERS.has(column) ? `(${sql})::UUID` : sql)).join(', ');

/** Calls, but for the history of their callers. */
export const insertCalls: InsertRows = (points, attributes) => {
  const columns = [
    ...rowColumns(CALLS),
    ...attributes.map((attribute) => ({ column: attributeColumn(attribute.name), sql: attributeSql(attribute) })),
  ];
  return `INSERT INTO calls (tenant, anchor, change, eventless, ${list(columns)})
    SELECT tenant, anchor, change, true, ${values(columns)} FROM ${points}`;
};

/** Rows that stand for themselves. */
export const insertPlain =
  ({ name, linked }: PlainTable): InsertRows =>
  (points) => {
    const columns = rowColumns(PLAIN[name]);
    const eventless = linked.length > 0;
    return `INSERT INTO ${name} (tenant, anchor, change, ${eventless ? 'eventless, ' : ''}${list(columns)})
    SELECT tenant, anchor, change, ${eventless ? 'true, ' : ''}${values(columns)} FROM ${points}`;
  };

/**
 * Turns, with what they take over from their call. A turn that an older version of its call had, and the present one has
 * not, is left over from then: it was not written again with its call.
 */
export const insertTurns: InsertRows = (points, attributes) => {
  const columns = rowColumns(TURNS);
  const taken = [...TURN_CALL_COLUMNS.map(({ name }) => name), ...attributes.map(({ name }) => attributeColumn(name))];
  return `
    WITH told AS (SELECT tenant, anchor, change, ${columns.map(({ column, sql }) => `${sql} AS "${column}"`).join(', ')}
      FROM ${points})
    INSERT INTO turns (tenant, call_started_at, ${list(columns)}, ${taken.map((name) => `"${name}"`).join(', ')}, new_caller)
    SELECT told.tenant, calls.started_at, ${columns.map(({ column }) => `told."${column}"`).join(', ')},
      ${taken.map((name) => `calls."${name}"`).join(', ')},
      CASE WHEN calls.caller IS NOT NULL THEN calls.previous_at IS NULL END
    FROM told JOIN calls ON calls.tenant = told.tenant AND calls.call_id = told.call_id
    WHERE told.change >= calls.change
      AND calls.anchor BETWEEN (SELECT min(anchor) FROM told) AND (SELECT max(anchor) FROM told)`;
};
