import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import { useMemo } from 'react';
import { allChecks } from './checks/all-checks';
import type { CheckResult } from './checks/check';
import { CheckItem } from './check-item';
import { useChecks } from './use-checks';

/** All checks in a sentence. */
function summaryOf(results: readonly (CheckResult | undefined)[]): string {
  const problems = results.filter((result) => result?.state === 'problem').length;
  const warnings = results.filter((result) => result?.state === 'warning').length;
  if (problems > 0) {
    return t('start-page.summary.problems', '', {
      count: problems,
      defaultValue_one: 'One thing is missing.',
      defaultValue_other: '{{count}} things are missing.',
    });
  }
  if (results.includes(undefined)) return t('start-page.summary.checking', 'Looking whether everything is in place…');
  if (warnings > 0) return t('start-page.summary.warnings', 'Everything works; something deserves a look.');
  return t('start-page.summary.ok', 'Everything is in place.');
}

/** Whether everything is in place from the voice platform to the dashboards, and what to do where it is not. */
export function StartPage() {
  const styles = useStyles2(getStyles);
  const checks = useMemo(() => allChecks(), []);
  const results = useChecks(checks);
  return (
    <PluginPage>
      <div className={styles.page}>
        <p className={styles.summary} role="status">
          {summaryOf(results)}
        </p>
        <ol className={styles.list}>
          {checks.map(({ id, title }, index) => (
            <CheckItem key={id} title={title} result={results[index]} />
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
