import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { ALL_CHECKS } from '../checks/all-checks';
import { CheckItem } from './check-item';
import { summaryOf } from './summary-of';
import { useChecks } from './use-checks';

/** Whether everything is in place from the voice platform to the dashboards, and what to do where it is not. */
export function StartPage() {
  const styles = useStyles2(getStyles);
  const results = useChecks(ALL_CHECKS);
  return (
    <PluginPage>
      <div className={styles.page}>
        <p className={styles.summary} role="status">
          {summaryOf(ALL_CHECKS.map(({ id }) => results[id]))}
        </p>
        <ol className={styles.list}>
          {ALL_CHECKS.map(({ id, title }) => (
            <CheckItem key={id} title={title} result={results[id]} />
          ))}
        </ol>
      </div>
    </PluginPage>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 880 }),
  summary: css({ fontSize: theme.typography.h4.fontSize, marginBottom: theme.spacing(2) }),
  list: css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    margin: 0,
    padding: 0,
  }),
});
