/**
 * Has the built service publish the data folder of `VERSION.tar.gz` into an empty InfluxDB, and writes what stands in
 * InfluxDB then, for `record.test.ts`:
 *
 *   npm run build && CALLSIGHT_INFLUX_URL=… CALLSIGHT_INFLUX_API=v1 … node backend/test/upgrade/make-record-fixture.mjs VERSION
 *
 * `VERSION.record.lp.gz` is line protocol, `VERSION.record.json` what the service answered. A fixture is made once for each
 * released version, with the code of that version. The server has to be InfluxDB 1.x without authentication.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startBuilt } from './built-service.mjs';

const here = import.meta.dirname;
const [version] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(version ?? '')) throw new Error('usage: make-record-fixture.mjs VERSION');
const { range } = JSON.parse(readFileSync(join(here, `${version}.json`), 'utf8'));
const influx = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('CALLSIGHT_INFLUX_')));

/** Rows of an InfluxQL answer; numbers stay texts, since the integers among them have 64 bits. */
async function influxql(query) {
  const url = new URL('/query', influx.CALLSIGHT_INFLUX_URL);
  url.search = new URLSearchParams({ db: influx.CALLSIGHT_INFLUX_BUCKET, epoch: 'ns', q: query });
  const text = await (await fetch(url)).text();
  const exact = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  const [{ series = [], error }] = JSON.parse(exact).results;
  if (error !== undefined) throw new Error(error);
  return series;
}

const escaped = (text) => text.replace(/[,= ]/g, '\\$&');
const FIELD = {
  integer: (value) => `${value}i`,
  float: String,
  boolean: String,
  string: (value) => `"${value.replace(/["\\]/g, '\\$&')}"`,
};

async function pointsOf(measurement) {
  const types = new Map((await influxql(`SHOW FIELD KEYS FROM "${measurement}"`))[0].values);
  const lines = [];
  for (const { tags = {}, columns, values } of await influxql(`SELECT * FROM "${measurement}" GROUP BY *`)) {
    const set = Object.entries(tags).filter(([, value]) => value !== '');
    const series = [measurement, ...set.map(([name, value]) => `${escaped(name)}=${escaped(value)}`)].join(',');
    for (const [time, ...row] of values) {
      const fields = row.flatMap((value, index) => {
        const name = columns[index + 1];
        return value === null ? [] : [`${escaped(name)}=${FIELD[types.get(name)](value)}`];
      });
      lines.push(`${series} ${fields.join(',')} ${time}`);
    }
  }
  return lines;
}

const folder = mkdtempSync(join(tmpdir(), 'callsight-record-'));
execFileSync('tar', ['-xzf', join(here, `${version}.tar.gz`), '-C', folder]);
const service = await startBuilt(folder, influx);
const isPublished = ({ status, rows, record }) =>
  status === 'ok' && rows.pending === 0 && record.pending_rows + record.pending_cells === 0 && record.status === 'ok';
await service.waitFor(isPublished);
const now = Date.now();
const answers = await service.answers(range);
await service.stop();
const lines = [];
for (const [measurement] of (await influxql('SHOW MEASUREMENTS'))[0].values)
  lines.push(...(await pointsOf(measurement)));
writeFileSync(join(here, `${version}.record.lp.gz`), gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
writeFileSync(join(here, `${version}.record.json`), `${JSON.stringify({ now, range, answers })}\n`);
rmSync(folder, { recursive: true });
