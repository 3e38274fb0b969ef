import { join } from 'node:path';
import { pino } from 'pino';
import { Catalogue } from '@callsight/backend/analytics/catalogue/catalogue';
import { kpiGrains } from '@callsight/backend/analytics/catalogue/kpi-grains';
import { readConfig } from '@callsight/backend/config/config';
import { openDatabase, type Database } from '@callsight/backend/storage/duckdb/database';
import { KpiMarks } from '@callsight/backend/replication/publish/kpi-marks';
import { InfluxConnection } from '@callsight/backend/storage/influx/influx-connection';
import type { InfluxSettings } from '@callsight/backend/storage/influx/influx-settings';
import { DeadLetters } from '@callsight/backend/replication/dead-letters/dead-letters';
import { PublishBacklog } from '@callsight/backend/replication/publish/publish-backlog';
import { Publisher } from '@callsight/backend/replication/publish/publisher';
import { Restore } from '@callsight/backend/replication/restore/restore';

/**
 * Publishes a database or restores one, in a process of its own, so that its memory is its own; writes what it measured as
 * JSON. Arguments: `publish` or `restore`, the folder of the database, the settings of InfluxDB as JSON.
 */
const [task, folder = '', settings = '{}'] = process.argv.slice(2);

const KEPT = {
  calls: undefined,
  turns: undefined,
  samples: undefined,
  kpi_1m: undefined,
  kpi_1h: undefined,
  changes: undefined,
};

/** As the service has it when nothing else is set. */
const MEMORY = '2GB';

async function publish(database: Database, influx: InfluxConnection) {
  const connection = await database.connect();
  const grains = kpiGrains(Catalogue.builtIn(readConfig({}).config.metrics, []));
  const publisher = new Publisher({
    influx,
    connection,
    publishBacklog: await PublishBacklog.open(connection, await database.connect()),
    deadLetters: await DeadLetters.open(connection, Date.now),
    attributes: [],
    grains,
    writer: 'bench',
    limits: () => KEPT,
    alongside: () => Promise.resolve(),
    log: pino({ level: 'error' }),
  });
  const drained = async (): Promise<{ points: number; seconds: number }> => {
    const { written } = await publisher.state(connection);
    const begin = performance.now();
    await publisher.drain();
    const seconds = (performance.now() - begin) / 1_000;
    return { points: (await publisher.state(connection)).written - written, seconds };
  };
  const rows = await drained();
  // Every cell is computed once: as after a change of definitions.
  await new KpiMarks(database.writer, grains).markAll(Date.now() * 1_000);
  const cells = await drained();
  connection.closeSync();
  return { rows, cells };
}

async function restore(database: Database, influx: InfluxConnection) {
  const { rows, seconds } = await new Restore({
    influx,
    writer: database.writer,
    attributes: [],
    folder: join(folder, 'restore'),
  }).run();
  return { rows: { points: rows, seconds } };
}

const influx = new InfluxConnection(JSON.parse(settings) as InfluxSettings);
const database = await openDatabase({
  file: join(folder, 'callsight.duckdb'),
  memoryLimit: MEMORY,
  threads: 2,
  attributes: [],
});
const measured = task === 'publish' ? await publish(database, influx) : await restore(database, influx);
influx.close();
database.close();
process.stdout.write(JSON.stringify({ ...measured, rssMb: Math.round(process.resourceUsage().maxRSS / 1_024) }));
