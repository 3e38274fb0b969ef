import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, useStyles2 } from '@grafana/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule } from '@callsight/contract/reports/schedule';
import { RemoveButton } from '../../../controls/remove-button';
import { formatName } from '../model/run-texts';
import { timingOf, timingText } from '../model/timing';
import { ConditionHistory } from './condition-history';
import { NextRuns } from './next-runs';
import { readNext } from './schedules-api';
import { TestSend } from './test-send';

interface Props {
  readonly schedule: Schedule;
  readonly report: Report;
  readonly canEdit: boolean;
  readonly isBusy: boolean;
  readonly onEdit: () => void;
  readonly onPause: (paused: boolean) => void;
  readonly onRemove: () => void;
}

const SHOWN = 10;

/** What a schedule is called: its name, else when it runs. */
export const scheduleName = (schedule: Schedule): string => schedule.title ?? timingText(timingOf(schedule));

function Recipients({ schedule }: Pick<Props, 'schedule'>) {
  const { recipients, targets = [] } = schedule;
  const all = [...recipients.map(({ email }) => email), ...targets];
  return <>{all.length === 0 ? t('reports.schedule.nobody', 'nobody; the files are kept') : all.join(', ')}</>;
}

/** A schedule as it is saved: when, to whom, its next runs, and what can be done with it. */
export function ScheduleCard({ schedule, report, canEdit, isBusy, ...on }: Props) {
  const styles = useStyles2(getStyles);
  const [part, setPart] = useState<'test' | 'history'>();
  const { id, version, timezone, formats, condition, paused = false } = schedule;
  const { data, error } = useQuery({ queryKey: ['next', id, version, SHOWN], queryFn: () => readNext(id, SHOWN) });
  const name = scheduleName(schedule);
  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.header}>
        <h3 className={styles.title}>
          {name} {paused && <Badge color="orange" text={t('reports.list.paused', 'paused')} />}
        </h3>
        {canEdit && (
          <div className={styles.row}>
            <Button size="sm" variant="secondary" onClick={() => setPart(part === 'test' ? undefined : 'test')}>
              {t('reports.schedule.test', 'Test send')}
            </Button>
            {condition !== undefined && (
              <Button size="sm" variant="secondary" onClick={() => setPart(part === 'history' ? undefined : 'history')}>
                {t('reports.schedule.past', 'In the last 90 days')}
              </Button>
            )}
            <Button size="sm" variant="secondary" disabled={isBusy} onClick={() => on.onPause(!paused)}>
              {paused ? t('reports.schedule.resume', 'Resume') : t('reports.schedule.pause', 'Pause')}
            </Button>
            <Button size="sm" variant="secondary" onClick={on.onEdit}>
              {t('reports.schedule.edit', 'Change')}
            </Button>
            <RemoveButton
              question={t('reports.schedule.remove-title', 'Delete “{{- name}}”?', { name })}
              consequence={t('reports.schedule.remove-text', 'Nothing is sent by it any more; the history stays.')}
              label={t('reports.schedule.remove', 'Delete {{- name}}', { name })}
              size="sm"
              disabled={isBusy}
              onRemove={on.onRemove}
            />
          </div>
        )}
      </header>
      <dl className={styles.facts}>
        <dt>{t('reports.timing.label', 'Runs')}</dt>
        <dd>{`${timingText(timingOf(schedule))} (${timezone})`}</dd>
        <dt>{t('reports.delivery.to', 'To')}</dt>
        <dd>
          <Recipients schedule={schedule} />
        </dd>
        <dt>{t('reports.run.formats', 'Files')}</dt>
        <dd>{formats.map(formatName).join(', ')}</dd>
      </dl>
      {part === 'test' && <TestSend schedule={schedule} />}
      {part === 'history' && <ConditionHistory schedule={schedule} report={report} />}
      {error !== null && <p>{error.message}</p>}
      {data !== undefined && !paused && <NextRuns next={data} timezone={timezone} reportZone={report.timezone} />}
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  header: css({ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: theme.spacing(1) }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, overflowWrap: 'anywhere' },
  }),
});
