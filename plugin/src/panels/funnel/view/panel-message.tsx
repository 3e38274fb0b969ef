import { css } from '@emotion/css';
import type { DataQueryError, GrafanaTheme2, IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly isAlert?: boolean;
}

/** What the panel says where there is nothing to draw: why, and what helps. */
export function PanelMessage({ icon, title, children, isAlert = false }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.box} role={isAlert ? 'alert' : 'status'}>
      <Icon name={icon} size="xl" />
      <strong className={styles.title}>{title}</strong>
      {children !== undefined && <span className={styles.text}>{children}</span>}
    </div>
  );
}

/** Why there is no answer: not allowed, or what went wrong. */
export function ErrorMessage({ error }: { readonly error: DataQueryError }) {
  const { status, message, data } = error;
  const text =
    message ?? data?.message ?? data?.error ?? t('funnel-panel.message.no-answer', 'The service did not answer.');
  if (status === 401 || status === 403) {
    return (
      <PanelMessage
        icon="lock"
        title={t('funnel-panel.message.forbidden.title', 'You may not see these calls')}
        isAlert
      >
        {t(
          'funnel-panel.message.forbidden.text',
          '{{- reason}} Ask who administers Grafana for access to this datasource.',
          {
            reason: text,
          },
        )}
      </PanelMessage>
    );
  }
  return (
    <PanelMessage
      icon="exclamation-triangle"
      title={t('funnel-panel.message.failed.title', 'The funnel could not be loaded')}
      isAlert
    >
      {text}
    </PanelMessage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    height: '100%',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1),
    textAlign: 'center',
    color: theme.colors.text.secondary,
    overflow: 'auto',
  }),
  title: css({ color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium }),
  text: css({ maxWidth: 480 }),
});
