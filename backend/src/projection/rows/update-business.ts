import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '../../storage/tables/column.js';
import { attributeColumns, BUSINESS_CALL_COLUMNS } from '../../storage/tables/columns.js';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { PlainTable } from '../../storage/tables/plain-tables.js';

/** SQL of what a row takes over from its call, other than a column of the same name. */
const TAKEN: Readonly<Record<string, string>> = {
  call_caller: 'call.caller',
  new_caller: 'CASE WHEN call.caller IS NOT NULL THEN call.previous_at IS NULL END',
};

const takenSql = ({ name }: Column): string => TAKEN[name] ?? `call."${name}"`;

/**
 * Has bookings or payments take over what their calls are: agent, campaign, outcome …
 * @param rows a table of their row ids, `row`
 */
export async function takeOverCalls(
  writer: DuckDBConnection,
  { name }: PlainTable,
  rows: string,
  attributes: readonly AttributeDeclaration[],
): Promise<void> {
  const columns = [...BUSINESS_CALL_COLUMNS, ...attributeColumns(attributes)];
  const starts = `SELECT call_started_at FROM ${name} WHERE rowid IN (SELECT row FROM ${rows}) AND call_started_at IS NOT NULL`;
  await writer.run(`
    UPDATE ${name} SET ${columns.map((column) => `"${column.name}" = found."${column.name}"`).join(', ')} FROM (
      SELECT own.rowid AS row, ${columns.map((column) => `${takenSql(column)} AS "${column.name}"`).join(', ')}
      FROM ${name} AS own LEFT JOIN (
        FROM calls WHERE started_at BETWEEN (SELECT min(call_started_at) FROM (${starts})) AND (SELECT max(call_started_at) FROM (${starts}))
      ) AS call ON call.tenant = own.tenant AND call.call_id = own.call_id
      WHERE own.rowid IN (SELECT row FROM ${rows})
    ) AS found WHERE ${name}.rowid = found.row`);
}
