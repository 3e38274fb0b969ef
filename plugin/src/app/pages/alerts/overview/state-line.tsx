import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ThresholdState } from '@callsight/contract/monitoring/threshold';
import { detailText, groupText, valueText } from '../model/state-texts';
import type { Watched } from '../model/watched';

interface Props {
  readonly watched: Watched;
  readonly state: ThresholdState;
}

/** One group in a line: `Ben: 3.1 s, usually 1.9 s, 480 turns`. */
export function StateLine({ watched, state }: Props) {
  const styles = useStyles2(getStyles);
  const group = groupText(state.group);
  const detail = detailText(state, watched);
  return (
    <span className={styles.line}>
      {group !== '' && `${group}: `}
      <strong
        className={cx(state.level === 'critical' && styles.critical, state.level === 'warning' && styles.warning)}
      >
        {valueText(state, watched.unit)}
      </strong>
      {detail !== '' && `, ${detail}`}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ overflowWrap: 'anywhere' }),
  critical: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
});
