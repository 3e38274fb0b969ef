import type { DuckDBConnection } from '@duckdb/node-api';
import { attributeColumn, type AttributeDeclaration } from '../../storage/tables/attribute.js';
import { TURN_CALL_COLUMNS } from '../../storage/tables/columns.js';
import { stageJourneys } from '../../projection/rows/journeys.js';
import type { PlainTable } from '../../storage/tables/plain-tables.js';
import { CALLS, PLAIN, TURNS } from '../../storage/influx/measurements.js';
import { attributeSql, rowColumns } from './csv-rows.js';

/** Takes points, read from `csvSource` into the table `points`, in as rows. */
export type InsertRows = (writer: DuckDBConnection, attributes: readonly AttributeDeclaration[]) => Promise<unknown>;

const list = (columns: readonly { column: string }[]): string => columns.map(({ column }) => `"${column}"`).join(', ');

const CALLERS: ReadonlySet<string> = new Set(['caller', 'email']);

/** Callers are text in the record. */
const values = (columns: readonly { column: string; sql: string }[]): string[] =>
  columns.map(({ column, sql }) => (CALLERS.has(column) ? `(${sql})::UUID` : sql));

const named = (columns: readonly { column: string; sql: string }[]): string =>
  values(columns)
    .map((sql, index) => `${sql} AS "${columns[index]?.column ?? ''}"`)
    .join(', ');

/** Calls, but for the history of their callers, and for what bookings and payments add to their journeys. */
export const insertCalls: InsertRows = async (writer, attributes) => {
  const columns = [
    ...rowColumns(CALLS),
    ...attributes.map((attribute) => ({ column: attributeColumn(attribute.name), sql: attributeSql(attribute) })),
  ];
  const own = columns.map(({ column }) => `stage."${column}"`).join(', ');
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE restored_calls AS
    SELECT tenant, anchor, change, ${named(columns)} FROM points`);
  const journey = await stageJourneys(writer, 'restored_calls');
  await writer.run(`
    INSERT INTO calls (tenant, anchor, change, eventless, ${list(columns)}, ${journey.names})
    SELECT stage.tenant, anchor, change, true, ${own}, ${journey.sql('stage')} FROM restored_calls AS stage
    LEFT JOIN stage_journeys AS reported ON reported.tenant = stage.tenant AND reported.call_id = stage.call_id`);
};

/** Rows that stand for themselves. */
export const insertPlain =
  ({ name, linked }: PlainTable): InsertRows =>
  (writer) => {
    const columns = rowColumns(PLAIN[name]);
    const eventless = linked.length > 0;
    return writer.run(`INSERT INTO ${name} (tenant, anchor, change, ${eventless ? 'eventless, ' : ''}${list(columns)})
      SELECT tenant, anchor, change, ${eventless ? 'true, ' : ''}${values(columns).join(', ')} FROM points`);
  };

/**
 * Turns, with what they take over from their call. A turn that an older version of its call had, and the present one has
 * not, is left over from then: it was not written again with its call.
 */
export const insertTurns: InsertRows = (writer, attributes) => {
  const columns = rowColumns(TURNS);
  const taken = [...TURN_CALL_COLUMNS.map(({ name }) => name), ...attributes.map(({ name }) => attributeColumn(name))];
  return writer.run(`
    WITH reported AS (SELECT tenant, anchor, change, ${columns.map(({ column, sql }) => `${sql} AS "${column}"`).join(', ')}
      FROM points)
    INSERT INTO turns (tenant, call_started_at, ${list(columns)}, ${taken.map((name) => `"${name}"`).join(', ')}, new_caller)
    SELECT reported.tenant, calls.started_at, ${columns.map(({ column }) => `reported."${column}"`).join(', ')},
      ${taken.map((name) => `calls."${name}"`).join(', ')},
      CASE WHEN calls.caller IS NOT NULL THEN calls.previous_at IS NULL END
    FROM reported JOIN calls ON calls.tenant = reported.tenant AND calls.call_id = reported.call_id
    WHERE reported.change >= calls.change
      AND calls.anchor BETWEEN (SELECT min(anchor) FROM reported) AND (SELECT max(anchor) FROM reported)`);
};
