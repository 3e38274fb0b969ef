import type { DuckDBConnection } from '@duckdb/node-api';
import { assignAnchors } from './assign-anchors.js';
import { names, sources } from '../../storage/tables/column.js';
import type { PlainTable } from '../../storage/tables/plain-tables.js';

/** What the rows of one batch have in common. */
interface Replacement {
  /** Number of this change; a staged row that brings its own keeps it. */
  readonly change: number;
  readonly fromRecord: boolean;
}

/** Rows that are to go: those that staged ones take the place of, and those in `stage_gone`. */
async function findReplaced(writer: DuckDBConnection, table: PlainTable, fromRecord: boolean): Promise<void> {
  const { name, id, time, isTimeFixed } = table;
  const key = fromRecord ? 'anchor' : id;
  const bound = fromRecord ? 'anchor' : time;
  const bounds =
    fromRecord || isTimeFixed
      ? `WHERE own.${bound} BETWEEN (SELECT min(${bound}) FROM stage_${name}) AND (SELECT max(${bound}) FROM stage_${name})`
      : '';
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE replaced_${name} AS
    SELECT own.rowid AS row, own.tenant, own.${id}, own.anchor
    FROM ${name} AS own JOIN stage_${name} AS stage ON own.tenant = stage.tenant AND own.${key} = stage.${key} ${bounds}
    UNION ALL
    SELECT own.rowid, own.tenant, own.${id}, own.anchor FROM ${name} AS own JOIN stage_removed AS removed
      ON removed.measurement = '${name}' AND removed.tenant = own.tenant AND removed.anchor = own.anchor`);
}

/**
 * Puts the rows of a stage in the place of those that are there, and takes away those that are gone. Runs within a
 * transaction. Links of a row from the record come with it; others are worked out afterwards.
 * @param beforeDeletion sees `replaced_…` while its rows are still there
 */
export async function replacePlain(
  writer: DuckDBConnection,
  table: PlainTable,
  { change, fromRecord }: Replacement,
  beforeDeletion: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { name, id, time, folded, linked } = table;
  await findReplaced(writer, table, fromRecord);
  // What comes from the record has its place.
  if (!fromRecord) await assignAnchors(writer, table);
  await beforeDeletion();
  await writer.run(`DELETE FROM ${name} WHERE rowid IN (SELECT row FROM replaced_${name})`);
  const columns = fromRecord ? [...folded, ...linked] : folded;
  const eventless = linked.length === 0 ? '' : ', eventless';
  await writer.run(`
    INSERT INTO ${name} (${names(columns)}, anchor, change${eventless})
    SELECT ${sources(columns, 'stage')}, coalesce(old.anchor, stage.anchor), coalesce(stage.change, ${change})
      ${eventless === '' ? '' : `, ${fromRecord}`}
    FROM stage_${name} AS stage LEFT JOIN replaced_${name} AS old ON old.tenant = stage.tenant AND old.${id} = stage.${id}
    ORDER BY stage.${time}`);
}
