import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { openDatabase } from '@callsight/backend/storage/duckdb/database';
import type { InfluxSettings } from '@callsight/backend/storage/influx/influx-settings';
import { CALLS, TURNS } from '@callsight/backend/storage/influx/measurements';
import { callPoints, turnPoints } from '@callsight/backend/replication/publish/row-points';
import { selectPoints } from '@callsight/backend/replication/restore/csv-rows';

/** Lines in one request, as many as the service sends. */
const LINES = 5_000;

/** Calls whose points are made at a time: they are made before the clock runs, and never all in memory. */
const CALLS_AT_ONCE = 10_000;

/** Headers of a plain client without any library. */
const headersOf = ({ token }: InfluxSettings): Record<string, string> =>
  token === undefined ? {} : { authorization: `Token ${token}` };

async function write(settings: InfluxSettings, lines: readonly string[]): Promise<void> {
  const { url, api, bucket, org } = settings;
  const path = api === 'v2' ? `/api/v2/write?org=${org}&bucket=${bucket}` : `/write?db=${bucket}`;
  const response = await fetch(`${url}${path}&precision=ns`, {
    method: 'POST',
    headers: { ...headersOf(settings), 'content-encoding': 'gzip' },
    body: gzipSync(lines.join('\n')),
  });
  if (!response.ok) throw new Error(`InfluxDB answered ${response.status}: ${await response.text()}`);
}

/** Asks InfluxQL. @param take gets the answer piece by piece @returns seconds */
export async function askPlain(
  settings: InfluxSettings,
  statement: string,
  take: (piece: string) => void,
  accept = 'application/csv',
  limitMs = 300_000,
): Promise<number> {
  const begin = performance.now();
  const body = new URLSearchParams({ db: settings.bucket, q: statement, epoch: 'u', chunked: 'true' });
  const response = await fetch(`${settings.url}/query`, {
    method: 'POST',
    headers: { ...headersOf(settings), accept },
    body,
    signal: AbortSignal.timeout(limitMs),
  });
  if (!response.ok || response.body === null) throw new Error(`InfluxDB answered ${response.status}`);
  const decoder = new TextDecoder();
  for await (const piece of response.body) take(decoder.decode(piece as Uint8Array, { stream: true }));
  return (performance.now() - begin) / 1_000;
}

export interface RawSpeed {
  readonly points: number;
  readonly writeSeconds: number;
  readonly readSeconds: number;
}

/** The same points by a plain client, one request after the other; then all of them read as CSV and thrown away. */
export async function measureRaw(folder: string, settings: InfluxSettings): Promise<RawSpeed> {
  const database = await openDatabase({
    file: join(folder, 'callsight.duckdb'),
    memoryLimit: '2GB',
    threads: 2,
    attributes: [],
  });
  const connection = await database.connect();
  const reader = await connection.runAndReadAll('SELECT max(change) FROM calls');
  const last = Number(reader.getRows()[0]?.[0]);
  let points = 0;
  let writeSeconds = 0;
  const changes = Math.ceil(CALLS_AT_ONCE / CALLS_IN_CHANGE);
  for (let after = 0; after < last; after += changes) {
    const span = { after, upTo: after + changes };
    const letters = [...(await turnPoints(connection, span)), ...(await callPoints(connection, [], span))];
    const begin = performance.now();
    for (let from = 0; from < letters.length; from += LINES)
      await write(
        settings,
        letters.slice(from, from + LINES).map(({ line }) => line),
      );
    writeSeconds += (performance.now() - begin) / 1_000;
    points += letters.length;
  }
  connection.closeSync();
  database.close();
  let readSeconds = 0;
  let bytes = 0;
  for (const measurement of [CALLS, TURNS])
    readSeconds += await askPlain(settings, selectPoints(measurement, 'time > 0'), (piece) => {
      bytes += piece.length;
    });
  if (bytes < points) throw new Error('InfluxDB answered with less than it has');
  return { points, writeSeconds, readSeconds };
}

/** Calls that one change of the benchmark's database has. */
export const CALLS_IN_CHANGE = 1_000;
