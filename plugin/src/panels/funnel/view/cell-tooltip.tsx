import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';
import type { CellRef } from '../model/cell-ref';
import type { FunnelModel } from '../model/funnel-model';
import { cellTitle, countOf } from '../format/cell-texts';
import { tooltipRows } from '../format/tooltip-rows';
import { formatCount } from '../format/numbers';
import { TimeHistogram } from './time-histogram';

interface Props {
  readonly cell: CellRef;
  readonly model: FunnelModel;
}

function TooltipContent({ cell: { segment, step, end }, model }: Props) {
  const styles = useStyles2(getStyles);
  const own = model.segments[segment];
  const cell = own?.cells[step];
  if (own === undefined || cell === undefined) return null;
  return (
    <div className={styles.box}>
      <div className={styles.title}>
        {cellTitle(model.steps[step]?.title ?? '', end)}: {formatCount(countOf(cell, end))}
      </div>
      {own.label !== '' && <div className={styles.label}>{own.label}</div>}
      <dl className={styles.rows}>
        {tooltipRows(cell, step, step === model.steps.length - 1).map(({ name, value }) => (
          <div key={name} className={styles.row}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {cell.bins.length > 0 && <TimeHistogram bins={cell.bins} />}
      <div className={styles.label}>
        {model.unit === 'caller'
          ? t('funnel-panel.tooltip.list-callers', 'Click to list these callers’ calls')
          : t('funnel-panel.tooltip.list-calls', 'Click to list these calls')}
      </div>
    </div>
  );
}

/** What is to be known of a step, beside the part of its bar that is pointed at or focused. */
export function CellTooltip({ cell, model, at }: Props & { readonly at: DOMRect }) {
  return (
    <Portal>
      <VizTooltipContainer
        position={{ x: at.x + at.width / 2, y: at.y + Math.min(at.height / 2, 24) }}
        offset={{ x: Math.min(at.width / 2, 60) + 8, y: 8 }}
      >
        <TooltipContent cell={cell} model={model} />
      </VizTooltipContainer>
    </Portal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 200 }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  label: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  rows: css({ margin: 0 }),
  row: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    dt: { fontWeight: theme.typography.fontWeightRegular, color: theme.colors.text.secondary },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
});
