import type { Threshold, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { Catalogue } from '../../../src/analytics/catalogue/catalogue.js';
import { readConfig } from '../../../src/config/config.js';
import { describeStates } from '../../../src/monitoring/thresholds/describe-state.js';

const catalogue = Catalogue.builtIn(readConfig({}).config.metrics, []);

const known = new Map(catalogue.describe().metrics.map(({ id, unit }) => [id, unit]));

/** Friday, 13:07 in Berlin. */
const NOW = Date.UTC(2026, 10, 27, 12, 7);

const STATE: ThresholdState = {
  group: {},
  level: 'critical',
  score: 1,
  value: null,
  baseline: null,
  n: null,
  since: null,
  fired_24h: 1,
};

const UNITS: Readonly<Record<string, string>> = { 'calls.cost.mean': 'currencyEUR' };

function describeOne(threshold: Partial<Threshold> & Pick<Threshold, 'metric'>, state: Partial<ThresholdState>) {
  const { metric } = threshold;
  const unit = UNITS[metric] ?? known.get(metric) ?? 'short';
  const whole: Threshold = { id: 'one', title: 'One', kind: 'usual', version: 1, ...threshold };
  return describeStates(
    { threshold: whole, unit },
    { catalogue, zone: 'Europe/Berlin', now: NOW },
  )({
    ...STATE,
    ...state,
  });
}

/** Thin spaces stand between numbers and units. */
const factOf = (...of: Parameters<typeof describeOne>): string => describeOne(...of).fact.replaceAll('\u202f', ' ');

const FACTS: readonly (readonly [string, ...Parameters<typeof describeOne>, string])[] = [
  [
    'a count',
    { metric: 'calls.offered' },
    { value: 412, baseline: 190.4, n: 412 },
    'Offered calls: 412 in 30 min, usually 190.4',
  ],
  [
    'a silence',
    { metric: 'calls.count', kind: 'silence' },
    { value: 0, baseline: 17, n: 0 },
    'Calls: 0 in 30 min, usually 17',
  ],
  [
    'a rate',
    { metric: 'calls.error_rate' },
    { value: 42 / 340, baseline: 0.0312, n: 340 },
    'Error rate: 12.4% (42 of 340 calls in 30 min), usually 3.1%',
  ],
  [
    'a percentile',
    { metric: 'turns.latency.p95' },
    { value: 2_350, baseline: 840, n: 1_240 },
    'Turn latency, 95th percentile: 2.35 s (1,240 turns in 30 min), usually 840 ms',
  ],
  [
    'a mean of money',
    { metric: 'calls.cost.mean', window: '1h' },
    { value: 0.981, baseline: 0.34, n: 210 },
    'Cost per call: €0.981 (210 calls in 1 h), usually €0.340',
  ],
  [
    'a mean of a time',
    { metric: 'calls.aht' },
    { value: 200, baseline: 26, n: 80 },
    'Average handle time: 3:20 (80 calls in 30 min), usually 26.0 s',
  ],
  [
    'a rate of bookings',
    { metric: 'bookings.phantom_rate' },
    { value: 0.5, baseline: 0.0004, n: 8 },
    'Phantom rate: 50.0% (4 of 8 calls in 30 min), usually 0.04%',
  ],
  [
    'a drift',
    { metric: 'calls.count', kind: 'drift' },
    { value: 1_250, baseline: 900, n: 1_250 },
    'Calls: 1,250 on Thu 26 Nov, usually 900 on this weekday',
  ],
  [
    'a limit',
    { metric: 'pipeline.lag', kind: 'fixed', limit: { warning: 60, critical: 300 }, window: '5m' },
    { value: 420 },
    'Lag: 7:00, limit 5:00',
  ],
  [
    'the limit of a warning',
    { metric: 'pipeline.lag', kind: 'fixed', limit: { warning: 60, critical: 300 } },
    { value: 90, level: 'warning' },
    'Lag: 1:30, limit 1:00',
  ],
  [
    'a check',
    { metric: 'health.failed_in_a_row', kind: 'fixed', limit: { critical: 1 } },
    { value: 3, n: null },
    'Failed checks in a row: 3, limit 1',
  ],
];

test.each(FACTS)('%s', (_name, threshold, state, text) => {
  expect(factOf(threshold, state)).toBe(text);
});

test('what is not known is left out', () => {
  expect(factOf({ metric: 'calls.error_rate' }, { value: 0.2, n: null })).toBe('Error rate: 20.0%');
  expect(factOf({ metric: 'calls.error_rate' }, { n: 0, baseline: 0.02 })).toBe(
    'Error rate: no calls in 30 min, usually 2.0%',
  );
  expect(factOf({ metric: 'calls.error_rate' }, {})).toBe('Error rate');
  // A metric that was deleted while its threshold kept its last states.
  expect(factOf({ metric: 'custom.gone' }, { value: 3 })).toBe('custom.gone');
});

test('all dimensions of a group are named, and an amount has the currency of its group', () => {
  const group = { agent: 'ben', queue: null, currency: 'USD' };
  const { title, group: text, fact } = describeOne({ metric: 'calls.cost.mean' }, { group, value: 1.2, n: 3 });
  expect({ title, text, fact }).toEqual({
    title: 'One',
    text: 'Agent ben, Queue (none), USD',
    fact: 'Cost per call: $1.20 (3 calls in 30 min)',
  });
  expect(describeOne({ metric: 'calls.count' }, {}).group).toBeNull();
});

test('since when is said in the zone of the threshold, and never lies ahead', () => {
  const since = new Date(NOW - 3_600_000).toISOString();
  const schedule = { weekdays: [1], from: '08:00', to: '18:00', timezone: 'America/New_York' };
  expect(describeOne({ metric: 'calls.count' }, { since }).since).toBe('Fri 27 Nov, 12:07 (Europe/Berlin)');
  expect(describeOne({ metric: 'calls.count', schedule }, { since }).since).toBe(
    'Fri 27 Nov, 06:07 (America/New_York)',
  );
  // A state is of the end of a step of five minutes.
  const ahead = new Date(NOW + 180_000).toISOString();
  expect(describeOne({ metric: 'calls.count' }, { since: ahead }).since).toBe('Fri 27 Nov, 13:07 (Europe/Berlin)');
  expect(describeOne({ metric: 'calls.count' }, { since: null }).since).toBeNull();
});
