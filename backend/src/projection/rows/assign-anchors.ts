import type { DuckDBConnection } from '@duckdb/node-api';

/** A table with its stage `stage_…`; `replaced_…` has what is there already under the same ids. */
interface Placing {
  readonly name: string;
  /** Column of the id. */
  readonly id: string;
}

/** Each round spreads what still meets over four times the time; twelve rounds reach over hours. */
const MAX_ROUNDS = 12;

const SLOTS = 1_000;

/** New rows of the stage that stand where another row of their tenant stands. */
const conflicts = ({ name, id }: Placing): string => `
  WITH fresh AS (
    SELECT stage.rowid AS row, tenant, anchor, ${id} AS id FROM stage_${name} AS stage ANTI JOIN replaced_${name} USING (tenant, ${id})
  )
  SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY tenant, anchor ORDER BY id) AS place FROM fresh) WHERE place > 1
  UNION
  SELECT row FROM fresh JOIN ${name} AS other ON other.tenant = fresh.tenant AND other.anchor = fresh.anchor
  WHERE other.anchor BETWEEN (SELECT min(anchor) FROM fresh) AND (SELECT max(anchor) FROM fresh)`;

/**
 * Gives every new row of the stage an anchor that no other row of its tenant has, so that no two rows ever are one point of
 * the record. A row that takes the place of another one gets that one's when it is inserted. Runs before anything is deleted.
 */
export async function assignAnchors(writer: DuckDBConnection, placing: Placing): Promise<void> {
  const { name, id } = placing;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const reader = await writer.runAndReadAll(conflicts(placing));
    const rows = reader.getRows().map(([row]) => String(row));
    if (rows.length === 0) return;
    await writer.run(`
      UPDATE stage_${name} SET anchor = anchor // ${SLOTS} * ${SLOTS} + (hash(${id} || '-${round}') % ${SLOTS * 4 ** round})::BIGINT
      WHERE rowid IN (${rows.join(', ')})`);
  }
  throw new Error('no unused record time was found for a row');
}
