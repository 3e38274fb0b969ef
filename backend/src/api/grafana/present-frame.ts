import type { Frame, FrameField } from '@callsight/contract/query/answer';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { Millis } from '../../lib/time/units.js';
import type { Catalogue } from '../../analytics/catalogue/catalogue.js';
import { linkFunnel, linkMetrics, type LinkTarget } from './call-links.js';
import { changeFrame } from './change-frame.js';
import { numbersFrame } from './numbers-frame.js';
import type { AskedQuery } from './read-query.js';
import { seriesFrame } from './series-frame.js';
import { onlyWholeBuckets, usualColumns } from './usual-range.js';

interface Custom {
  readonly titles?: Readonly<Record<string, string>>;
}

/** Shown in the place of a group that rows have no value of. */
const NO_GROUP = [{ type: 'special', options: { match: 'null', result: { text: '(none)' } } }];

/** Titles of steps are shown in their place, and something in the place of nothing. */
function mappingsOf(titles: Custom['titles'], isGroup: boolean): object | undefined {
  if (titles === undefined) return isGroup ? NO_GROUP : undefined;
  const options = Object.entries(titles).map(([step, text], index): [string, object] => [step, { text, index }]);
  return [{ type: 'value', options: Object.fromEntries(options) }];
}

/** Names of a datasource give way to names that a user chooses. */
function inGrafanasWords(field: FrameField, groups: readonly string[]): FrameField {
  const { displayName, ...config } = field.config;
  const { titles } = (config['custom'] ?? {}) as Custom;
  const mappings = mappingsOf(titles, groups.includes(field.name));
  return {
    ...field,
    config: {
      ...config,
      ...(displayName === undefined ? {} : { displayNameFromDS: displayName }),
      ...(mappings === undefined ? {} : { mappings }),
    },
  };
}

/** Whether calls can be listed by everything that a query groups and filters by. */
function leadsToCalls(
  { metrics = [], groupBy = [], filters = [] }: Partial<StoredQuery>,
  catalogue: Catalogue,
): boolean {
  const dimensions = [...groupBy, ...filters.map(({ dimension }) => dimension)];
  return (
    metrics.every((id) => catalogue.datasetsOf(id).includes('calls')) &&
    dimensions.every((id) => catalogue.dimensions.get(id)?.sql.calls !== undefined)
  );
}

function linked(frame: Frame, { query, format }: AskedQuery, catalogue: Catalogue, target: LinkTarget): FrameField[] {
  const { fields } = frame.schema;
  const stored = query as Partial<StoredQuery>;
  if (stored.funnel !== undefined) return linkFunnel(fields, stored.funnel, target);
  // A stat panel that has two links, ours and its own, does not show the change.
  if (format === 'change') return [...fields];
  if (stored.metrics === undefined || !leadsToCalls(stored, catalogue)) return [...fields];
  const groups = stored.groupBy ?? [];
  const linkedFields = linkMetrics(fields, { filters: stored.filters, groups }, target);
  // What was usual lies outside of what is shown.
  const usual = usualColumns(stored);
  return linkedFields.map((field, index) => (usual.has(field.name) ? (fields[index] ?? field) : field));
}

/** A long frame in the form that is asked for; one that has no such form stays as it is. */
function shapedFrame(frame: Frame, { format, query }: AskedQuery, now: Millis): Frame {
  const hasTime = frame.schema.meta['type'] === 'timeseries-long';
  if (format === 'time_series' && hasTime) {
    const usual = usualColumns(query);
    return seriesFrame(onlyWholeBuckets(frame, usual, now), usual);
  }
  return format === 'change' && !hasTime ? changeFrame(frame) : frame;
}

/** Dimensions that a query groups by, whatever its kind. */
function groupsOf({ query }: AskedQuery): readonly string[] {
  const { groupBy, funnel, abandonment, attribution } = query as Partial<StoredQuery>;
  const of =
    groupBy ?? funnel?.breakdown ?? (abandonment === undefined ? undefined : (abandonment.groupBy ?? ['end_reason']));
  return [of ?? attribution?.groupBy ?? []].flat();
}

const isOfMetrics = ({ query }: AskedQuery): boolean => 'metrics' in query;

/** What a frame is presented for. */
export interface Presentation {
  readonly catalogue: Catalogue;
  readonly target: LinkTarget;
  /** Whether an alert rule asks, which shows nothing and compares every number. */
  readonly isForAlert: boolean;
  /** The present time, epoch milliseconds. */
  readonly now: Millis;
}

/** A frame as panels, Explore and alert rules want it: series or rows, with names, and links to the calls behind. */
export function presentFrame(frame: Frame, asked: AskedQuery, presentation: Presentation): Frame {
  const { catalogue, target, isForAlert, now } = presentation;
  const ofMetrics = isOfMetrics(asked) ? shapedFrame(frame, asked, now) : frame;
  const shaped = isForAlert ? numbersFrame(ofMetrics) : ofMetrics;
  const fields = linked(shaped, asked, catalogue, target).map((field) => inGrafanasWords(field, groupsOf(asked)));
  return { ...shaped, schema: { ...shaped.schema, fields } };
}
