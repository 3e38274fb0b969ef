import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { chosenRate } from '../model/chosen-rate';
import type { FunnelCell } from '../model/funnel-model';
import { unitName } from '../format/cell-texts';
import { formatChange, formatCount, formatRate, percentagePoints } from '../format/numbers';
import { useChart } from './chart-context';
import { FittingLine } from './fitting-line';

/** How a rate changed against the earlier range; a higher one is better. */
function ChangeText({ now, before }: { readonly now: number | null; readonly before: number | null }) {
  const styles = useStyles2(getStyles);
  if (now === null || before === null) return null;
  const points = percentagePoints(now, before);
  const tone = points > 0 ? styles.better : points < 0 ? styles.worse : styles.same;
  return <span className={cx(styles.change, tone)}>{formatChange(now, before)}</span>;
}

interface Props {
  readonly cell: FunnelCell;
  readonly step: number;
}

/** Of a step that is not the first: its rate, how sure that is, and how it changed. */
function Rate({ cell }: Pick<Props, 'cell'>) {
  const styles = useStyles2(getStyles);
  const { layout, options } = useChart();
  const { rate, low, high, before } = chosenRate(cell, options.rateOf);
  const hasInterval = options.showIntervals && layout.hasRoomForIntervals && low !== null && high !== null;
  return (
    <FittingLine className={styles.line}>
      <span className={styles.number}>{formatRate(rate)}</span>
      <ChangeText now={rate} before={before} />
      {hasInterval && (
        <span className={styles.small} title={t('funnel-panel.interval', '95% interval')}>
          {formatRate(low)} – {formatRate(high)}
        </span>
      )}
    </FittingLine>
  );
}

/** The number that a step is read by: how many began, and of the other steps the rate. */
export function PrimaryNumber({ cell, step }: Props) {
  const styles = useStyles2(getStyles);
  const { model } = useChart();
  if (step > 0) return <Rate cell={cell} />;
  return (
    <FittingLine className={styles.line}>
      <span className={styles.number}>{formatCount(cell.reached, true)}</span>
      <span className={styles.small}>{unitName(model.unit)}</span>
    </FittingLine>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    flexShrink: 0,
    justifyContent: 'safe center',
    columnGap: theme.spacing(0.75),
    fontSize: theme.typography.h5.fontSize,
    lineHeight: theme.typography.h5.lineHeight,
  }),
  number: css({
    fontWeight: theme.typography.fontWeightMedium,
  }),
  small: css({
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  change: css({
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  better: css({ color: theme.colors.success.text }),
  worse: css({ color: theme.colors.error.text }),
  same: css({ color: theme.colors.text.secondary }),
});
