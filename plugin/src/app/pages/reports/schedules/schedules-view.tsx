import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Report } from '@callsight/contract/reports/report';
import type { Schedule, ScheduleInput } from '@callsight/contract/reports/schedule';
import { ChangeError } from '../../../controls/change-error';
import type { EditorTools } from '../../../../fields/editor-tools';
import { patch } from '../../../../fields/patch';
import { newSchedule, type ScheduleDraft, scheduleDraftOf } from '../model/schedule-draft';
import { ScheduleCard } from './schedule-card';
import { ScheduleForm } from './schedule-form';
import { addSchedule, changeSchedule, removeSchedule } from './schedules-api';
import type { OpenSchedule } from './use-open-schedules';

type Change =
  | {
      readonly save: ScheduleInput;
      readonly isNew: boolean;
      /** Whether it is another schedule than the one that is being entered. */
      readonly isBeside?: boolean;
    }
  | { readonly remove: string };

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
  /** The one that is being entered. */
  readonly open: OpenSchedule | undefined;
  readonly onOpen: (open: OpenSchedule | undefined) => void;
}

/** The schedules of a report, one of which may be open for a change. */
export function SchedulesView({ report, schedules, tools, canEdit, open, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async (wanted: Change) => {
      await apply(wanted);
      await client.invalidateQueries({ queryKey: ['schedules'] });
    },
    onSuccess: (_nothing, done) => {
      if ('save' in done && open !== undefined && !done.isBeside) onOpen(undefined);
    },
  });
  const own = schedules.filter((schedule) => schedule.report === report.id);
  const begin = (id: string, first: ScheduleDraft): void => onOpen({ id, first, draft: first });
  const form = (entered: OpenSchedule) => (
    <ScheduleForm
      key={entered.id}
      report={report}
      draft={entered.draft}
      taken={schedules.map(({ id }) => id)}
      tools={tools}
      isBusy={change.isPending}
      error={change.error ?? undefined}
      onChange={(draft) => onOpen({ ...entered, draft })}
      onSave={(save) => change.mutate({ save, isNew: entered.id === '' })}
      onClose={() => {
        change.reset();
        onOpen(undefined);
      }}
    />
  );
  return (
    <div className={styles.view}>
      {open === undefined && change.error !== null && <ChangeError scope="reports" error={change.error} />}
      {own.length === 0 && open === undefined && (
        <p>{t('reports.schedule.none', 'It goes out to nobody by itself: it has no schedule yet.')}</p>
      )}
      {own.map((schedule) =>
        schedule.id === open?.id ? (
          form(open)
        ) : (
          <ScheduleCard
            key={schedule.id}
            schedule={schedule}
            report={report}
            canEdit={canEdit}
            isBusy={change.isPending}
            onEdit={() => begin(schedule.id, scheduleDraftOf(schedule))}
            onPause={(paused) =>
              change.mutate({
                save: {
                  ...patch(scheduleDraftOf(schedule), { paused: paused ? true : undefined }),
                  recipients: schedule.recipients,
                },
                isNew: false,
                isBeside: true,
              })
            }
            onRemove={() => change.mutate({ remove: schedule.id })}
          />
        ),
      )}
      {open?.id === '' && form(open)}
      {canEdit && open === undefined && (
        <div>
          <Button
            icon="plus"
            variant={own.length === 0 ? 'primary' : 'secondary'}
            onClick={() => begin('', newSchedule(report))}
          >
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
