/**
 * A range that the page can show. Its ends are rounded, so that the same query keeps its cached answer until data
 * changes; what lies ahead of now is empty. The range before begins so many whole local days earlier and ends at the same time of day,
 * so that half a day is never compared with a whole one; short ranges look back a week, as no two weekdays are alike.
 */
export interface OverviewRange {
  readonly id: string;
  readonly label: string;
  readonly title: string;
  /** As in "98 calls so far today". */
  readonly phrase: string;
  readonly from: string;
  readonly to: string;
  readonly interval: '1h' | '1d';
  /** Local days from the range before to this one. */
  readonly daysBack: number;
  readonly previousFrom: string;
}

const today: OverviewRange = {
  id: 'today',
  label: 'Today',
  title: 'Today',
  phrase: 'so far today',
  from: 'now/d',
  to: 'now/d',
  interval: '1h',
  daysBack: 7,
  previousFrom: 'now-7d/d',
};

export const OVERVIEW_RANGES: readonly [OverviewRange, ...OverviewRange[]] = [
  today,
  {
    id: '24h',
    label: '24 h',
    title: 'Last 24 hours',
    phrase: 'in the last 24 hours',
    from: 'now-23h/h',
    to: 'now/h',
    interval: '1h',
    daysBack: 7,
    previousFrom: 'now-7d-23h/h',
  },
  {
    id: '7d',
    label: '7 d',
    title: 'Last 7 days',
    phrase: 'in the last 7 days',
    from: 'now-6d/d',
    to: 'now/d',
    interval: '1d',
    daysBack: 7,
    previousFrom: 'now-13d/d',
  },
  {
    id: '30d',
    label: '30 d',
    title: 'Last 30 days',
    phrase: 'in the last 30 days',
    from: 'now-29d/d',
    to: 'now/d',
    interval: '1d',
    daysBack: 30,
    previousFrom: 'now-59d/d',
  },
];
