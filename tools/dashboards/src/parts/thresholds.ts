import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';

const GREEN = 'green';
const YELLOW = '#EAB839';
const RED = 'red';

/** Where a value turns from good to doubtful and from doubtful to bad. */
interface Limits {
  readonly doubtful: number;
  readonly bad: number;
}

/** Usual limits of voice operations; each installation sets its own in its copies of the dashboards. */
const LIMITS: Readonly<Record<string, Limits>> = {
  'calls.answer_rate': { doubtful: 0.95, bad: 0.9 },
  'calls.abandonment_rate': { doubtful: 0.05, bad: 0.08 },
  'calls.service_level': { doubtful: 0.9, bad: 0.8 },
  'calls.error_rate': { doubtful: 0.02, bad: 0.05 },
  'calls.asa': { doubtful: 10, bad: 20 },
  'calls.wait.p95': { doubtful: 20, bad: 40 },
  'turns.latency.p50': { doubtful: 1_000, bad: 1_500 },
  'turns.latency.p95': { doubtful: 1_800, bad: 2_500 },
  'turns.interrupted_rate': { doubtful: 0.1, bad: 0.2 },
  'bookings.phantom_rate': { doubtful: 0.02, bad: 0.05 },
  'bookings.no_show_rate': { doubtful: 0.1, bad: 0.2 },
  'health.availability': { doubtful: 0.999, bad: 0.99 },
  'health.error_rate': { doubtful: 0.01, bad: 0.05 },
  'health.heartbeat_age': { doubtful: 600, bad: 1_800 },
  'pipeline.lag': { doubtful: 10, bad: 60 },
  'pipeline.quarantined': { doubtful: 1, bad: 100 },
};

/** Thresholds of a metric; undefined where no value is good or bad as such. */
export function thresholdsOf(metric: string): ThresholdsConfigBuilder | undefined {
  const limits = LIMITS[metric];
  if (limits === undefined) return undefined;
  const { doubtful, bad } = limits;
  // The lowest step has no value; it holds from minus infinity on.
  const steps =
    bad > doubtful
      ? [
          { value: null, color: GREEN },
          { value: doubtful, color: YELLOW },
          { value: bad, color: RED },
        ]
      : [
          { value: null, color: RED },
          { value: bad, color: YELLOW },
          { value: doubtful, color: GREEN },
        ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}
