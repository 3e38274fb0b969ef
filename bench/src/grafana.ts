import { credentials, Client } from '@grpc/grpc-js';
import { fromJSON, type MethodDefinition } from '@grpc/proto-loader';
import type { QueryDataResponse } from '@callsight/backend/api/grafana/messages';
import { PROTOCOL } from '@callsight/backend/api/grafana/protocol';
import { dashboardQueries } from './dashboard-queries.js';
import { KEY, type Asked, type Query } from './query-server.js';

/** A dashboard whole: cold, and when nothing has changed since. Milliseconds, for a million calls and for ten. */
const GOALS = { query: [50, 400], cold: [undefined, 2_000], kept: [undefined, 100] } as const;

const place = (calls: number): 0 | 1 => (calls > 1_000_000 ? 1 : 0);

const goal = (limit: number | undefined): string => (limit === undefined ? '' : ` (< ${limit.toLocaleString('en')})`);

/** Every dashboard over so many simulated calls. @returns rows of a table of Markdown */
export async function benchDashboards({ calls, cold, kept }: Asked): Promise<string[]> {
  const rows: string[] = [];
  const at = place(calls);
  for (const { title, days, panels } of await dashboardQueries()) {
    const times: { title: string; ms: number }[] = [];
    for (const panel of panels) times.push({ title: panel.title, ms: await cold(days, [panel.query], 3) });
    const [slowest] = times.sort((a, b) => b.ms - a.ms);
    const sum = times.reduce((total, { ms }) => total + ms, 0);
    const all = panels.map(({ query }) => query);
    const whole = await cold(days, all, 3);
    const again = await kept(days, all);
    rows.push(
      `| ${calls.toLocaleString('en')} | ${title.replace('Callsight · ', '')} | ${panels.length} | ${sum.toFixed(0)} | ${slowest?.ms.toFixed(0) ?? ''}${goal(GOALS.query[at])} ${slowest?.title ?? ''} | ${whole.toFixed(0)}${goal(GOALS.cold[at])} | ${again.toFixed(0)}${goal(GOALS.kept[at])} |`,
    );
    process.stderr.write(`${rows.at(-1) ?? ''}\n`);
  }
  return rows;
}

const QUERIES: readonly { readonly title: string; readonly days: number; readonly query: Query }[] = [
  { title: 'one number', days: 7, query: { metrics: ['calls.count'] } },
  { title: 'p95 turn latency per hour, 7 days', days: 7, query: { metrics: ['turns.latency.p95'], interval: '1h' } },
  {
    title: 'calls per hour by agent and outcome, 30 days',
    days: 30,
    query: { metrics: ['calls.count'], interval: '1h', groupBy: ['agent', 'outcome'] },
  },
  { title: 'the latest 1,000 calls', days: 30, query: { calls: { limit: 1_000 } } },
];

const ROUNDS = 15;

/** Asks over gRPC, as Grafana does. */
function grpcClient(socket: string) {
  const definitions = fromJSON(PROTOCOL as unknown as Parameters<typeof fromJSON>[0], {
    longs: Number,
    keepCase: true,
  });
  const service = definitions['pluginv2.Data'] as Readonly<Record<string, MethodDefinition<object, QueryDataResponse>>>;
  const method = service['QueryData'];
  if (method === undefined) throw new Error('the protocol has no QueryData');
  const client = new Client(`unix:${socket}`, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
  return {
    ask: (query: Query, from: number, to: number): Promise<QueryDataResponse> =>
      new Promise((resolve, reject) => {
        const message = {
          pluginContext: {
            dataSourceInstanceSettings: {
              uid: 'bench',
              name: 'bench',
              jsonData: Buffer.from('{"timezone":"Europe/Berlin"}'),
              decryptedSecureJsonData: { apiKey: KEY },
            },
          },
          queries: [
            {
              refId: 'A',
              maxDataPoints: 1_000,
              intervalMS: 1_000,
              timeRange: { fromEpochMS: from, toEpochMS: to },
              json: Buffer.from(JSON.stringify({ refId: 'A', ...query })),
            },
          ],
        };
        client.makeUnaryRequest(
          method.path,
          method.requestSerialize,
          method.responseDeserialize,
          message,
          (error, response) => {
            if (error !== null) reject(error);
            else if (response === undefined) reject(new Error('no answer'));
            else resolve(response);
          },
        );
      }),
    close: () => client.close(),
  };
}

/** The same question over HTTP and over gRPC, in turns; no answer is kept. @returns rows of a table of Markdown */
export async function benchGrpc({ calls, to, socket, cold }: Asked): Promise<string[]> {
  const client = grpcClient(socket);
  const rows: string[] = [];
  try {
    for (const { title, days, query } of QUERIES) {
      const [http, grpc]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        http.push(await cold(days, [query], 1));
        // A range of its own, as the other has: no answer was kept for it.
        const shift = 100_000 + round;
        const begin = performance.now();
        const { responses } = await client.ask(query, to - days * 86_400_000 + shift, to + shift);
        grpc.push(performance.now() - begin);
        if (responses['A']?.status !== 200) throw new Error(responses['A']?.error ?? 'no answer');
      }
      const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
      const [overHttp, overGrpc] = [median(http), median(grpc)];
      rows.push(
        `| ${calls.toLocaleString('en')} | ${title} | ${overHttp.toFixed(1)} | ${overGrpc.toFixed(1)} | ${(overGrpc / overHttp).toFixed(2)} |`,
      );
      process.stderr.write(`${rows.at(-1) ?? ''}\n`);
    }
    return rows;
  } finally {
    client.close();
  }
}
