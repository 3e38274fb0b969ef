import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, runLoad } from './load-client.js';
import { SERVICE, ServerProcess } from './server-process.js';

const KEY = 'key-of-the-benchmarks';
const PORT = 4_812;
const PATH = '/v1/webhooks/twilio';
const TOKEN = 'twilio';

/** Callbacks of one call: it rings, is answered, and is over. */
const STATUSES = ['ringing', 'in-progress', 'completed'] as const;

const BEGIN = Date.parse('2026-05-01T00:00:00Z');

/** A signed callback; three in a row are one call. */
function callback(number: number): { body: string; events: number; headers: string } {
  const call = Math.floor(number / STATUSES.length);
  const step = number % STATUSES.length;
  const fields: [string, string][] = [
    ['CallDuration', '60'],
    ['CallSid', `CA${String(call).padStart(32, '0')}`],
    ['CallStatus', STATUSES[step] ?? 'completed'],
    ['Direction', 'inbound'],
    ['From', `+4930${String(100_000 + (call % 50_000))}`],
    ['Timestamp', new Date(BEGIN + call * 1_000 + step * 30_000).toUTCString().replace('GMT', '+0000')],
    ['To', '+15550100123'],
  ];
  const signed = `http://127.0.0.1:${PORT}${PATH}${fields.flat().join('')}`;
  const signature = createHmac('sha1', TOKEN).update(signed).digest('base64');
  return {
    body: new URLSearchParams(fields).toString(),
    events: 1,
    headers: `X-Twilio-Signature: ${signature}\r\n`,
  };
}

async function mappedAt(deadline: number): Promise<number> {
  while (performance.now() < deadline) {
    const ask = async (path: string): Promise<string> =>
      (await fetch(`http://127.0.0.1:${PORT}${path}`, { headers: { authorization: `Bearer ${KEY}` } })).text();
    const received = await ask('/v1/deliveries/twilio?status=received&limit=1');
    if (received.includes('"deliveries":[]') && (await ask('/healthz')).includes('"pending":0'))
      return performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('deliveries were not mapped in time');
}

/** Signed webhook deliveries acknowledged, and how long until all of them can be queried. @returns lines of Markdown */
export async function benchWebhooks(seconds: number): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'callsight-bench-'));
  const server = await ServerProcess.start(SERVICE, PORT, {
    CALLSIGHT_DATA_DIR: folder,
    CALLSIGHT_BOOTSTRAP_KEY: KEY,
    CALLSIGHT_TWILIO_AUTH_TOKEN: TOKEN,
  });
  try {
    let number = 0;
    const next = () => callback(number++);
    const plan = {
      port: PORT,
      key: KEY,
      path: PATH,
      contentType: 'application/x-www-form-urlencoded',
      connections: 64,
      next,
    };
    await runLoad({ ...plan, seconds: 2 });
    const before = number;
    const result = await runLoad({ ...plan, seconds });
    const end = performance.now();
    const behind = ((await mappedAt(end + 120_000)) - end) / 1_000;
    const { rssMb } = await server.usage();
    return [
      '## Webhook deliveries',
      '',
      'Signed status callbacks of Twilio over 64 connections, three a call. Every 200 means that the delivery is synced to disk; mapping,',
      'folding and writing rows go on at the same time. Behind: from the last acknowledgement until every row can be queried.',
      '',
      '| deliveries/s | p50 ms | p99 ms | failed | sent | behind s | RSS MB |',
      '|---|---|---|---|---|---|---|',
      `| ${Math.round(result.events / result.seconds).toLocaleString('en')} | ${percentile(result.latencies, 0.5).toFixed(1)} | ` +
        `${percentile(result.latencies, 0.99).toFixed(1)} | ${result.failed} | ${(number - before).toLocaleString('en')} | ${behind.toFixed(1)} | ${rssMb} |`,
      '',
    ];
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
