import { simulateHistory } from '@callsight/simulator/simulate-history';
import { percentile, runLoad } from './load-client.js';
import { KEY, PORT, ROUNDS, type Asked, type Query } from './query-server.js';

const DAY = 86_400_000;

/** Ten questions as dashboards ask them; `days` back from the end of the data. */
const QUERIES: readonly { readonly title: string; readonly days: number; readonly query: Query }[] = [
  { title: 'calls per day, 30 days', days: 30, query: { metrics: ['calls.count'], interval: '1d' } },
  { title: 'calls per day, all data', days: 300, query: { metrics: ['calls.count'], interval: '1d' } },
  {
    title: 'KPI of 30 days against the 30 before',
    days: 30,
    query: {
      metrics: [
        'calls.count',
        'calls.answer_rate',
        'calls.abandonment_rate',
        'calls.asa',
        'calls.aht',
        'calls.success_rate',
      ],
      compare: 'previous_period',
    },
  },
  { title: 'p95 turn latency per hour, 7 days', days: 7, query: { metrics: ['turns.latency.p95'], interval: '1h' } },
  {
    title: 'duration p50, p95 per day by agent, 30 days',
    days: 30,
    query: { metrics: ['calls.duration.p50', 'calls.duration.p95'], interval: '1d', groupBy: ['agent'] },
  },
  {
    title: 'agents compared, 30 days',
    days: 30,
    query: {
      metrics: [
        'calls.count',
        'calls.success_rate',
        'calls.transfer_rate',
        'calls.containment_rate',
        'calls.cost.mean',
        'calls.sentiment.mean',
      ],
      groupBy: ['agent'],
    },
  },
  {
    title: 'outcomes by campaign, 30 days',
    days: 30,
    query: { metrics: ['calls.count'], groupBy: ['campaign', 'outcome'] },
  },
  {
    title: 'service level per hour, one queue, 7 days',
    days: 7,
    query: {
      metrics: ['calls.service_level', 'calls.abandonment_rate'],
      interval: '1h',
      filters: [{ dimension: 'queue', op: 'in', values: ['booking'] }],
    },
  },
  {
    title: 'concurrency per hour, 7 days',
    days: 7,
    query: { metrics: ['calls.concurrency.max', 'calls.concurrency.mean'], interval: '1h' },
  },
  {
    title: 'unique and new callers per week, 90 days',
    days: 90,
    query: { metrics: ['callers.unique', 'callers.new', 'calls.repeat_rate'], interval: '1w' },
  },
  {
    title: 'weekday × hour, 30 days',
    days: 30,
    query: { metrics: ['calls.count', 'calls.asa'], groupBy: ['weekday', 'hour_of_day'] },
  },
];

const dashboard = (): readonly Query[] =>
  QUERIES.filter(({ days }) => days === 30 || days === 7).map(({ query }) => query);

async function together({ to, cold }: Asked): Promise<string> {
  const events: string[] = [];
  for (const event of simulateHistory({ seed: 'together', from: to, to: to + DAY, callsPerDay: 8_000 }))
    events.push(JSON.stringify(event));
  let at = 0;
  const next = () => {
    const part = events.slice(at, at + 100);
    at += 100;
    return part.length === 0 ? undefined : { body: part.join('\n'), events: part.length };
  };
  const load = runLoad({
    port: PORT,
    key: KEY,
    contentType: 'application/x-ndjson',
    connections: 1,
    seconds: 10,
    next,
  });
  const times: number[] = [];
  const until = performance.now() + 9_000;
  while (performance.now() < until) {
    for (const { query } of QUERIES.filter(({ days }) => days <= 30).slice(0, 4)) times.push(await cold(7, [query], 1));
  }
  const result = await load;
  times.sort((a, b) => a - b);
  return `Together: ${Math.round(result.events / result.seconds).toLocaleString('en')} events/s accepted on one connection, while queries over 7 days took p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms.`;
}

/** Dashboard queries over so many simulated calls, through the API of a running service. @returns lines of Markdown */
export async function benchQueries(asked: Asked): Promise<string[]> {
  const { calls, cold, kept, rowsPerSecond, megabytes } = asked;
  const lines = [
    `## Queries on ${calls.toLocaleString('en')} calls`,
    '',
    `Database ${megabytes} MB with all turns, bookings, payments and touches; rows written at ${Math.round(rowsPerSecond).toLocaleString('en')} calls/s with their turns. Median of ${ROUNDS} over the API, no answer kept; goal < ${calls > 1_000_000 ? 400 : 50} ms each.`,
    '',
    '| query | ms |',
    '|---|---|',
  ];
  for (const { title, days, query } of QUERIES) lines.push(`| ${title} | ${(await cold(days, [query])).toFixed(0)} |`);
  lines.push(
    `| whole dashboard, ${dashboard().length} queries over 30 days, cold | ${(await cold(30, dashboard())).toFixed(0)} |`,
    `| whole dashboard, answers kept | ${(await kept(30, dashboard())).toFixed(1)} |`,
    '',
    await together(asked),
  );
  process.stderr.write(`${lines.join('\n')}\n`);
  return lines;
}
