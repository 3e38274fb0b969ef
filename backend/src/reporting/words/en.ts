import type { Words } from './words.js';

const OPERATORS: Readonly<Record<string, string>> = {
  in: 'is',
  '=': 'is',
  'not in': 'is not',
  '!=': 'is not',
  '=~': 'matches',
  '!~': 'does not match',
};

const INTERVALS: Readonly<Record<string, string>> = {
  m: 'minutes',
  h: 'hours',
  d: 'days',
  w: 'weeks',
  M: 'months',
  Q: 'quarters',
  y: 'years',
};
const ONE: Readonly<Record<string, string>> = {
  m: 'per minute',
  h: 'per hour',
  d: 'per day',
  w: 'per week',
  M: 'per month',
  Q: 'per quarter',
  y: 'per year',
};

/** Days that stand out besides the one that is named. */
const otherDays = (count: number): string =>
  count === 1 ? 'one more day was unusual' : `${count} more days were unusual`;

/** English. Metrics, dimensions and steps are named by the catalogue. */
export const ENGLISH: Words = {
  metric: () => undefined,
  dimensions: {},
  steps: {},
  values: {
    direction: { inbound: 'Inbound', outbound: 'Outbound' },
    caller_type: { new: 'New', returning: 'Returning' },
  },
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  columns: {
    started_at: 'Start',
    caller_masked: 'Caller',
    step: 'Step',
    segment: 'Segment',
    metric: 'Metric',
    baseline: 'Compared with',
  },
  columnParts: {
    _previous: 'previous',
    _baseline: 'usual',
    _low: 'usual, low',
    _high: 'usual, high',
    _anomaly: 'anomaly',
  },
  unknown: 'Unknown',
  yes: 'Yes',
  no: 'No',
  more: (count) => `${count} more`,
  filter: (dimension, operator, values) => `${dimension} ${OPERATORS[operator] ?? operator} ${values}`,
  perInterval: (interval) => {
    const unit = interval.at(-1) ?? 'd';
    const count = interval.slice(0, -1);
    return count === '1' ? (ONE[unit] ?? '') : `per ${count} ${INTERVALS[unit] ?? ''}`;
  },
  by: (dimension) => `by ${dimension.toLowerCase()}`,
  byHourAndWeekday: 'by weekday and hour',
  orderedBy: (metric, by) => `${by}, ordered by ${metric.toLowerCase()}`,
  onlyFirst: (rows) => `Only the first ${rows} rows are shown.`,
  peak: (value, weekday, hour) => `most: ${value}, ${weekday} ${hour}`,
  ofCalls: 'share of all calls',
  ofCallers: 'share of all callers',
  titles: {
    kpis: 'Key figures',
    findings: 'What stands out',
    heatmap: 'When people call',
    funnel: 'From call to booking',
    paths: 'Paths through calls',
    attribution: 'What bookings are due to',
    segments: 'Comparison',
    calls: 'Calls',
    about: 'About this report',
  },
  page: {
    comparedWith: 'compared with',
    was: 'was',
    thisPeriod: 'This period',
    previous: 'Previous',
    goal: 'Goal',
    generated: 'Generated',
    timesIn: (timezone) => `Times in ${timezone}`,
    dataUpTo: 'Data up to',
    step: 'Step',
    ofAll: 'Of all',
    stepRate: 'Of step before',
    mostLost: 'most are lost here',
    mayCome: (count) => `${count} may still come`,
    medianTime: 'Median time',
    fewer: 'Few',
    more: 'Many',
    page: (page, of) => `${page} / ${of}`,
    contents: 'Contents',
    number: 'No.',
    change: 'Change',
    group: 'Group',
    weekday: 'Weekday',
  },
  about: {
    period: 'Period',
    comparison: 'Compared with',
    filters: 'Filters',
    noFilters: 'None: all calls',
    timezone: 'Time zone',
    generated: 'Generated',
    dataUpTo: 'Data complete up to',
    version: (report, version, service) =>
      `${report}, ${version === 0 ? 'not saved' : `version ${version}`}; Callsight ${service}`,
    versionLabel: 'Report',
    definitions: 'Definitions',
    limits: 'What is not shown',
    reconciliation: 'Checks',
    metric: 'Metric',
    meaning: 'Meaning',
  },
  state: {
    empty: 'There is nothing in this period.',
    failed: (reason) => `This section could not be calculated: ${reason}`,
    emptyReport: 'No calls began in this period.',
  },
  reconcile: (figure, metric, section, upTo) => `${section}: ${figure} = ${metric} of the period, data up to ${upTo}`,
  disagree: (sum, total, metric, section) => `${section}: ${sum} differs from ${metric} of the period, ${total}`,
  findings: {
    none: 'Nothing stands out: no metric differs from the period before by more than its days differ among themselves.',
    noComparison: 'There is nothing to compare this period with.',
    cutComparison: 'The period before is not compared: there are no calls at its beginning.',
    tooFew: 'There are too few calls to tell a change from chance.',
    change: ({ metric, value, previous, change, isUp, low, high }) => ({
      headline: `${metric} ${isUp ? 'rose' : 'fell'} to ${value},`,
      rest: `${change} from ${previous} (95% interval ${low} to ${high}).`,
    }),
    outside: ({ metric, value, low, high, isAbove }) => ({
      headline: `${metric}: ${value},`,
      rest: `${isAbove ? 'more' : 'less'} than usual on such a day (${low} to ${high}).`,
    }),
    anomaly: ({ metric, day, value, low, high, isAbove, others }) => ({
      headline: `${day} was an outlier:`,
      rest: `${metric} ${value}, ${isAbove ? 'above' : 'below'} the usual ${low} to ${high}${others > 0 ? `; ${otherDays(others)}, too` : ''}.`,
    }),
    record: ({ metric, day, value, weeks, isHighest }) => ({
      headline: `${isHighest ? 'Highest' : 'Lowest'} day in ${weeks} weeks:`,
      rest: `${metric} ${value} on ${day}.`,
    }),
    worstStep: ({ step, before, share, count, of }) => ({
      headline: `Most are lost before “${step}”:`,
      rest: `${share} of those who came to “${before}” went no further (${count} of ${of}).`,
    }),
    group: ({ metric, group, value, baseline, baselineValue, n, isGood }) => ({
      headline: `${group} stands out ${isGood ? 'well' : 'badly'}:`,
      rest: `${metric} ${value} (${n} observations), ${baselineValue} for ${baseline}; the difference is no chance.`,
    }),
  },
  method:
    'A change is named when the same weekdays of both periods differ by more than they vary (paired t-test, 95%, Holm’s correction over the metrics) and by at least 1 point or 5%. Agents are compared by two-proportion and Welch tests with Holm’s correction. A day is an outlier when it lies further outside the usual range of its weekday than half the width of that range, and more than six robust deviations from its median.',
};
