import type { FunnelCell, FunnelModel } from '../../../../src/panels/funnel/model/funnel-model';

export const cell = (reached: number, dropped = 0, pending = 0): FunnelCell => ({
  reached,
  dropped,
  pending,
  rateTotal: null,
  totalLow: null,
  totalHigh: null,
  rateStep: null,
  stepLow: null,
  stepHigh: null,
  medianS: null,
  p90S: null,
  earlier: undefined,
  bins: [],
});

/** A funnel of steps `a`, `b`, `c`…; for each segment its cells. */
export const model = (...segments: FunnelCell[][]): FunnelModel => ({
  refId: 'A',
  name: 'A',
  unit: 'call',
  steps: (segments[0] ?? []).map((_, index) => ({ id: 'abc'[index] ?? '', title: 'ABC'[index] ?? '' })),
  segments: segments.map((cells, index) => ({
    label: `s${index}`,
    values: [{ dimension: 'source', value: index === 0 ? null : 'x' }],
    cells,
  })),
  hidden: 0,
  compare: undefined,
  notices: [],
});
