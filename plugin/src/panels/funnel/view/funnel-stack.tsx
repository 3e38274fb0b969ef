import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { FunnelOptions } from '../funnel-options';
import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import { FunnelChart } from './funnel-chart';

const NOTICES = 20;
const HEADING = 22;
/** Least height of one of several funnels; the stack scrolls below it. */
const MIN_HEIGHT = 120;

/** What an answer says beside its numbers, such as a step that no call has reported. */
function Notices({ texts }: { readonly texts: readonly string[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.notices} role="status" title={texts.join('\n')}>
      <Icon name="exclamation-triangle" size="sm" />
      <span className={styles.notice}>{texts.join(' · ')}</span>
    </div>
  );
}

interface Props {
  readonly models: readonly FunnelModel[];
  readonly notices: readonly string[];
  readonly options: FunnelOptions;
  readonly width: number;
  readonly height: number;
  readonly onOpen: (model: FunnelModel, cell: CellRef) => void;
}

/** The funnels of a panel, one below the other. */
export function FunnelStack({ models, notices, options, width, height, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const hasNotices = notices.length > 0 && height >= 120;
  const hasHeadings = models.length > 1;
  const room = (height - (hasNotices ? NOTICES : 0)) / models.length - (hasHeadings ? HEADING : 0);
  const each = hasHeadings ? Math.max(MIN_HEIGHT, room) : room;
  return (
    <div className={styles.stack} style={{ width, height }}>
      {hasNotices && <Notices texts={notices} />}
      {models.map((model) => (
        <section
          key={model.refId}
          aria-label={t('funnel-panel.chart.section', 'Funnel {{- name}}', { name: model.name || model.refId })}
        >
          {hasHeadings && <div className={styles.heading}>{model.name || model.refId}</div>}
          <FunnelChart
            model={model}
            options={options}
            width={width}
            height={each}
            onOpen={(cell) => onOpen(model, cell)}
          />
        </section>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({ overflowX: 'hidden', overflowY: 'auto' }),
  heading: css({
    height: HEADING,
    padding: theme.spacing(0, 0.75),
    fontWeight: theme.typography.fontWeightMedium,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  notices: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    height: NOTICES,
    padding: theme.spacing(0, 0.75),
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  notice: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
});
