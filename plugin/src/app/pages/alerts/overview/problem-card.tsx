import { css, cx } from '@emotion/css';
import { type GrafanaTheme2, locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack, useStyles2 } from '@grafana/ui';
import { lengthText, timeText } from '../model/time-texts';
import { isWrong, type Watched, wrongSince } from '../model/watched';
import { LevelMark } from './level-mark';
import { MuteMenu } from './mute-menu';
import { StateLine } from './state-line';

/** Groups that a card names. */
const SHOWN = 3;

const inGrafana = (address: string): string => locationUtil.assureBaseUrl(`/${address}`);

interface Props {
  readonly watched: Watched;
  readonly now: number;
  readonly isSelected: boolean;
  readonly canEdit: boolean;
  readonly onSelect: () => void;
  readonly onMute: (until: number | undefined) => void;
}

/** What is wrong, since when, and what can be done about it. */
export function ProblemCard({ watched, now, isSelected, canEdit, onSelect, onMute }: Props) {
  const styles = useStyles2(getStyles);
  const { threshold, level } = watched;
  const wrong = watched.states.filter((state) => isWrong(state.level));
  const since = wrongSince(watched);
  const links = wrong[0]?.links;
  return (
    <article
      className={cx(styles.card, level === 'critical' && styles.critical, isSelected && styles.selected)}
      aria-label={threshold.title}
    >
      <header className={styles.header}>
        <h3 className={styles.title}>
          <LevelMark level={level} /> {threshold.title}
        </h3>
        {since !== undefined && (
          <span className={styles.since}>
            {t('alerts.problem.since', 'since {{- time}}, {{- length}}', {
              time: timeText(since, now),
              length: lengthText(Math.max(0, now - since)),
            })}
          </span>
        )}
      </header>
      <ul className={styles.states}>
        {wrong.slice(0, SHOWN).map((state) => (
          <li key={JSON.stringify(state.group)}>
            <StateLine watched={watched} state={state} />
          </li>
        ))}
        {wrong.length > SHOWN && (
          <li className={styles.since}>
            {t('alerts.problem.more', '', {
              count: wrong.length - SHOWN,
              defaultValue_one: 'and {{count}} more',
              defaultValue_other: 'and {{count}} more',
            })}
          </li>
        )}
      </ul>
      <Stack gap={1} wrap="wrap">
        {links?.calls != null && (
          <LinkButton size="sm" variant="secondary" icon="list-ul" href={inGrafana(links.calls)}>
            {t('alerts.problem.calls', 'Calls')}
          </LinkButton>
        )}
        {links !== undefined && (
          <LinkButton size="sm" variant="secondary" icon="apps" href={inGrafana(links.dashboard)}>
            {t('alerts.problem.dashboard', 'Dashboard')}
          </LinkButton>
        )}
        {watched.runbook !== undefined && (
          <LinkButton size="sm" variant="secondary" icon="book" href={watched.runbook} target="_blank">
            {t('alerts.problem.runbook', 'Runbook')}
          </LinkButton>
        )}
        <MuteMenu size="sm" isMuted={false} disabled={!canEdit} onMute={onMute} />
        <Button size="sm" variant="secondary" fill="text" onClick={onSelect}>
          {t('alerts.problem.details', 'Details')}
        </Button>
      </Stack>
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderLeft: `3px solid ${theme.colors.warning.main}`,
    borderRadius: theme.shape.radius.default,
  }),
  critical: css({ borderLeftColor: theme.colors.error.main }),
  selected: css({ background: theme.colors.action.selected }),
  header: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5, 2), justifyContent: 'space-between' }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
  since: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  states: css({ listStyle: 'none', margin: theme.spacing(1, 0, 1.5) }),
});
