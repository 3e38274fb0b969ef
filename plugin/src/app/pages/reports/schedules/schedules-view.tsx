import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule, ScheduleInput } from '@callsight/contract/reports/schedule';
import { ChangeError } from '../../../controls/change-error';
import type { EditorTools } from '../../../../fields/editor-tools';
import { patch } from '../../../../fields/patch';
import { newSchedule, scheduleDraftOf } from '../model/schedule-draft';
import { ScheduleCard } from './schedule-card';
import { ScheduleForm } from './schedule-form';
import { addSchedule, changeSchedule, removeSchedule } from './schedules-api';

type Change = { readonly save: ScheduleInput; readonly isNew: boolean } | { readonly remove: string };

async function apply(change: Change): Promise<void> {
  if ('remove' in change) await removeSchedule(change.remove);
  else await (change.isNew ? addSchedule(change.save) : changeSchedule(change.save));
}

interface Props {
  readonly report: Report;
  /** Of all reports. */
  readonly schedules: readonly Schedule[];
  readonly tools: EditorTools;
  readonly canEdit: boolean;
}

/** The schedules of a report, one of which may be open for a change. */
export function SchedulesView({ report, schedules, tools, canEdit }: Props) {
  const styles = useStyles2(getStyles);
  const client = useQueryClient();
  /** Id of the schedule that is changed; empty for a new one. */
  const [edited, setEdited] = useState<string>();
  const change = useMutation({
    mutationFn: async (wanted: Change) => {
      await apply(wanted);
      await client.invalidateQueries({ queryKey: ['schedules'] });
    },
    onSuccess: () => setEdited(undefined),
  });
  const own = schedules.filter((schedule) => schedule.report === report.id);
  const form = (schedule: Schedule | undefined) => (
    <ScheduleForm
      key={schedule?.id ?? ''}
      report={report}
      first={schedule === undefined ? newSchedule(report) : scheduleDraftOf(schedule)}
      taken={schedules.map(({ id }) => id)}
      tools={tools}
      isBusy={change.isPending}
      error={change.error ?? undefined}
      onSave={(save) => change.mutate({ save, isNew: schedule === undefined })}
      onClose={() => {
        change.reset();
        setEdited(undefined);
      }}
    />
  );
  return (
    <div className={styles.view}>
      {edited === undefined && change.error !== null && <ChangeError scope="reports" error={change.error} />}
      {own.length === 0 && edited === undefined && (
        <p>{t('reports.schedule.none', 'It goes out to nobody by itself: it has no schedule yet.')}</p>
      )}
      {own.map((schedule) =>
        schedule.id === edited ? (
          form(schedule)
        ) : (
          <ScheduleCard
            key={schedule.id}
            schedule={schedule}
            report={report}
            canEdit={canEdit}
            isBusy={change.isPending}
            onEdit={() => setEdited(schedule.id)}
            onPause={(paused) =>
              change.mutate({
                save: {
                  ...patch(scheduleDraftOf(schedule), { paused: paused ? true : undefined }),
                  recipients: schedule.recipients,
                },
                isNew: false,
              })
            }
            onRemove={() => change.mutate({ remove: schedule.id })}
          />
        ),
      )}
      {edited === '' && form(undefined)}
      {canEdit && edited === undefined && (
        <div>
          <Button icon="plus" variant={own.length === 0 ? 'primary' : 'secondary'} onClick={() => setEdited('')}>
            {t('reports.schedule.new', 'New schedule')}
          </Button>
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
});
