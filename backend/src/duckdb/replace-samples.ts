import type { DuckDBConnection } from '@duckdb/node-api';
import { assignAnchors } from './assign-anchors.js';
import { names, sources } from './column-lists.js';
import { SAMPLE_COLUMNS } from './columns.js';

/** Puts the samples of the stage in the place of those that are there. Runs within a transaction. */
export async function replaceSamples(writer: DuckDBConnection, change: number, fromRecord: boolean): Promise<void> {
  const key = fromRecord ? 'anchor' : 'sample_id';
  const time = fromRecord ? 'anchor' : 'happened_at';
  await writer.run(`
    CREATE OR REPLACE TEMP TABLE replaced_samples AS
    SELECT samples.rowid AS row, samples.tenant, samples.sample_id, samples.anchor
    FROM samples JOIN stage_samples AS stage ON samples.tenant = stage.tenant AND samples.${key} = stage.${key}
    WHERE samples.${time} BETWEEN (SELECT min(${time}) FROM stage_samples) AND (SELECT max(${time}) FROM stage_samples)`);
  // What comes from the record has its place.
  if (!fromRecord) {
    await assignAnchors(writer, {
      table: 'samples',
      stage: 'stage_samples',
      replaced: 'replaced_samples',
      id: 'sample_id',
    });
  }
  await writer.run('DELETE FROM samples WHERE rowid IN (SELECT row FROM replaced_samples)');
  await writer.run(`
    INSERT INTO samples (${names(SAMPLE_COLUMNS)}, anchor, change)
    SELECT ${sources(SAMPLE_COLUMNS, 'stage')}, coalesce(old.anchor, stage.anchor), coalesce(stage.change, ${change})
    FROM stage_samples AS stage LEFT JOIN replaced_samples AS old
      ON old.tenant = stage.tenant AND old.sample_id = stage.sample_id
    ORDER BY stage.happened_at`);
}
