import type { FrameField } from '@callsight/contract/query/answer';
import type { Filter } from '@callsight/contract/query/request';
import { QUERY_VERSION, type StoredQuery } from '@callsight/contract/grafana/stored-query';

/** The datasource that a link opens in Explore. */
export interface LinkTarget {
  readonly uid: string;
  readonly name: string;
}

/** A link of Grafana to a query in Explore. */
interface DataLink {
  readonly title: string;
  readonly url: '';
  readonly internal: {
    readonly datasourceUid: string;
    readonly datasourceName: string;
    readonly query: Omit<StoredQuery, 'refId'> & { readonly refId: string };
  };
}

function linkTo(target: LinkTarget, title: string, calls: NonNullable<StoredQuery['calls']>): DataLink {
  const query = { refId: 'A', queryType: 'calls', version: QUERY_VERSION, calls } as const;
  return { title, url: '', internal: { datasourceUid: target.uid, datasourceName: target.name, query } };
}

const withLink = (field: FrameField, link: DataLink): FrameField => ({
  ...field,
  config: { ...field.config, links: [link] },
});

/** Value of a column in the row that was clicked, as Grafana fills it in. */
const ofRow = (name: string): string => `\${__data.fields.${name}}`;

/** Columns of a funnel that count units, and the end that they count. */
const ENDS: Readonly<Record<string, string>> = { reached: 'reached', dropped: 'dropped', pending: 'pending' };

/** From each number of a funnel to the calls that it counts. */
export function linkFunnel(
  fields: readonly FrameField[],
  funnel: NonNullable<StoredQuery['funnel']>,
  target: LinkTarget,
): FrameField[] {
  const {
    breakdown = [],
    interval: _interval,
    limit: _limit,
    histogram: _histogram,
    compare: _compare,
    ...selection
  } = funnel;
  const groups = typeof breakdown === 'string' ? [breakdown] : breakdown;
  const filters = groups.map((dimension): Filter => ({ dimension, op: 'in', values: [ofRow(dimension)] }));
  return fields.map((field) => {
    const end = ENDS[field.name];
    if (end === undefined) return field;
    const calls = { funnel: selection, step: ofRow('step'), end, filters };
    return withLink(field, linkTo(target, `Calls: ${end} at this step`, calls));
  });
}

/** A series knows its group, and where there is none its label is empty; in a table it stands in the row. */
function valueOfGroup(dimension: string, labels: FrameField['labels']): string | null {
  const label = labels?.[dimension];
  return label === undefined ? ofRow(dimension) : label || null;
}

/**
 * From each number of metrics over calls to the calls behind it; those of an earlier range lie outside of what is shown.
 * @param groups names of the columns that rows are grouped by
 */
export function linkMetrics(
  fields: readonly FrameField[],
  { filters = [], groups }: { readonly filters?: readonly Filter[] | undefined; readonly groups: readonly string[] },
  target: LinkTarget,
): FrameField[] {
  return fields.map((field) => {
    if (field.type !== 'number' || field.config['unit'] === undefined || field.name.endsWith('_previous')) return field;
    const own = groups.map((dimension): Filter => ({
      dimension,
      op: 'in',
      values: [valueOfGroup(dimension, field.labels)],
    }));
    return withLink(field, linkTo(target, 'Calls', { filters: [...filters, ...own] }));
  });
}
