import { t } from '@grafana/i18n';
import { Alert, TextLink } from '@grafana/ui';
import { isAdmin } from '../is-admin';
import { ServiceError } from '../api/request';
import { appConfig } from '../pages/start/checks/links';

interface Props {
  readonly error: Error;
  /** What the key needs for such a change. */
  readonly scope?: 'admin' | 'reports';
}

/** Why a change was not taken, and what to do. */
export function ChangeError({ error, scope = 'admin' }: Props) {
  const lacksScope = error instanceof ServiceError && error.code === 'missing_scope';
  const link = appConfig();
  return (
    <Alert severity="error" title={t('alerts.change.failed', 'The change was not taken')}>
      {lacksScope
        ? t(
            'alerts.change.scope',
            'The API key of this app only reads. Changes need a key with the scope “{{- scope}}”.',
            {
              scope,
            },
          )
        : error.message}{' '}
      {lacksScope && isAdmin() && <TextLink href={link.href}>{link.text}</TextLink>}
    </Alert>
  );
}
