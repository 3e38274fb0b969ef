import type { ThresholdEpisode, ThresholdPreview } from '@callsight/contract/monitoring/threshold';
import { type Incident, incidentsOf } from './incidents';

/** A point of a line; what is not known is undefined. */
export interface PreviewPoint {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number | undefined;
  readonly baseline: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** What a threshold would have done with one group. */
export interface PreviewGroup {
  readonly name: string;
  readonly points: readonly PreviewPoint[];
  readonly incidents: readonly Incident[];
}

const textOf = (group: Readonly<Record<string, unknown>>): string =>
  Object.values(group)
    .filter((value) => value !== null && value !== undefined)
    .map(String)
    .join(' · ');

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const VALUES = new Set(['time', 'value', 'baseline', 'low', 'high', 'score', 'level']);

/** Groups of a preview: those that would have fired first, then those with more points. */
export function previewGroups({ frame, episodes }: ThresholdPreview): PreviewGroup[] {
  const columns = new Map(frame.schema.fields.map(({ name }, index) => [name, frame.data.values[index] ?? []]));
  const labels = frame.schema.fields.map(({ name }) => name).filter((name) => !VALUES.has(name));
  const points = new Map<string, PreviewPoint[]>();
  for (const [row, time] of (columns.get('time') ?? []).entries()) {
    const at = numberOf(time);
    if (at === undefined) continue;
    const name = textOf(Object.fromEntries(labels.map((label) => [label, columns.get(label)?.[row]])));
    const of = points.get(name) ?? [];
    if (of.length === 0) points.set(name, of);
    const read = (column: string): number | undefined => numberOf(columns.get(column)?.[row]);
    of.push({ at, value: read('value'), baseline: read('baseline'), low: read('low'), high: read('high') });
  }
  const fired = new Map<string, ThresholdEpisode[]>();
  for (const episode of episodes) {
    const name = textOf(episode.group);
    fired.set(name, [...(fired.get(name) ?? []), episode]);
  }
  return [...new Set([...points.keys(), ...fired.keys()])]
    .map((name): PreviewGroup => ({
      name,
      points: points.get(name) ?? [],
      incidents: incidentsOf(fired.get(name) ?? []),
    }))
    .sort((a, b) => b.incidents.length - a.incidents.length || b.points.length - a.points.length);
}
