import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Spinner, TextLink, useStyles2 } from '@grafana/ui';
import type { CheckResult, CheckState } from './checks/check';

interface Props {
  readonly title: string;
  readonly result: CheckResult | undefined;
}

const ICONS: Readonly<Record<CheckState, IconName>> = {
  ok: 'check-circle',
  warning: 'exclamation-triangle',
  problem: 'exclamation-circle',
  hidden: 'lock',
};

const stateName = (state: CheckState): string =>
  ({
    ok: t('start-page.state.ok', 'in place'),
    warning: t('start-page.state.warning', 'deserves a look'),
    problem: t('start-page.state.problem', 'missing'),
    hidden: t('start-page.state.hidden', 'not shown'),
  })[state];

/** One check: what was found, and what to do next. */
export function CheckItem({ title, result }: Props) {
  const styles = useStyles2(getStyles);
  if (result === undefined) {
    return (
      <li className={styles.item} aria-busy>
        <Spinner size="xl" />
        <div className={styles.text}>
          <strong>{title}</strong>
          <span className={styles.next}>{t('start-page.checking', 'Checking…')}</span>
        </div>
      </li>
    );
  }
  const { state, text, next, links = [] } = result;
  return (
    <li className={styles.item}>
      <Icon name={ICONS[state]} size="xl" className={cx(styles.icon, styles[state])} title={stateName(state)} />
      <div className={styles.text}>
        <strong>{title}</strong>
        <span>{text}</span>
        {next !== undefined && <span className={styles.next}>{next}</span>}
        {links.length > 0 && (
          <span className={styles.links}>
            {links.map((link) => (
              <TextLink key={link.href} href={link.href} inline={false}>
                {link.text}
              </TextLink>
            ))}
          </span>
        )}
      </div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  item: css({
    display: 'flex',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  icon: css({ flexShrink: 0 }),
  text: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
    strong: { fontWeight: theme.typography.fontWeightBold },
  }),
  next: css({ color: theme.colors.text.secondary }),
  links: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2) }),
  ok: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  problem: css({ color: theme.colors.error.text }),
  hidden: css({ color: theme.colors.text.secondary }),
});
