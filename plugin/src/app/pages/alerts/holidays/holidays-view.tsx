import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Calendar, CalendarDay, CalendarInput } from '@callsight/contract/monitoring/calendar';
import { addCalendar, changeCalendar, readCalendars, removeCalendar } from '../alerts-api';
import { ChangeError } from '../../../controls/change-error';
import { RemoveButton } from '../../../controls/remove-button';
import { isEditor } from '../../../is-editor';
import { CalendarForm } from './calendar-form';

type Change = { readonly save: CalendarInput; readonly isNew: boolean } | { readonly remove: string };

const apply = async (change: Change): Promise<void> => {
  if ('remove' in change) await removeCalendar(change.remove);
  else await (change.isNew ? addCalendar(change.save) : changeCalendar(change.save));
};

// A day of a calendar is the same everywhere.
const dayName = (day: string): string =>
  dateTimeFormat(`${day}T12:00:00Z`, { format: 'ddd D MMM YYYY', timeZone: 'utc' });

const lastOf = ({ date, to }: CalendarDay): string => date ?? to ?? '';

/** Days of a calendar that are still to come, and today. */
function comingDays({ days }: Calendar): CalendarDay[] {
  const today = new Date().toISOString().slice(0, 10);
  return days.filter((day) => lastOf(day) >= today).sort((a, b) => (lastOf(a) < lastOf(b) ? -1 : 1));
}

/** Days that are named of each calendar. */
const SHOWN = 8;

function CalendarCard({
  calendar,
  canEdit,
  onEdit,
  onRemove,
}: {
  readonly calendar: Calendar;
  readonly canEdit: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  const styles = useStyles2(getStyles);
  const coming = comingDays(calendar);
  return (
    <article className={styles.card} aria-label={calendar.title}>
      <header className={styles.header}>
        <h3 className={styles.title}>{calendar.title}</h3>
        {canEdit && (
          <Stack gap={1}>
            <Button size="sm" variant="secondary" onClick={onEdit}>
              {t('alerts.holidays.edit', 'Change')}
            </Button>
            <RemoveButton
              question={t('alerts.holidays.remove-title', 'Delete “{{- title}}”?', { title: calendar.title })}
              consequence={t('alerts.holidays.remove-text', 'Its days count like all others from then on.')}
              label={t('alerts.holidays.remove', 'Delete {{- title}}', { title: calendar.title })}
              size="sm"
              onRemove={onRemove}
            />
          </Stack>
        )}
      </header>
      {coming.length === 0 ? (
        <p className={styles.quiet}>{t('alerts.holidays.past', 'All of its days are over.')}</p>
      ) : (
        <ul className={styles.days}>
          {coming.slice(0, SHOWN).map((day) => (
            <li key={`${lastOf(day)} ${day.title}`}>
              {day.date === undefined ? `${dayName(day.from ?? '')} – ${dayName(day.to ?? '')}` : dayName(day.date)}{' '}
              <span className={styles.quiet}>{day.title}</span>
            </li>
          ))}
          {coming.length > SHOWN && (
            <li className={styles.quiet}>
              {t('alerts.holidays.more', 'and {{- number}} more', { number: coming.length - SHOWN })}
            </li>
          )}
        </ul>
      )}
    </article>
  );
}

/** The calendars, one of which may be open for a change. */
function Calendars({ calendars }: { readonly calendars: readonly Calendar[] }) {
  const styles = useStyles2(getStyles);
  const client = useQueryClient();
  /** Id of the calendar that is changed; empty for a new one. */
  const [edited, setEdited] = useState<string>();
  const change = useMutation({
    mutationFn: apply,
    onSuccess: () => setEdited(undefined),
    onSettled: () => client.invalidateQueries({ queryKey: ['calendars'] }),
  });
  const form = (calendar: Calendar | undefined) => (
    <div key={calendar?.id ?? ''} className={styles.card}>
      <CalendarForm
        calendar={calendar}
        taken={calendars.map(({ id }) => id)}
        isBusy={change.isPending}
        error={change.error ?? undefined}
        onSave={(save) => change.mutate({ save, isNew: calendar === undefined })}
        onClose={() => {
          change.reset();
          setEdited(undefined);
        }}
      />
    </div>
  );
  return (
    <>
      {edited === undefined && change.error !== null && <ChangeError error={change.error} />}
      {calendars.map((calendar) =>
        calendar.id === edited ? (
          form(calendar)
        ) : (
          <CalendarCard
            key={calendar.id}
            calendar={calendar}
            canEdit={isEditor()}
            onEdit={() => setEdited(calendar.id)}
            onRemove={() => change.mutate({ remove: calendar.id })}
          />
        ),
      )}
      {edited === '' && form(undefined)}
      {isEditor() && edited !== '' && (
        <div>
          <Button icon="plus" variant="secondary" onClick={() => setEdited('')}>
            {t('alerts.holidays.new', 'New calendar')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Calendars: days that are not like others. */
export function HolidaysView() {
  const styles = useStyles2(getStyles);
  const { data, error } = useQuery({
    queryKey: ['calendars'],
    queryFn: readCalendars,
  });
  return (
    <div className={styles.view}>
      <p className={styles.quiet}>
        {t(
          'alerts.holidays.intro',
          'On these days nothing is missed when fewer people call, and what is usual is learned without them. Thresholds with hours can be closed on them.',
        )}
      </p>
      {error !== null && (
        <Alert severity="error" title={t('alerts.holidays.failed', 'The calendars could not be read')}>
          {error.message}
        </Alert>
      )}
      {data === undefined && error === null && <LoadingPlaceholder text={t('alerts.holidays.loading', 'Reading…')} />}
      {data !== undefined && <Calendars calendars={data} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2), maxWidth: 760 }),
  card: css({
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  header: css({ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
  quiet: css({ color: theme.colors.text.secondary }),
  days: css({ listStyle: 'none', margin: theme.spacing(1, 0, 0) }),
});
