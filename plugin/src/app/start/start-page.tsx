import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { ALL_CHECKS } from '../checks/all-checks';
import type { CheckResult } from '../checks/check';
import { CheckItem } from './check-item';
import { useChecks } from './use-checks';

/** All checks in a sentence. */
function summaryOf(results: readonly (CheckResult | undefined)[]): string {
  const problems = results.filter((result) => result?.state === 'problem').length;
  const warnings = results.filter((result) => result?.state === 'warning').length;
  if (problems > 0) return problems === 1 ? 'One thing is missing.' : `${problems} things are missing.`;
  if (results.includes(undefined)) return 'Looking whether everything is in place…';
  if (warnings > 0) return 'Everything works; something deserves a look.';
  return 'Everything is in place.';
}

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
