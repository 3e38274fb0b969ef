import { join } from 'node:path';
import { openDatabase } from '@callsight/backend/storage/duckdb/database';
import { ROUNDS, withQueryServer, type Asked, type Query } from './query-server.js';

const SIX = ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'];

/** Questions about conversion, over 30 days. Those with a goal have it for a million calls, and for ten. */
const QUERIES: readonly {
  readonly title: string;
  readonly goals?: readonly [number, number];
  readonly query: Query;
}[] = [
  { title: 'funnel, six steps', goals: [100, 600], query: { funnel: { steps: SIX } } },
  { title: 'funnel, six steps by source', query: { funnel: { steps: SIX, breakdown: 'source' } } },
  { title: 'funnel, six steps, per day', query: { funnel: { steps: SIX, interval: '1d' } } },
  { title: 'funnel, eight steps, to the kept appointment', query: { funnel: {} } },
  { title: 'funnel in any order, six steps', query: { funnel: { steps: SIX, order: 'any' } } },
  { title: 'funnel in strict order, six steps', query: { funnel: { steps: SIX, order: 'strict' } } },
  { title: 'funnel of callers, six steps', query: { funnel: { steps: SIX, unit: 'caller' } } },
  { title: 'who left, by reason and agent', query: { abandonment: { steps: SIX, groupBy: ['end_reason', 'agent'] } } },
  { title: 'calls of one cell', query: { calls: { funnel: { steps: SIX }, step: 'slot.offered', end: 'dropped' } } },
  { title: 'paths of calls', query: { paths: {} } },
  { title: 'paths of callers', query: { paths: { unit: 'caller' } } },
  {
    title: 'bookings and revenue per day by agent',
    query: {
      metrics: [
        'bookings.confirmed',
        'bookings.kept_rate',
        'bookings.conversion_rate',
        'revenue.net',
        'cost.per_kept_booking',
      ],
      groupBy: ['agent'],
      interval: '1d',
    },
  },
  { title: 'attribution by source, linear', query: { attribution: { model: 'linear' } } },
  {
    title: 'agents compared, with intervals',
    query: { segments: { metrics: ['bookings.conversion_rate', 'calls.duration.mean'], by: 'agent' } },
  },
];

/** Questions about conversion over so many simulated calls. @returns rows of a table of Markdown */
export async function benchConversionQueries({ calls, cold }: Asked): Promise<string[]> {
  const rows: string[] = [];
  for (const { title, goals, query } of QUERIES) {
    const goal = goals?.[calls > 1_000_000 ? 1 : 0];
    const took = (await cold(30, [query])).toFixed(0);
    rows.push(`| ${calls.toLocaleString('en')} | ${title} | ${took} | ${goal === undefined ? '' : `< ${goal}`} |`);
    process.stderr.write(`${rows.at(-1) ?? ''}\n`);
  }
  return rows;
}

const CONVERSIONS = 1_000_000;
const TOUCHES = 5;
const DAY = 86_400_000_000;

/** Confirmed bookings of a month, each of a person of its own, with touches in the month before it. */
async function buildBookings(folder: string, bookings: number, to: number): Promise<{ rowsPerSecond: number }> {
  const database = await openDatabase({
    file: join(folder, 'callsight.duckdb'),
    memoryLimit: '8GB',
    threads: 2,
    attributes: [],
  });
  const begin = performance.now();
  await database.writer.run('SELECT setseed(0.5)');
  await database.writer.run(`
    INSERT INTO appointments (tenant, appointment_id, created_at, starts_at, status, status_at, reschedules, caller, last_event_at, call_id, link, anchor, change, price, currency)
    SELECT 'main', 'a' || range, created, created + ${DAY}, 'completed', created + ${DAY}, 0,
      md5(range::VARCHAR)::UUID, created, 'c' || range, 'call_id', range, range, 95000000000, 'EUR'
    FROM (SELECT range, ${to * 1_000} - (random() * ${30 * DAY})::BIGINT AS created FROM range(${bookings})) ORDER BY created`);
  await database.writer.run(`
    INSERT INTO payments (tenant, payment_id, happened_at, status, amount, refunded, currency, caller, last_event_at, call_id, link, appointment_id, anchor, change)
    SELECT tenant, 'p' || appointment_id, created_at, 'succeeded', price, 0, currency, caller, created_at, call_id, link, appointment_id, anchor, change
    FROM appointments WHERE anchor % 2 = 0`);
  await database.writer.run(`
    INSERT INTO touches (tenant, touch_id, happened_at, source, medium, campaign, cost, currency, caller, anchor, change)
    SELECT tenant, 't' || anchor || '-' || place, created_at - (random() * ${29 * DAY})::BIGINT,
      ['google', 'bing', 'facebook', 'newsletter', 'direct'][1 + (random() * 4.99)::INTEGER], 'm' || (random() * 3)::INTEGER, 'c' || (random() * 20)::INTEGER,
      950000000, 'EUR', caller, anchor * ${TOUCHES} + place, change
    FROM appointments, range(${TOUCHES}) AS touch (place) ORDER BY 3`);
  await database.writer.run('CHECKPOINT');
  database.close();
  return { rowsPerSecond: ((TOUCHES + 1.5) * bookings) / ((performance.now() - begin) / 1_000) };
}

const MODELS = ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'];

/** Credit of a million conversions with five touches each, by every model. @returns lines of Markdown */
export function benchAttribution(): Promise<string[]> {
  return withQueryServer(CONVERSIONS, buildBookings, async ({ cold }) => {
    const lines = [
      '## Attribution',
      '',
      `${CONVERSIONS.toLocaleString('en')} confirmed bookings of a month with ${TOUCHES} touches each, half of them paid. Median of ${ROUNDS} over the API, no answer kept; goal < 2,000 ms each.`,
      '',
      '| model | by source, ms | by source, medium, campaign, ms |',
      '|---|---|---|',
    ];
    for (const model of MODELS) {
      const one = await cold(30, [{ attribution: { model } }]);
      const three = await cold(30, [{ attribution: { model, groupBy: ['source', 'medium', 'campaign'] } }]);
      lines.push(`| ${model} | ${one.toFixed(0)} | ${three.toFixed(0)} |`);
    }
    process.stderr.write(`${lines.join('\n')}\n`);
    return lines;
  });
}
