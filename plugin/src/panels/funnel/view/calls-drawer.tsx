import type { DataQueryRequest } from '@grafana/data';
import { Drawer } from '@grafana/ui';
import type { FunnelQuery } from '@callsight/contract/query/funnel';
import { callsOfCell } from '../model/calls-of-cell';
import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import { drawerWords } from '../words/drawer-words';
import { CallsList } from './calls-list';
import { useCalls } from './use-calls';

interface Props {
  readonly model: FunnelModel;
  readonly cell: CellRef;
  readonly request: DataQueryRequest | undefined;
  readonly onClose: () => void;
}

/** The query that a funnel came from. */
function askedFor(request: DataQueryRequest | undefined, { refId }: FunnelModel): FunnelQuery['funnel'] {
  const target = request?.targets.find((one) => one.refId === refId) ?? request?.targets[0];
  return (target as { readonly funnel?: FunnelQuery['funnel'] } | undefined)?.funnel ?? {};
}

/** The calls of a part of a bar, page by page. */
export function CallsDrawer({ model, cell, request, onClose }: Props) {
  const calls = useCalls(request, model.refId, callsOfCell(askedFor(request, model), model, cell));
  const { title, subtitle } = drawerWords(model, cell);
  return (
    <Drawer title={title} subtitle={subtitle} size="md" onClose={onClose}>
      <CallsList {...calls} />
    </Drawer>
  );
}
