import { DAY_MS } from '../../../lib/time/durations.js';
import type { AskedBody, Finding } from '../document.js';
import { agents } from '../findings/agents.js';
import { changes } from '../findings/changes.js';
import { daysOf } from '../findings/daily.js';
import { outlier, record, RECORD_WEEKS } from '../findings/days.js';
import { CALL_FUNNEL, lostStep } from '../findings/lost-step.js';
import { askedBody, type Query } from '../queries.js';
import {
  filtersOf,
  metricQuery,
  type Context,
  type Given,
  type Made,
  type Plan,
  type SectionMaker,
} from '../section-maker.js';
import type { FrameTable } from '../frame-table.js';
import type { SectionOf } from '@callsight/contract/reports/section';
import { funnelQuery } from './funnel.js';

type Section = SectionOf<'findings'>;

/** More sentences than this are not read. */
const MAX_FINDINGS = 5;
const MAX_CHANGES = 3;

/** Fewer calls on either side, and nothing is said of changes. */
const MIN_CALLS = 30;

const VOLUME = 'calls.count';

/** Ratios that agents can be compared by. */
const OF_CALLS = /^(calls|bookings|turns)\./;

/** Days that a paired comparison needs: a week. */
const MIN_DAYS = 7;

function queriesOf({ metrics, filters }: Section, plan: Plan): Readonly<Record<string, Query>> {
  const all = filtersOf(plan, filters);
  const filtered = all.length === 0 ? {} : { filters: all };
  const ratios = metrics.filter((id) => OF_CALLS.test(id) && plan.lexicon.metric(id).unit === 'percentunit');
  const counted = metrics.find((id) => plan.lexicon.metric(id).isAdditive);
  const record =
    counted === undefined
      ? {}
      : {
          record: {
            from: plan.period.to - RECORD_WEEKS * 7 * DAY_MS,
            to: plan.period.to,
            body: { metrics: [counted], interval: '1d', ...filtered },
          },
        };
  return {
    daily: metricQuery(plan, filters, { metrics, interval: '1d', baseline: true }),
    ...record,
    ...(ratios.length === 0
      ? {}
      : { agents: { ...plan.period, body: { segments: { metrics: ratios, by: 'agent', ...filtered } } } }),
    ...(metrics.some((id) => id.startsWith('bookings.'))
      ? {
          funnel: funnelQuery(
            { ...plan, compare: undefined },
            { ...CALL_FUNNEL, ...(filters === undefined ? {} : { filters }) },
          ),
        }
      : {}),
  };
}

/** What can be said at all about changes, or why nothing can. */
function caveatOf(totals: FrameTable, { comparison, isComparisonCut, words }: Context): string | undefined {
  if (comparison === undefined) return words.findings.noComparison;
  if (isComparisonCut) return words.findings.cutComparison;
  const [calls] = totals.metric(VOLUME);
  const [now, before] = [calls?.values[0] ?? 0, calls?.previous?.[0] ?? 0];
  return Math.min(now, before) < MIN_CALLS ? words.findings.tooFew : undefined;
}

type Content = Extract<Made['content'], { readonly type: 'findings' }>;

function findingsOf(section: Section, { totals, frames }: Given, context: Context): Omit<Content, 'type'> {
  const queries = queriesOf(section, context);
  /** Findings of one query, where it was asked. */
  const from = (name: string, find: (frame: FrameTable, query: AskedBody) => Finding[]): Finding[] => {
    const [frame, query] = [frames[name]?.[0], queries[name]];
    return frame === undefined || query === undefined ? [] : find(frame, askedBody(query, context.timezone));
  };
  const { metrics } = section;
  const caveat = caveatOf(totals, context);
  const canChange = caveat === undefined && daysOf(context.period, context.timezone) >= MIN_DAYS;
  const found = [
    ...(canChange
      ? from('daily', (daily, query) => changes(totals, daily, metrics, query, context).slice(0, MAX_CHANGES))
      : []),
    ...from('daily', (daily, query) => outlier(daily, metrics, query, context)),
    ...from('funnel', (funnel, query) => lostStep(funnel, query, context)),
    ...from('agents', (segments, query) => agents(segments, query, context)),
    ...from('record', (history, query) => record(history, query, context)),
  ].slice(0, MAX_FINDINGS);
  return { findings: found, caveat: found.length > 0 ? caveat : (caveat ?? context.words.findings.none) };
}

export const findingsSection: SectionMaker<'findings'> = {
  want: (section, plan) => ({
    totals: { metrics: [...new Set([...section.metrics, VOLUME])], filters: filtersOf(plan, section.filters) },
    queries: queriesOf(section, plan),
  }),
  make: (section, given, context) => ({
    title: section.title ?? context.words.titles.findings,
    content: { type: 'findings', ...findingsOf(section, given, context) },
    isEmpty: false,
    tables: Object.values(given.frames).flatMap((frames) => frames.map((frame) => frame.data(context.lexicon))),
    metrics: section.metrics,
  }),
};
