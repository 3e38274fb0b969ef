import { createContext, useContext } from 'react';
import type { FunnelOptions } from '../funnel-options';
import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import type { FunnelLayout } from '../model/layout';

/** What all parts of one funnel's chart share. */
export interface Chart {
  readonly model: FunnelModel;
  readonly layout: FunnelLayout;
  readonly options: FunnelOptions;
  /** The part that the Tab key leads to. */
  readonly focused: CellRef | undefined;
  /** The part that is pointed at or focused, and where it lies; without one, nothing is. */
  readonly onPoint: (cell?: CellRef, element?: Element) => void;
  readonly onFocus: (cell: CellRef) => void;
  readonly onOpen: (cell: CellRef) => void;
}

export const ChartContext = createContext<Chart | undefined>(undefined);

export function useChart(): Chart {
  const chart = useContext(ChartContext);
  if (chart === undefined) throw new Error('a part of a funnel is drawn outside of its chart');
  return chart;
}
