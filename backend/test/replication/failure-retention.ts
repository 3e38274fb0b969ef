import type { InfluxDatabase } from '../support/influx/influx-database.js';
import type { InfluxServer } from '../support/influx/influx-server.js';

/** Has a database keep nothing that is older than so many days, as its administrator would. */
export async function keepDays(server: InfluxServer, database: InfluxDatabase, days: number): Promise<void> {
  const { admin } = server;
  if (admin.api === 'v1') {
    await database.influxql(
      `ALTER RETENTION POLICY "autogen" ON "${database.name}" DURATION ${days}d SHARD DURATION 1d`,
    );
    return;
  }
  const headers = { authorization: `Token ${admin.token}`, 'content-type': 'application/json' };
  const path = `/api/v2/buckets?name=${database.name}`;
  const found = JSON.parse((await server.call({ method: 'GET', path, headers })).body) as {
    buckets: [{ id: string }];
  };
  const rule = { type: 'expire', everySeconds: days * 86_400, shardGroupDurationSeconds: 86_400 };
  const { status, body } = await server.call({
    method: 'PATCH',
    path: `/api/v2/buckets/${found.buckets[0].id}`,
    headers,
    body: JSON.stringify({ retentionRules: [rule] }),
  });
  if (status !== 200) throw new Error(`the retention could not be set: ${status} ${body}`);
}
