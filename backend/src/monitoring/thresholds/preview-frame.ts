import type { FrameField, FrameValue } from '@callsight/contract/query/answer';
import type { ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { MIN_DISPERSION } from '../../analytics/baselines/dispersion.js';
import { LocalClock } from '../../analytics/baselines/local-clock.js';
import { MINUTE_MS } from '../../lib/time/durations.js';
import { countBand, meanBand, rateBand, type Band } from '../../analytics/baselines/band.js';
import type { Model } from './models.js';
import type { Line, Point } from './preview-lines.js';
import { orNull } from './state.js';
import { labelsOf } from './variant.js';
import type { Watch } from './watch.js';

/** Points of a line that are shown at most. */
const MAX_POINTS = 800;
/** Points are at least so far from each other. */
const MIN_DISTANCE = 15;

/** What the value usually lies between. Limits have none, and percentiles no simple one. */
function bandOf(
  { threshold, measure }: Watch,
  model: Model | undefined,
  dispersion: number,
  { baseline, number }: Point,
): Band | undefined {
  if (threshold.kind === 'fixed' || Number.isNaN(baseline)) return undefined;
  if (measure.kind === 'count') return countBand(baseline, dispersion);
  if (measure.kind === 'rate') return rateBand(baseline, number);
  return measure.kind === 'mean' ? meanBand(baseline, model?.variation ?? 1, number) : undefined;
}

const numberField = (name: string, displayName: string, unit: string): FrameField => ({
  name,
  type: 'number',
  config: { displayName, unit },
});

function fieldsOf({ threshold, metric }: Watch, groups: readonly string[]): FrameField[] {
  return [
    { name: 'time', type: 'time', config: {} },
    ...groups.map((name): FrameField => ({ name, type: 'string', config: {} })),
    numberField('value', metric.title, metric.unit),
    numberField('baseline', threshold.kind === 'fixed' ? 'Limit' : 'Usual', metric.unit),
    numberField('low', 'Usual, low', metric.unit),
    numberField('high', 'Usual, high', metric.unit),
    numberField('score', 'Score', 'percentunit'),
    { name: 'level', type: 'string', config: {} },
  ];
}

/** Points that are shown: not all, but the last one of each distance. */
function shown({ points, stepMinutes }: Line): Point[] {
  const every = Math.max(1, Math.ceil(points.length / MAX_POINTS), Math.ceil(MIN_DISTANCE / stepMinutes));
  return points.filter((_, index) => index % every === every - 1);
}

function rowsOf(watch: Watch, line: Line, groups: readonly string[]): FrameValue[][] {
  const labels = labelsOf(line.variant, line.group);
  const texts = groups.map((name) => (labels[name] === undefined ? null : String(labels[name])));
  const [first, last] = [line.points[0], line.points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const clock = new LocalClock(watch.zone, first.at - 1, last.at + 1);
  // How much counts vary changes slowly: that of the last day stands for all.
  const dispersion = [...(line.models?.values() ?? [])].at(-1)?.dispersion ?? MIN_DISPERSION;
  return shown(line).map((point) => {
    const band = bandOf(watch, line.models?.get(clock.dayOf(point.at - 1)), dispersion, point);
    const numbers = [point.value, point.baseline, band?.low, band?.high, point.score].map(orNull);
    return [point.at * MINUTE_MS, ...texts, ...numbers, point.level];
  });
}

/** The lines of all groups as rows: time, groups, value, usual value, band, score, level. */
export function previewFrame(watch: Watch, lines: readonly Line[]): ThresholdPreview['frame'] {
  const groups = [...new Set(lines.flatMap(({ variant, group }) => Object.keys(labelsOf(variant, group))))];
  const fields = fieldsOf(watch, groups);
  const rows = lines.flatMap((line) => rowsOf(watch, line, groups));
  const { title } = watch.threshold;
  return {
    schema: { refId: 'preview', name: title, meta: { type: 'timeseries-long', typeVersion: [0, 1] }, fields },
    data: { values: fields.map((_, column) => rows.map((row) => row[column] ?? null)) },
  };
}
