import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { readConfig } from '../../../dist/config/config.js';
import { startService } from '../../../dist/service/service.js';

/** Exports what a data folder holds, with a clock that stands, and prints a hash of each file. `TZ` is the zone of the machine. */
const [folder, now, key, ...bodies] = process.argv.slice(2);
const { config } = readConfig({
  CALLSIGHT_DATA_DIR: folder,
  CALLSIGHT_BOOTSTRAP_KEY: key,
  CALLSIGHT_CHECKS_BUILT_IN: 'false',
  CALLSIGHT_MIN_FREE_BYTES: '0',
});
const service = await startService(config, pino({ level: 'silent' }), () => Number(now));
const hashes = {};
for (const format of ['csv', 'ndjson', 'json', 'xlsx', 'parquet'])
  for (const [index, payload] of bodies.entries()) {
    const reply = await service.app.inject({
      method: 'POST',
      url: `/v1/exports?format=${format}`,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      payload,
    });
    if (reply.statusCode !== 200) throw new Error(reply.body);
    hashes[`${format} ${index}`] = createHash('sha256').update(reply.rawPayload).digest('hex');
  }
await service.stop();
const offset = new Date(Number(now)).getTimezoneOffset();
process.stdout.write(JSON.stringify({ offset, hashes }));
