import type { Frame, FrameField } from '@callsight/contract/query/answer';
import type { StoredQuery } from '@callsight/contract/grafana/stored-query';
import type { Catalogue } from '../catalogue/catalogue.js';
import { linkFunnel, linkMetrics, type LinkTarget } from './call-links.js';
import type { AskedQuery } from './read-query.js';
import { seriesFrame } from './series-frame.js';

interface Custom {
  readonly titles?: Readonly<Record<string, string>>;
}

/** Names of a datasource give way to names that a user chooses; titles of steps become what is shown in their place. */
function inGrafanasWords(field: FrameField): FrameField {
  const { displayName, ...config } = field.config;
  const { titles } = (config['custom'] ?? {}) as Custom;
  const options = Object.fromEntries(
    Object.entries(titles ?? {}).map(([step, text], index): [string, object] => [step, { text, index }]),
  );
  return {
    ...field,
    config: {
      ...config,
      ...(displayName === undefined ? {} : { displayNameFromDS: displayName }),
      ...(titles === undefined ? {} : { mappings: [{ type: 'value', options }] }),
    },
  };
}

/** Whether calls can be listed by everything that a query groups and filters by. */
function leadsToCalls(
  { metrics = [], groupBy = [], filters = [] }: Partial<StoredQuery>,
  catalogue: Catalogue,
): boolean {
  const entries = catalogue.describe().metrics.filter(({ id }) => metrics.includes(id));
  const dimensions = [...groupBy, ...filters.map(({ dimension }) => dimension)];
  return (
    entries.every(({ datasets }) => datasets.includes('calls')) &&
    dimensions.every((id) => catalogue.dimensions.get(id)?.sql.calls !== undefined)
  );
}

function linked(frame: Frame, { query }: AskedQuery, catalogue: Catalogue, target: LinkTarget): FrameField[] {
  const { fields } = frame.schema;
  const stored = query as Partial<StoredQuery>;
  if (stored.funnel !== undefined) return linkFunnel(fields, stored.funnel, target);
  if (stored.metrics === undefined || !leadsToCalls(stored, catalogue)) return [...fields];
  return linkMetrics(fields, { filters: stored.filters, groups: stored.groupBy ?? [] }, target);
}

const isOfMetrics = ({ query }: AskedQuery): boolean => 'metrics' in query;

/** A frame as panels, Explore and alert rules want it: series or rows, with names, and links to the calls behind. */
export function presentFrame(frame: Frame, asked: AskedQuery, catalogue: Catalogue, target: LinkTarget): Frame {
  const hasTime = frame.schema.meta['type'] === 'timeseries-long';
  const shaped = isOfMetrics(asked) && hasTime && asked.format === 'time_series' ? seriesFrame(frame) : frame;
  const fields = linked(shaped, asked, catalogue, target).map(inGrafanasWords);
  return { ...shaped, schema: { ...shaped.schema, fields } };
}
