import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { CheckStatus } from '@callsight/contract/monitoring/check';

const ICONS: Readonly<Record<CheckStatus, IconName>> = {
  up: 'check-circle',
  degraded: 'exclamation-triangle',
  down: 'exclamation-circle',
};

export const statusName = (status: CheckStatus): string =>
  ({
    up: t('alerts.status.up', 'up'),
    degraded: t('alerts.status.degraded', 'degraded'),
    down: t('alerts.status.down', 'down'),
  })[status];

/** The status of a component as an icon and a word. */
export function StatusMark({ status }: { readonly status: CheckStatus }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.mark}>
      <Icon name={ICONS[status]} className={styles[status]} aria-hidden /> {statusName(status)}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ whiteSpace: 'nowrap' }),
  up: css({ color: theme.colors.success.text }),
  degraded: css({ color: theme.colors.warning.text }),
  down: css({ color: theme.colors.error.text }),
});
