import type { DataQueryRequest } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Drawer, LinkButton, LoadingPlaceholder, Stack } from '@grafana/ui';
import type { FunnelQuery } from '@callsight/contract/query/funnel';
import { callsOfCell } from '../model/calls-of-cell';
import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import { drawerTitles } from '../format/cell-texts';
import { CallsTable } from './calls-table';
import { type Calls, useCalls } from './use-calls';

/** Calls as far as they are loaded, and what can be done with them. */
function CallsList({ rows, isLoading, error, hasMore, loadMore, exploreUrl }: Calls) {
  const isEmpty = !isLoading && error === undefined && rows.length === 0;
  return (
    <Stack direction="column" gap={2}>
      {error !== undefined && (
        <Alert severity="error" title={t('funnel-panel.calls.failed', 'The calls could not be loaded')}>
          {error}
        </Alert>
      )}
      {rows.length > 0 && <CallsTable rows={rows} />}
      {isLoading && <LoadingPlaceholder text={t('funnel-panel.calls.loading', 'Loading calls…')} />}
      {isEmpty && (
        <Alert severity="info" title={t('funnel-panel.calls.empty.title', 'No calls')}>
          {t('funnel-panel.calls.empty.text', 'None of these calls is there any more; refresh the dashboard.')}
        </Alert>
      )}
      <Stack gap={1}>
        {hasMore && (
          <Button variant="secondary" onClick={loadMore} disabled={isLoading}>
            {t('funnel-panel.calls.more', 'More calls')}
          </Button>
        )}
        {exploreUrl !== undefined && (
          <LinkButton variant="secondary" icon="compass" href={exploreUrl}>
            {t('funnel-panel.calls.explore', 'Open in Explore')}
          </LinkButton>
        )}
      </Stack>
    </Stack>
  );
}

interface Props {
  readonly model: FunnelModel;
  readonly cell: CellRef;
  readonly request: DataQueryRequest | undefined;
  readonly onClose: () => void;
}

/** The query that a funnel came from. */
function funnelQueryOf(request: DataQueryRequest | undefined, { refId }: FunnelModel): FunnelQuery['funnel'] {
  const target = request?.targets.find((one) => one.refId === refId) ?? request?.targets[0];
  return (target as { readonly funnel?: FunnelQuery['funnel'] } | undefined)?.funnel ?? {};
}

/** The calls of a part of a bar, page by page. */
export function CallsDrawer({ model, cell, request, onClose }: Props) {
  const calls = useCalls(request, model.refId, callsOfCell(funnelQueryOf(request, model), model, cell));
  const { title, subtitle } = drawerTitles(model, cell);
  return (
    <Drawer title={title} subtitle={subtitle} size="md" onClose={onClose}>
      <CallsList {...calls} />
    </Drawer>
  );
}
