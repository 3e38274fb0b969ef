import type { DataFrame } from '@grafana/data';
import { buildModel } from './build-model';
import type { FunnelModel } from './funnel-model';

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
