import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { ReportInput } from '@callsight/contract/reports/report';
import type { Section } from '@callsight/contract/reports/section';
import type { Millis } from '../../lib/time/units.js';
import { Format } from '../words/format.js';
import { wordsOf } from '../words/words-of.js';
import { agentNames, agentsQuery } from './agent-names.js';
import { comparedRange, courseQuery } from './compared-range.js';
import type { DocumentSection, MetricDefinition, Reconciliation, ReportDocument } from './document.js';
import { FrameTable } from './frame-table.js';
import { Lexicon } from './lexicon.js';
import { Answers, askedBody, isFailure, type Ask, type Failure, type Query } from './queries.js';
import { reconcile } from './reconcile.js';
import { sumOf, type Context, type Given, type Made, type Plan, type Range } from './section-maker.js';
import { columnOf, makerOf, totalsBySection, totalsQueries, VOLUME, type Planned } from './totals.js';

/** What a report is made from. */
export interface ReportOrder {
  /** `version` is absent for a definition that is not saved. */
  readonly report: ReportInput & { readonly version?: number };
  readonly period: Range;
  readonly plannedAt: Millis;
  /** Now. */
  readonly generatedAt: Millis;
  /** All events up to here are in the answers. */
  readonly dataUpTo: Millis;
  /** Whose report it is, where the branding does not say so. */
  readonly account: string;
  readonly catalogue: Catalogue;
  readonly serviceVersion: string;
}

const NO_FRAME = { schema: { refId: '', name: '', meta: {}, fields: [] }, data: { values: [] } };

/** All answers of a section, or the first that failed. */
function givenOf(
  { wanted }: Planned,
  totals: Query | undefined,
  answers: Answers,
  hidesPrevious: boolean,
): Given | Failure {
  const frames: Record<string, readonly FrameTable[]> = {};
  for (const [name, query] of Object.entries(wanted.queries ?? {})) {
    const answer = answers.of(query);
    if (isFailure(answer)) return answer;
    frames[name] = answer.map((frame) => new FrameTable(frame, hidesPrevious));
  }
  const answer = totals === undefined ? [] : answers.of(totals);
  if (isFailure(answer)) return answer;
  return { frames, totals: new FrameTable(answer[0] ?? NO_FRAME, hidesPrevious) };
}

interface Finished {
  readonly section: DocumentSection;
  readonly made: Made | undefined;
}

/** Of a section that could not be made. */
function fallbackTitle(section: Section, { words, lexicon }: Context): string {
  if (section.type in words.titles) return words.titles[section.type as keyof typeof words.titles];
  const metric = 'metric' in section ? section.metric : 'metrics' in section ? section.metrics[0] : undefined;
  return metric === undefined ? section.type : lexicon.metricTitle(metric);
}

function finish(planned: Planned, totals: Query | undefined, answers: Answers, context: Context): Finished {
  const { section, wanted } = planned;
  const queries = [totals, ...Object.values(wanted.queries ?? {})].flatMap((query) =>
    query === undefined ? [] : [askedBody(query, context.timezone)],
  );
  const shared = { kind: section.type, note: section.note, queries };
  const given = givenOf(planned, totals, answers, context.isComparisonCut);
  if ('code' in given) {
    const failed: DocumentSection = {
      ...shared,
      title: section.title ?? fallbackTitle(section, context),
      subtitle: undefined,
      state: 'failed',
      reason: context.words.state.failed(given.message),
      content: undefined,
      tables: [],
      limits: [],
    };
    return { made: undefined, section: failed };
  }
  const made = makerOf(section).make(section as never, given, context);
  const { title, subtitle, isEmpty, content, tables, limits = [] } = made;
  const reason = isEmpty ? context.words.state.empty : undefined;
  return {
    made,
    section: { ...shared, title, subtitle, state: isEmpty ? 'empty' : 'ok', reason, content, tables, limits },
  };
}

