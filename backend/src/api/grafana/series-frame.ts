import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import { NOTHING_USUAL, USUAL_SUFFIXES, usualLook, type UsualColumns } from './usual-range.js';

/** How values of the range before are drawn: as a thin, broken line. */
const EARLIER = { lineStyle: { fill: 'dash', dash: [6, 4] }, lineWidth: 1, fillOpacity: 0 };

const NO_VALUE = '(none)';

interface Placed {
  readonly field: FrameField;
  readonly index: number;
}

/** Columns of a frame by what they are. */
interface Columns {
  readonly time: Placed | undefined;
  readonly groups: readonly Placed[];
  readonly numbers: readonly Placed[];
}

/** Groups stand between the time and the first metric; a group can be a number itself, and has no unit then. */
function columnsOf(fields: readonly FrameField[]): Columns {
  const isMetric = ({ type, config }: FrameField): boolean => type === 'number' && config['unit'] !== undefined;
  const placed = fields.map((field, index) => ({ field, index }));
  return {
    time: placed.find(({ field }) => field.type === 'time'),
    groups: placed.filter(({ field }) => field.type !== 'time' && !isMetric(field)),
    numbers: placed.filter(({ field }) => isMetric(field)),
  };
}

const textOf = (value: FrameValue): string => (value === null ? '' : String(value));

const titleOf = ({ name, config }: FrameField): string =>
  typeof config['displayName'] === 'string' ? config['displayName'] : name;

type Labels = Readonly<Record<string, string>>;

/** How the series of one group are named. */
interface Naming {
  readonly labels: Labels;
  readonly hasOneMetric: boolean;
  readonly usual: UsualColumns;
  readonly numbers: readonly Placed[];
}

/** What a legend shows: the group if it tells the series apart, else the metric, else both. */
function nameOf(field: FrameField, { labels, hasOneMetric, usual, numbers }: Naming): string {
  const told = usual.get(field.name);
  const suffix = told === undefined ? '' : USUAL_SUFFIXES[told.column];
  const metric = numbers.find(({ field: { name } }) => name === told?.metric)?.field ?? field;
  const isEarlier = field.name.endsWith('_previous');
  const of = Object.values(labels)
    .map((value) => value || NO_VALUE)
    .join(' · ');
  if (of === '') return `${titleOf(metric)}${suffix}`;
  return hasOneMetric ? `${of}${isEarlier ? ' (previous)' : ''}${suffix}` : `${titleOf(metric)}${suffix} · ${of}`;
}

/** What is drawn in another way than a metric. */
function lookOf(field: FrameField, naming: Naming): FrameField['config'] {
  const told = naming.usual.get(field.name);
  if (told !== undefined) {
    const low = naming.numbers.find(({ field: { name } }) => name === `${told.metric}_low`)?.field ?? field;
    return usualLook(told.column, nameOf(low, naming));
  }
  return field.name.endsWith('_previous') ? { custom: EARLIER } : {};
}

interface Series {
  readonly group: readonly FrameValue[];
  readonly rows: number[];
}

function seriesOf({ groups }: Columns, values: readonly (readonly FrameValue[])[], length: number): Series[] {
  const found = new Map<string, Series>();
  for (let row = 0; row < length; row += 1) {
    const group = groups.map(({ index }) => values[index]?.[row] ?? null);
    const key = JSON.stringify(group);
    const series = found.get(key) ?? { group, rows: [] };
    series.rows.push(row);
    found.set(key, series);
  }
  return [...found.values()];
}

function seriesField(field: FrameField, naming: Naming): FrameField {
  const { labels } = naming;
  const { custom: drawn, ...look } = lookOf(field, naming);
  const custom = { ...(field.config['custom'] as object | undefined), ...(drawn as object | undefined) };
  return {
    ...field,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
    config: { ...field.config, ...look, displayName: nameOf(field, naming), custom },
  };
}

/** Whether a column is of another currency than its group: there is no such money, and its labels are those of a series that is. */
const isForeign = ({ labels = {} }: FrameField, group: Labels): boolean =>
  Object.entries(labels).some(([name, value]) => (group[name] ?? value) !== value);

const distinct = (values: readonly FrameValue[]): FrameValue[] => [...new Set(values)];

/**
 * One row for each time, one column for each metric of each group, told apart by labels: what panels draw and alert rules
 * take. A frame in which no group is has no columns at all, which Grafana reads as "no data".
 * @param usual columns that say what is usual of another one
 */
export function seriesFrame({ schema, data: { values } }: Frame, usual: UsualColumns = NOTHING_USUAL): Frame {
  const columns = columnsOf(schema.fields);
  const { time, groups, numbers } = columns;
  if (time === undefined) return { schema, data: { values } };
  const all = values[time.index] ?? [];
  const times = distinct(all);
  const place = new Map(times.map((at, index) => [at, index]));
  const metrics = new Set(
    numbers.map(({ field }) => usual.get(field.name)?.metric ?? field.name.replace(/_previous$/, '')),
  );
  const made = seriesOf(columns, values, all.length).flatMap(({ group, rows }) => {
    const own = Object.fromEntries(groups.map(({ field: { name } }, index) => [name, textOf(group[index] ?? null)]));
    return numbers
      .filter(({ field }) => !isForeign(field, own))
      .map(({ field, index: column }) => {
        const series = Array<FrameValue>(times.length).fill(null);
        for (const row of rows) series[place.get(all[row] ?? null) ?? 0] = values[column]?.[row] ?? null;
        const naming = { labels: { ...own, ...field.labels }, hasOneMetric: metrics.size === 1, usual, numbers };
        return { field: seriesField(field, naming), series };
      });
  });
  const meta = { ...schema.meta, type: 'timeseries-wide' };
  if (made.length === 0) return { schema: { ...schema, meta, fields: [] }, data: { values: [] } };
  return {
    schema: { ...schema, meta, fields: [time.field, ...made.map(({ field }) => field)] },
    data: { values: [times, ...made.map(({ series }) => series)] },
  };
}
