const QUARTER = 900_000;
const QUARTERS_A_DAY = 96;
const QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY;
const DAY = 86_400_000;
/** 1970-01-01 was a Thursday; weeks here begin on Monday. */
const DAYS_FROM_MONDAY_TO_EPOCH = 3;
/** Two years of quarter hours; beyond, the cache starts over. */
const MAX_OFFSETS = 70_000;

/** Calls at each full hour relative to the morning peak: opening at eight, a dip at lunch, hardly anyone at night. */
const HOURS = [
  0.02, 0.012, 0.01, 0.01, 0.015, 0.03, 0.1, 0.3, 0.75, 1, 1.05, 0.95, 0.6, 0.58, 0.85, 0.9, 0.8, 0.6, 0.38, 0.24, 0.15,
  0.09, 0.05, 0.03,
];
/** Monday to Sunday. */
const WEEKDAYS = [1.18, 1.05, 1, 0.98, 0.86, 0.3, 0.14];

const weightOf = (quarter: number): number => {
  const hour = Math.floor((quarter % QUARTERS_A_DAY) / 4);
  const part = (quarter % 4) / 4 + 0.125;
  const here = HOURS[hour] ?? 0;
  const next = HOURS[(hour + 1) % 24] ?? 0;
  return (here + (next - here) * part) * (WEEKDAYS[Math.floor(quarter / QUARTERS_A_DAY)] ?? 0);
};

/**
 * How many calls come when: one weekly curve in quarter hours of a time zone, interpolated between the hours.
 * Offsets of the zone are asked once a quarter hour, because Intl costs microseconds and a call may not.
 */
export class WeekRhythm {
  /** Calls per millisecond in the busiest quarter hour. */
  readonly peak: number;
  private readonly weights: Float64Array;
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();
  private lastQuarter = Number.NaN;
  private lastOffset = 0;

  /** @throws RangeError if the zone is unknown */
  constructor(timezone: string, callsPerDay: number) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const shares = Array.from({ length: QUARTERS_A_WEEK }, (_, quarter) => weightOf(quarter));
    const total = shares.reduce((sum, share) => sum + share, 0);
    this.weights = Float64Array.from(shares, (share) => (share / total) * ((7 * callsPerDay) / QUARTER));
    this.peak = Math.max(...this.weights);
  }

  /** Calls per millisecond at an instant. */
  rateAt(at: number): number {
    const local = at + this.offsetAt(at) + DAYS_FROM_MONDAY_TO_EPOCH * DAY;
    return this.weights[Math.floor(local / QUARTER) % QUARTERS_A_WEEK] ?? 0;
  }

  /** What comes on a Sunday at this time of day, as a share of what comes on this weekday. */
  sundayShareAt(at: number): number {
    const local = Math.floor((at + this.offsetAt(at) + DAYS_FROM_MONDAY_TO_EPOCH * DAY) / QUARTER);
    const sunday = 6 * QUARTERS_A_DAY + (local % QUARTERS_A_DAY);
    return (this.weights[sunday] ?? 0) / (this.weights[local % QUARTERS_A_WEEK] ?? 1);
  }

  /** Milliseconds that the zone's clock is ahead of UTC. */
  offsetAt(at: number): number {
    const quarter = Math.floor(at / QUARTER);
    if (quarter === this.lastQuarter) return this.lastOffset;
    const known = this.offsets.get(quarter);
    const offset = known ?? this.askOffset(quarter * QUARTER);
    if (known === undefined) {
      if (this.offsets.size >= MAX_OFFSETS) this.offsets.clear();
      this.offsets.set(quarter, offset);
    }
    this.lastQuarter = quarter;
    this.lastOffset = offset;
    return offset;
  }

  private askOffset(at: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - at;
  }
}
