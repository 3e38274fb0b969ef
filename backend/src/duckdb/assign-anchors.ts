import type { DuckDBConnection } from '@duckdb/node-api';

/** Rows that take the place of others, and the ids that they have. */
export interface Placing {
  readonly table: 'calls' | 'samples';
  readonly stage: 'stage_calls' | 'stage_samples';
  readonly id: 'call_id' | 'sample_id';
}

/** Each round spreads what still meets over four times the time; twelve rounds reach over hours. */
const MOST_ROUNDS = 12;

const SLOTS = 1_000;

/** Rows of the stage that stand where another row of their tenant stands. Those that stood there before stay. */
const conflicts = ({ table, stage, id }: Placing): string => `
  CREATE OR REPLACE TEMP TABLE anchor_conflicts AS
  SELECT row FROM (
    SELECT rowid AS row, row_number() OVER (PARTITION BY tenant, anchor ORDER BY is_placed DESC, ${id}) AS place FROM ${stage}
  ) WHERE place > 1
  UNION
  SELECT stage.rowid FROM ${stage} AS stage JOIN ${table} AS other
    ON other.tenant = stage.tenant AND other.anchor = stage.anchor
  WHERE NOT stage.is_placed
    AND other.anchor BETWEEN (SELECT min(anchor) FROM ${stage}) AND (SELECT max(anchor) FROM ${stage})`;

/**
 * Gives every staged row an anchor that no other row of its tenant has, so that no two rows ever are one point of the
 * record. Runs after the rows that are replaced have been deleted.
 */
export async function assignAnchors(writer: DuckDBConnection, placing: Placing): Promise<void> {
  const { stage, id } = placing;
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    await writer.run(conflicts(placing));
    const moved = await writer.run(`
      UPDATE ${stage} SET anchor = anchor // ${SLOTS} * ${SLOTS} + (hash(${id} || '-${round}') % ${SLOTS * 4 ** round})::BIGINT
      WHERE rowid IN (SELECT row FROM anchor_conflicts)`);
    if (moved.rowsChanged === 0) return;
  }
  throw new Error('no free place in the record was found for a row');
}
