/** A source of chance that gives the same numbers for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const pick = <T>(random: Random, items: readonly T[]): T | undefined => items[Math.floor(random() * items.length)];

const some = <T>(random: Random, items: readonly T[], most: number): T[] => [
  ...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(random, items) as T)),
];

const DIMENSIONS = [
  ...['caller', 'caller', 'agent', 'agent_version', 'direction', 'outcome', 'end_reason', 'source', 'campaign'],
  ...['country', 'region', 'hour', 'weekday', 'queue', 'language'],
];

const INTERVALS = [undefined, '1m', '2m', '5m', '15m', '1h', '6h', '1d', '1w', '1M'];

const PATTERNS = [
  '.*',
  '(a|b|c|d)*e',
  '(\\pL{1,20}){1,20}',
  '(x+x+)+y',
  '[\\s\\S]{0,500}x',
  '^([a-z]+-?)+$',
  '((a{1,9}){1,9}){1,9}',
];

const STEPS = ['call.started', 'call.answered', 'intent.booking', 'slot.offered', 'slot.selected', 'booking.confirmed'];

function filters(random: Random): object[] {
  if (random() < 0.5) return [];
  return Array.from({ length: 1 + Math.floor(random() * 8) }, () => {
    const dimension = pick(random, ['caller', 'agent', 'outcome', 'source']);
    if (random() < 0.4) return { dimension, op: pick(random, ['=~', '!~']), values: some(random, PATTERNS, 30) };
    const count = Math.floor(10 ** (random() * 4));
    const values = Array.from({ length: count }, (_, index) => `value-${index}-${Math.floor(random() * 1e6)}`);
    return { dimension, op: pick(random, ['in', 'not in']), values };
  });
}

const maybe = (random: Random, share: number, part: object): object => (random() < share ? part : {});

const KINDS: readonly ((random: Random, metrics: readonly string[]) => object)[] = [
  (random, metrics) => ({
    metrics: some(random, metrics, random() < 0.3 ? 256 : 8),
    groupBy: some(random, DIMENSIONS, 3),
    interval: pick(random, INTERVALS),
    filters: filters(random),
    ...maybe(random, 0.3, { compare: pick(random, ['previous_period', 'previous_month', 'previous_year']) }),
    ...maybe(random, 0.2, { limit: 100_000 }),
  }),
  (random) => ({
    funnel: {
      steps: STEPS,
      unit: pick(random, ['call', 'caller']),
      order: pick(random, ['ordered', 'strict', 'any']),
      window: '14d',
      breakdown: some(random, DIMENSIONS, 3),
      filters: filters(random),
      ...maybe(random, 0.3, { interval: pick(random, ['1h', '1d']) }),
      ...maybe(random, 0.2, { histogram: true }),
    },
  }),
  (random) => ({ abandonment: { id: 'appointment', groupBy: some(random, DIMENSIONS, 3) } }),
  (random) => ({ paths: { unit: pick(random, ['call', 'caller']), filters: filters(random) } }),
  () => ({
    attribution: {
      model: ['first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay'],
      groupBy: ['source', 'medium', 'campaign', 'tracking_number', 'landing_page'],
      lookback: '90d',
    },
  }),
  (random, metrics) => ({
    segments: { metrics: some(random, metrics, 40), by: pick(random, DIMENSIONS), filters: filters(random) },
  }),
  (random) => ({ calls: { filters: filters(random), limit: 1_000 } }),
];

const DAY_MS = 86_400_000;

/**
 * A request with queries as costly as the schema lets them be, drawn by chance: groups without end, fine intervals, long
 * lists, expensive patterns, hundreds of metrics, many queries at once.
 * @param to end of the data, epoch milliseconds
 */
export function heavyRequest(random: Random, metrics: readonly string[], to: number): object {
  const count = random() < 0.1 ? 100 : 1 + Math.floor(random() * 4);
  return {
    from: to - Math.ceil(random() * 30) * DAY_MS,
    to,
    timezone: pick(random, ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe']),
    queries: Array.from({ length: count }, (_, index) => ({
      refId: `Q${index}`,
      ...(pick(random, KINDS)?.(random, metrics) ?? {}),
    })),
  };
}

/** Custom metrics each of which is the one before it many times over. */
export function multiplyingMetrics(random: Random): object[] {
  const name = `bomb_${Math.floor(random() * 1e9)}`;
  return Array.from({ length: 4 }, (_, level) => ({
    id: `${name}.level_${level}`,
    title: 'multiplies',
    formula: Array.from({ length: 90 }, () => (level === 0 ? 'calls.count' : `${name}.level_${level - 1}`)).join(' + '),
  }));
}
