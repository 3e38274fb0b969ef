import type { DataFrame } from '@grafana/data';
import { t } from '@grafana/i18n';
import { breakdownFields, type FrameRow, frameRows, readNumber, segmentKey } from './frame-rows';
import type { Compare, FunnelCell, FunnelModel, FunnelSegment, SegmentValue } from './funnel-model';
import { fillBins, readBins } from './read-bins';
import { readCell } from './read-cell';
import { readSteps, readUnit } from './read-steps';
import { sumCells } from './sum-cells';

const readValue = (value: unknown): SegmentValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;

const labelOf = (values: readonly SegmentValue[]): string =>
  values
    .map((value) => (value === null || value === '' ? t('funnel-panel.segment.none', '(none)') : String(value)))
    .join(' · ');

function readCompare(frame: DataFrame): Compare | undefined {
  const compare: unknown = frame.meta?.custom?.['compare'];
  if (typeof compare !== 'object' || compare === null) return undefined;
  const { kind, from, to } = compare as Readonly<Record<string, unknown>>;
  return { kind: String(kind), from: readNumber(from) ?? 0, to: readNumber(to) ?? 0 };
}

/** For each step the rows of it, one for each bucket. Rows come bucket by bucket, in the order of the steps. */
function byStep(rows: readonly FrameRow[], count: number): FunnelCell[][] {
  const columns = Array.from({ length: count }, (): FunnelCell[] => []);
  rows.forEach((row, index) => columns[index % count]?.push(readCell(row)));
  return columns;
}

/**
 * Reads a funnel from its frame, and how long its steps took from the frame beside it.
 * @param maxSegments how many are kept, the first of the frame
 */
function buildModel(frame: DataFrame, times: DataFrame | undefined, maxSegments: number): FunnelModel {
  const rows = frameRows(frame);
  const steps = readSteps(frame, rows);
  const dimensions = breakdownFields(frame);
  const bins = readBins(times);
  const groups = new Map<string, FrameRow[]>();
  for (const row of rows) {
    const key = segmentKey(row, dimensions);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const segments = [...groups].slice(0, maxSegments).map(([key, own]): FunnelSegment => {
    const columns = byStep(own, steps.length);
    const isTrend = columns.some((cells) => cells.length > 1);
    const cells = isTrend ? sumCells(columns) : columns.flat();
    const values = dimensions.map((dimension) => ({ dimension, value: readValue(own[0]?.[dimension]) }));
    return {
      label: labelOf(values.map(({ value }) => value)),
      values,
      cells: cells.map((cell, index) => ({ ...cell, bins: fillBins(bins(key, steps[index]?.id ?? '')) })),
    };
  });
  return {
    refId: frame.refId ?? '',
    name: frame.name ?? '',
    unit: readUnit(frame),
    steps,
    segments,
    hidden: groups.size - segments.length,
    compare: readCompare(frame),
    notices: frame.meta?.notices ?? [],
  };
}

const has = (frame: DataFrame, ...names: readonly string[]): boolean =>
  names.every((name) => frame.fields.some((field) => field.name === name));

/** The funnels among the frames of a panel: one for each query that asked for one. */
export function buildModels(frames: readonly DataFrame[], maxSegments: number): FunnelModel[] {
  const times = frames.filter((frame) => has(frame, 'step', 'from_s', 'count'));
  return frames
    .filter((frame) => has(frame, 'step', 'reached') && frame.length > 0)
    .map((frame) =>
      buildModel(
        frame,
        times.find(({ refId }) => refId === frame.refId),
        maxSegments,
      ),
    );
}
