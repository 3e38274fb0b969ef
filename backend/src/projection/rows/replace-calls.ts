import type { DuckDBConnection } from '@duckdb/node-api';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import { countArrivals } from './arrivals.js';
import { assignAnchors } from './assign-anchors.js';
import { updateCallerHistory } from './caller-history.js';
import type { Column } from '../../storage/tables/column.js';
import { attributeColumns, CALL_COLUMNS, TURN_CALL_COLUMNS, TURN_COLUMNS } from '../../storage/tables/columns.js';
import { names, sources } from '../../storage/tables/column.js';
import { stageJourneys } from './journeys.js';

/** How rows of the table are found that staged rows take the place of. */
export interface Matching {
  /** SQL over `calls` and `stage`, besides the tenant. */
  readonly condition: string;
  /** SQL over `calls` that bounds where they can be, so that few row groups are read. */
  readonly bounds: string;
}

/** What the rows of one batch have in common. */
export interface Replacement {
  readonly matching: Matching;
  /** Number of this change; a staged row that brings its own keeps it. */
  readonly change: number;
  /** Whether their events are elsewhere. */
  readonly eventless: boolean;
}

/** Finds the rows that are there already, and those that are to go: `replaced_calls`. */
async function findReplaced(writer: DuckDBConnection, { condition, bounds }: Matching): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE replaced_calls AS
    SELECT calls.rowid AS row, calls.tenant, calls.call_id, calls.caller, calls.started_at, calls.turns,
      calls.previous_at, calls.next_inbound_at, calls.anchor,
      calls.call_id = stage.call_id AND calls.caller IS NOT DISTINCT FROM stage.caller::UUID
        AND calls.started_at = stage.started_at AND calls.direction = stage.direction AS is_same
    FROM calls JOIN stage_calls AS stage ON calls.tenant = stage.tenant AND ${condition}
    WHERE ${bounds}
    UNION ALL
    SELECT calls.rowid, calls.tenant, calls.call_id, calls.caller, calls.started_at, calls.turns,
      calls.previous_at, calls.next_inbound_at, calls.anchor, false
    FROM calls JOIN stage_removed AS removed ON removed.measurement = 'calls' AND removed.tenant = calls.tenant AND removed.anchor = calls.anchor`);
}

/** Deletes the rows in `replaced_calls`, and their turns. */
async function deleteReplaced(writer: DuckDBConnection): Promise<void> {
  await writer.run('DELETE FROM calls WHERE rowid IN (SELECT row FROM replaced_calls)');
  await writer.run(`
    DELETE FROM turns USING replaced_calls AS old
    WHERE old.turns > 0 AND turns.tenant = old.tenant AND turns.call_id = old.call_id
      AND turns.call_started_at BETWEEN (SELECT min(started_at) FROM replaced_calls) AND (SELECT max(started_at) FROM replaced_calls)`);
}

async function insertCalls(
  writer: DuckDBConnection,
  attributes: readonly AttributeDeclaration[],
  { change, eventless }: Replacement,
): Promise<void> {
  const own = [...CALL_COLUMNS, ...attributeColumns(attributes)];
  // The record may hold a call in another place than before; here a call keeps its place.
  const place = eventless ? 'AND old.anchor = stage.anchor' : '';
  const journey = await stageJourneys(writer, 'stage_calls');
  await writer.run(`
    INSERT INTO calls (${names(own)}, previous_at, next_inbound_at, anchor, change, eventless, ${journey.names})
    SELECT ${sources(own, 'stage')}, CASE WHEN old.is_same THEN old.previous_at END,
      CASE WHEN old.is_same THEN old.next_inbound_at END, coalesce(old.anchor, stage.anchor),
      coalesce(stage.change, ${change}), ${eventless}, ${journey.sql('stage')}
    FROM stage_calls AS stage LEFT JOIN replaced_calls AS old
      ON old.tenant = stage.tenant AND old.call_id = stage.call_id ${place}
    LEFT JOIN stage_journeys AS reported ON reported.tenant = stage.tenant AND reported.call_id = stage.call_id
    ORDER BY stage.started_at`);
}

/** Works out the history of every caller anew of whom a call came, went or moved; leaves `history_changes` behind. */
async function updateHistory(writer: DuckDBConnection): Promise<void> {
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE touched_callers AS
    SELECT DISTINCT tenant, caller::UUID AS caller FROM stage_calls AS stage
    WHERE caller IS NOT NULL AND NOT EXISTS (
      FROM replaced_calls AS old WHERE old.tenant = stage.tenant AND old.call_id = stage.call_id AND old.is_same)
    UNION
    SELECT tenant, caller FROM replaced_calls WHERE NOT is_same AND caller IS NOT NULL`);
  await updateCallerHistory(writer);
  await writer.run(`
    UPDATE turns SET new_caller = change.new_previous_at IS NULL FROM history_changes AS change
    WHERE change.newness_changed AND turns.tenant = change.tenant AND turns.call_id = change.call_id
      AND turns.call_started_at BETWEEN (SELECT min(started_at) FROM history_changes WHERE newness_changed)
        AND (SELECT max(started_at) FROM history_changes WHERE newness_changed)`);
}

async function insertTurns(writer: DuckDBConnection, attributes: readonly AttributeDeclaration[]): Promise<void> {
  const taken: readonly Column[] = [...TURN_CALL_COLUMNS, ...attributeColumns(attributes)];
  await writer.run(`
    INSERT INTO turns (${names(TURN_COLUMNS)}, ${names(taken)}, new_caller)
    SELECT ${sources(TURN_COLUMNS, 'stage')}, ${sources(taken, 'calls')},
      CASE WHEN calls.caller IS NOT NULL THEN calls.previous_at IS NULL END
    FROM stage_turns AS stage JOIN calls ON calls.tenant = stage.tenant AND calls.call_id = stage.call_id
    WHERE calls.started_at BETWEEN (SELECT min(started_at) FROM stage_calls) AND (SELECT max(started_at) FROM stage_calls)
    ORDER BY stage.happened_at`);
}

/**
 * Puts the calls and turns of the stage in the place of those that are there. Runs within a transaction.
 * @param beforeDeletion sees `replaced_calls` while their rows are still there
 */
export async function replaceCalls(
  writer: DuckDBConnection,
  attributes: readonly AttributeDeclaration[],
  replacement: Replacement,
  beforeDeletion: () => Promise<void>,
): Promise<void> {
  await findReplaced(writer, replacement.matching);
  // What comes from the record has its place.
  if (!replacement.eventless) await assignAnchors(writer, { name: 'calls', id: 'call_id' });
  if (!replacement.eventless) await countArrivals(writer, replacement.change);
  await beforeDeletion();
  await deleteReplaced(writer);
  await insertCalls(writer, attributes, replacement);
  await updateHistory(writer);
  await insertTurns(writer, attributes);
}

/** Turns of the calls of a temporary table, bounded by when those calls started. */
export const turnsOf = (calls: string): string => `
  turns.call_started_at BETWEEN (SELECT min(started_at) FROM ${calls}) AND (SELECT max(started_at) FROM ${calls})
  AND (turns.tenant, turns.call_id) IN (SELECT (tenant, call_id) FROM ${calls})`;
