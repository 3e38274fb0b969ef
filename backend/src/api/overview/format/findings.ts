import { DAY_MS } from '../../../lib/time/durations.js';
import type { Kpi, OverviewFigures } from '../figures/figures.js';
import type { OverviewRange } from '../overview-range.js';
import { changeOf, type Change } from './change.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { localTime } from '../../../lib/time/local-time-text.js';
import { nameOf } from './names.js';

/** What a range is compared with, as in "12% more than last Sunday by this time". */
function previousPhrase({ id, daysBack }: OverviewRange, now: number, timezone: string): string {
  if (id === 'today') return `last ${localTime(now - daysBack * DAY_MS, 'weekday', timezone)} by this time`;
  if (id === '24h') return 'in the same 24 hours a week before';
  return `in the ${daysBack} days before`;
}

export interface Finding {
  readonly headline: string;
  readonly rest: string;
  readonly tone: Change['tone'];
}

/** Fewer calls than this on either side, and a change is chance more often than news. */
const MIN_CALLS = 30;

/** Changes from which a KPI is worth a sentence: two points between ratios, a tenth of anything else. */
const WORTH_POINTS = 0.02;
const WORTH_SHARE = 0.1;

interface Moved {
  readonly kpi: Kpi;
  readonly change: Change;
  /** How many times the change is larger than one that is worth a sentence. */
  readonly weight: number;
}

function moved(kpis: readonly Kpi[]): Moved[] {
  return kpis
    .flatMap((kpi): Moved[] => {
      const change = changeOf(kpi);
      if (change === undefined || change.tone === 'neutral') return [];
      const weight = Math.abs(change.amount) / (kpi.unit === 'percentunit' ? WORTH_POINTS : WORTH_SHARE);
      return weight < 1 ? [] : [{ kpi, change, weight }];
    })
    .sort((a, b) => b.weight - a.weight);
}

function findingOf({ kpi, change }: Moved, before: string): Finding {
  const verb = change.direction === 'up' ? 'rose' : 'fell';
  const was = formatValue(kpi.previous ?? null, kpi.unit);
  return {
    headline: `${nameOf(kpi.metric)} ${verb} to ${formatValue(kpi.value, kpi.unit)},`,
    rest: `${change.size.replace('pts', 'points')} ${change.direction === 'up' ? 'above' : 'below'} the ${was} ${before}.`,
    tone: change.tone,
  };
}

/** "12.3% more than the 98 last Sunday by this time", or undefined where nothing was before. */
function comparedVolume(kpis: readonly Kpi[], before: string): string | undefined {
  const count = kpis.find(({ metric }) => metric === 'calls.count');
  const change = count === undefined ? undefined : changeOf(count);
  if (count === undefined || change === undefined) return undefined;
  if (change.direction === 'level') return `as many as ${before}`;
  const was = formatValue(count.previous ?? null, count.unit);
  return `${change.size} ${change.direction === 'up' ? 'more' : 'fewer'} than the ${was} ${before}`;
}

function answeredShare(kpis: readonly Kpi[]): string | undefined {
  const rate = kpis.find(({ metric }) => metric === 'calls.answer_rate');
  return typeof rate?.value === 'number'
    ? `${formatValue(rate.value, rate.unit)} of the offered calls were answered`
    : undefined;
}

/** "98 calls so far today", how that compares, and how many were answered. */
function volume(calls: number, kpis: readonly Kpi[], { phrase }: OverviewRange, before: string): Finding {
  const headline = `${formatValue(calls, 'short')} ${calls === 1 ? 'call' : 'calls'} ${phrase}`;
  const parts = [comparedVolume(kpis, before), answeredShare(kpis)].filter((part) => part !== undefined);
  if (parts.length === 0) return { headline: `${headline}.`, rest: '', tone: 'neutral' };
  return { headline: `${headline},`, rest: `${parts.join('; ')}.`, tone: 'neutral' };
}

function changes(figures: OverviewFigures, kpis: readonly Kpi[], before: string): Finding[] {
  if (figures.callsBefore === 0) {
    return [{ headline: 'Nothing to compare with yet:', rest: `there were no calls ${before}.`, tone: 'neutral' }];
  }
  if (Math.min(figures.calls, figures.callsBefore) < MIN_CALLS) {
    return [
      {
        headline: 'Too few calls to judge changes:',
        rest: `comparisons need ${MIN_CALLS} calls in both periods.`,
        tone: 'neutral',
      },
    ];
  }
  const all = moved(kpis);
  const worst = all.find(({ change }) => change.tone === 'bad');
  const best = all.find(({ change }) => change.tone === 'good');
  const chosen = new Set([worst, best, ...all].filter((item) => item !== undefined));
  const found = [...chosen].slice(0, 2);
  if (found.length > 0) return found.map((item) => findingOf(item, before));
  return [{ headline: 'Steady:', rest: `no KPI differs much from what it was ${before}.`, tone: 'good' }];
}

/** Two or three plain sentences: how much there was, what got worse most, what got better most. */
export function findings(figures: OverviewFigures, range: OverviewRange, timezone: string): Finding[] {
  if (!('data' in figures.kpis)) return [];
  const before = previousPhrase(range, figures.now, timezone);
  if (figures.calls === 0) {
    return [{ headline: `No calls ${range.phrase}.`, rest: 'A longer range shows what came before.', tone: 'neutral' }];
  }
  const kpis = figures.kpis.data;
  return [volume(figures.calls, kpis, range, before), ...changes(figures, kpis, before)];
}