/** The definitions of all metrics that the report shows, in the order in which they are shown first. */
const definitionsOf = (finished: readonly Finished[], { lexicon }: Context): MetricDefinition[] =>
  [...new Set(finished.flatMap(({ made }) => made?.metrics ?? []))].map((id) => {
    const { title, description, unit } = lexicon.metric(id);
    return { id, title, description, unit };
  });

/**
 * Asks for all numbers of a report, each once, and lays them out. A query that fails marks its sections, which are never
 * drawn as empty.
 * @throws what `ask` throws, when nothing could be asked at all
 */
export async function buildDocument(order: ReportOrder, ask: Ask): Promise<ReportDocument> {
  const { report, period, catalogue } = order;
  const words = wordsOf(report.locale);
  const plan: Plan = {
    period,
    timezone: report.timezone,
    compare: report.compare,
    filters: report.filters ?? [],
    plannedAt: order.plannedAt,
    lexicon: new Lexicon(words, catalogue),
  };
  const planned = report.sections.map((section): Planned => ({
    section,
    wanted: makerOf(section).want(section as never, plan),
  }));
  const totals = totalsQueries(planned, plan);
  const own = planned.flatMap(({ wanted }) => Object.values(wanted.queries ?? {}));
  const queries = [...totals.values(), courseQuery(plan), agentsQuery(plan), ...own];
  const answers = await Answers.of(queries, report.timezone, ask);
  const totalsOf = await totalsBySection(planned, totals, answers, plan, ask);
  const compared = await comparedRange(answers, plan, ask);
  const context: Context = {
    ...plan,
    format: new Format(report.locale, report.timezone),
    words,
    lexicon: new Lexicon(words, catalogue, agentNames(answers, plan)),
    comparison: compared.range,
    isComparisonCut: compared.isCut,
  };
  const finished = planned.map((one) => finish(one, totalsOf(one), answers, context));
  const sums = finished.map(({ made, section }) => ({ title: section.title, sums: made?.sums ?? [] }));
  const volume = columnOf(answers, courseQuery(plan), VOLUME)?.values;
  return layOut(order, finished, reconcile(sums, answers, totals, context), volume, context);
}

/** The texts that belong to the whole report. @param volume calls by day; undefined where they could not be counted */
function layOut(
  { report, period, plannedAt, generatedAt, dataUpTo, account, serviceVersion }: ReportOrder,
  finished: readonly Finished[],
  reconciliation: readonly Reconciliation[],
  volume: readonly (number | null)[] | undefined,
  context: Context,
): ReportDocument {
  const { words, format, lexicon, comparison, isComparisonCut } = context;
  const sections = finished.map(({ section }) => section);
  const upTo = format.date(dataUpTo, 'date-time');
  const rangeText = (range: Range): string => format.range(range.from, range.to);
  return {
    id: report.id,
    version: report.version ?? 0,
    title: report.title,
    account: report.branding?.name ?? account,
    branding: report.branding,
    locale: format.locale,
    language: format.language,
    timezone: report.timezone,
    period: { ...period, text: rangeText(period) },
    comparison: comparison === undefined ? undefined : { ...comparison, text: rangeText(comparison) },
    plannedAt,
    generated: { at: generatedAt, text: format.date(generatedAt, 'date-time') },
    dataUpTo: { at: dataUpTo, text: upTo },
    filters: context.filters.map((filter) => lexicon.filter(filter)),
    sections,
    definitions: definitionsOf(finished, context),
    reconciliation,
    reconciliationText: reconciliation.map(({ metric, section, sum, total, agrees }) =>
      agrees
        ? words.reconcile(sum.text, lexicon.metricTitle(metric), section, upTo)
        : words.disagree(sum.text, total.text, lexicon.metricTitle(metric), section),
    ),
    isEmpty: volume !== undefined && sumOf(volume) === 0,
    isIncomplete: sections.some(({ state }) => state === 'failed'),
    limits: [
      ...(isComparisonCut ? [words.findings.cutComparison] : []),
      ...sections.flatMap(({ title, limits }) => limits.map((limit) => `${title}: ${limit}`)),
    ],
    serviceVersion,
  };
}
