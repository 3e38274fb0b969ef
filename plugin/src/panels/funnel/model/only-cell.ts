import type { FunnelCell, FunnelModel } from './funnel-model';

/** The cell of a step where there is one segment only, and so room for its numbers in words. */
export const onlyCell = ({ segments }: FunnelModel, step: number): FunnelCell | undefined =>
  segments.length === 1 ? segments[0]?.cells[step] : undefined;
