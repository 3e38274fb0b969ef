/** A health check as its sender reported it. */
export interface ReportedCheck {
  readonly component: string;
  readonly status: 'up' | 'degraded' | 'down';
  /** Epoch milliseconds. */
  readonly at: number;
  /** Order of checks of the same time. */
  readonly id: string;
}

const HOUR = 3_600_000;

/** Checks of one component, up to a time, that found it down without another one in between; null where nobody looked. */
function ofOne(checks: readonly ReportedCheck[], end: number): number | null {
  const before = checks
    .filter(({ at }) => at < end)
    .sort((one, other) => other.at - one.at || (other.id < one.id ? -1 : 1));
  const [latest] = before;
  if (latest === undefined || end - latest.at > 25 * HOUR) return null;
  const other = before.findIndex(({ status }) => status !== 'down');
  return other < 0 ? before.length : other;
}

/**
 * `health.failed_in_a_row` at the end of a bucket (epoch milliseconds), of the components of some checks together.
 * @param from checks from before this time do not count
 */
export function failedInARow(checks: readonly ReportedCheck[], from: number, end: number): number | null {
  const components = new Set(checks.map(({ component }) => component));
  const counts = [...components].flatMap(
    (name) =>
      ofOne(
        checks.filter(({ component, at }) => component === name && at >= from),
        end,
      ) ?? [],
  );
  return counts.length === 0 ? null : Math.max(...counts);
}
