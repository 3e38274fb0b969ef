import { LoadingState, type PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useMemo, useState } from 'react';
import type { FunnelOptions } from './funnel-options';
import { buildModels } from './model/build-models';
import type { CellRef } from './model/cell-ref';
import type { FunnelModel } from './model/funnel-model';
import { CallsDrawer } from './view/calls-drawer';
import { ErrorMessage, PanelMessage } from './view/panel-message';
import { FunnelStack } from './view/funnel-stack';

interface Opened {
  readonly model: FunnelModel;
  readonly cell: CellRef;
}

/** The panel: its funnels, or why there are none. */
export function FunnelPanel({ data, options, width, height }: PanelProps<FunnelOptions>) {
  const models = useMemo(() => buildModels(data.series, options.maxSegments), [data.series, options.maxSegments]);
  const [opened, setOpened] = useState<Opened>();
  const [error] = data.errors ?? [];
  const isEmpty = models.every(({ segments }) => segments.every(({ cells }) => (cells[0]?.reached ?? 0) === 0));

  if (models.length === 0 && error !== undefined) return <ErrorMessage error={error} />;
  if (models.length === 0 && data.state === LoadingState.Loading) {
    return <PanelMessage icon="fa fa-spinner" title={t('funnel-panel.message.loading', 'Counting…')} />;
  }
  if (models.length === 0 && data.series.length > 0) {
    return (
      <PanelMessage icon="info-circle" title={t('funnel-panel.message.not-a-funnel.title', 'This is no funnel')}>
        {t(
          'funnel-panel.message.not-a-funnel.text',
          'The panel draws queries of the type “Funnel” of a Callsight datasource.',
        )}
      </PanelMessage>
    );
  }
  if (isEmpty) {
    return (
      <PanelMessage icon="filter" title={t('funnel-panel.message.empty.title', 'No calls began this funnel')}>
        {t('funnel-panel.message.empty.text', 'Nothing reached its first step in this range with these filters.')}
      </PanelMessage>
    );
  }
  const notices = [
    ...(data.errors ?? []).map(({ refId, message }) =>
      t('funnel-panel.notice.query-failed', '{{- query}}: {{- reason}}', {
        query: refId ?? t('funnel-panel.notice.query', 'Query'),
        reason: message ?? t('funnel-panel.notice.failed', 'failed'),
      }),
    ),
    ...models.flatMap((model) => model.notices.map(({ text }) => text)),
  ];
  return (
    <>
      <FunnelStack
        models={models}
        notices={notices}
        options={options}
        width={width}
        height={height}
        onOpen={(model, cell) => setOpened({ model, cell })}
      />
      {opened !== undefined && <CallsDrawer {...opened} request={data.request} onClose={() => setOpened(undefined)} />}
    </>
  );
}
