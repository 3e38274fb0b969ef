import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Check, CheckInput, Component } from '@callsight/contract/monitoring/check';
import { isAdmin } from '../../../is-admin';
import { addCheck, changeCheck, readChecks, readComponents, removeCheck } from '../alerts-api';
import { ChangeError } from '../../../controls/change-error';
import { useNow } from '../../../controls/use-now';
import { CheckForm } from './check-form';
import { CheckTable } from './check-table';
import { ComponentTable } from './component-table';

const EVERY_MS = 15_000;

type Change = { readonly save: CheckInput; readonly isNew: boolean } | { readonly remove: string };

const apply = async (change: Change): Promise<void> => {
  if ('remove' in change) await removeCheck(change.remove);
  else await (change.isNew ? addCheck(change.save) : changeCheck(change.save));
};

/** How the components are, once it is known. */
function ComponentsPart({ components, error }: { components: readonly Component[] | undefined; error: Error | null }) {
  const styles = useStyles2(getStyles);
  const now = useNow();
  return (
    <section>
      <h2 className={styles.title}>{t('alerts.checks.components', 'Components')}</h2>
      {components === undefined && error === null && (
        <LoadingPlaceholder text={t('alerts.checks.loading', 'Reading…')} />
      )}
      {components?.length === 0 && (
        <p>{t('alerts.checks.no-components', 'No component has been reported yet, by a check or by an event.')}</p>
      )}
      {components !== undefined && components.length > 0 && <ComponentTable components={components} now={now} />}
    </section>
  );
}

interface ChecksPartProps {
  readonly checks: readonly Check[];
  readonly components: readonly Component[];
}

/** The checks, and the form of the one that is changed. */
function ChecksPart({ checks, components }: ChecksPartProps) {
  const styles = useStyles2(getStyles);
  const client = useQueryClient();
  /** Id of the check whose form is open; empty for a new one. */
  const [edited, setEdited] = useState<string>();
  const change = useMutation({
    mutationFn: apply,
    onSuccess: () => setEdited(undefined),
    onSettled: () => client.invalidateQueries({ queryKey: ['checks'] }),
  });
  return (
    <section>
      <header className={styles.header}>
        <h2 className={styles.title}>{t('alerts.checks.title', 'Checks')}</h2>
        {isAdmin() && (
          <Button icon="plus" variant="secondary" onClick={() => setEdited('')}>
            {t('alerts.checks.new', 'New check')}
          </Button>
        )}
      </header>
      {edited === undefined && change.error !== null && <ChangeError error={change.error} />}
      {checks.length === 0 ? (
        <p className={styles.hint}>
          {t(
            'alerts.checks.none',
            'There is none yet. A check looks at a system that calls depend on, such as a booking API, on a schedule; administrators add them.',
          )}
        </p>
      ) : (
        <CheckTable
          checks={checks}
          canEdit={isAdmin()}
          onEdit={setEdited}
          onRemove={(id) => change.mutate({ remove: id })}
        />
      )}
      {edited !== undefined && (
        <CheckForm
          key={edited}
          check={checks.find(({ id }) => id === edited)}
          taken={checks.map(({ id }) => id)}
          components={[...new Set(components.map(({ component }) => component))]}
          isBusy={change.isPending}
          error={change.error ?? undefined}
          onSave={(save) => change.mutate({ save, isNew: edited === '' })}
          onClose={() => {
            change.reset();
            setEdited(undefined);
          }}
        />
      )}
    </section>
  );
}

/** Which systems are up, and the checks that look at them. */
export function ChecksView() {
  const styles = useStyles2(getStyles);
  const checks = useQuery({ queryKey: ['checks'], queryFn: readChecks, refetchInterval: EVERY_MS });
  const components = useQuery({ queryKey: ['components'], queryFn: readComponents, refetchInterval: EVERY_MS });
  const error = checks.error ?? components.error;
  return (
    <div className={styles.view}>
      {error !== null && (
        <Alert severity="error" title={t('alerts.checks.failed', 'The checks could not be read')}>
          {error.message}
        </Alert>
      )}
      <ComponentsPart components={components.data} error={error} />
      {checks.data !== undefined && <ChecksPart checks={checks.data} components={components.data ?? []} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
  header: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(1),
  }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: theme.spacing(0, 0, 1) }),
  hint: css({ color: theme.colors.text.secondary }),
});
