import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, Icon, LinkButton, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { Run } from '@callsight/contract/reports/run';
import { deliveredText, formatName, isActive, isUndelivered, statusColor, statusName } from '../model/run-texts';
import { lengthText, periodText, sizeText, timeText } from '../model/time-texts';
import { DeliveryTable } from './delivery-table';
import type { RunAction } from './history-view';

interface Props {
  readonly run: Run;
  readonly timezone: string;
  /** Whether it is open from the start. */
  readonly isFirst: boolean;
  readonly canEdit: boolean;
  readonly isBusy: boolean;
  readonly onAction: (action: RunAction) => void;
  /** Undefined where there is no other run to compare it with. */
  readonly onCompare: (() => void) | undefined;
}

/** Later than this is said: a run begins within seconds. */
const LATE_S = 120;

/** Where a run came from, and how late it began. */
function originText({ schedule, definition_version: version, late_s: late, attempts, condition }: Run): string {
  return [
    schedule === undefined
      ? t('reports.run.by-hand', 'by hand')
      : t('reports.run.by-schedule', 'schedule “{{- schedule}}”', { schedule }),
    t('reports.version', 'version {{- version}}', { version }),
    ...(late > LATE_S ? [t('reports.run.late', '{{- length}} late', { length: lengthText(late) })] : []),
    ...(condition === undefined ? [] : [condition]),
    ...(attempts > 1 ? [t('reports.run.attempts', '{{- number}} attempts', { number: attempts })] : []),
  ].join(' · ');
}

/** A file that is for recipients with filters, a language or a zone of their own. */
const variantName = (variant: number): string => t('reports.run.variant', 'own view {{- number}}', { number: variant });

function Files({ artifacts }: Pick<Run, 'artifacts'>) {
  const styles = useStyles2(getStyles);
  const [first] = artifacts;
  if (first === undefined) return null;
  return (
    <div>
      <div className={styles.row}>
        {artifacts.map(({ format, variant, name, bytes, url }) => (
          <LinkButton
            key={url}
            size="sm"
            variant="secondary"
            icon="download-alt"
            href={url}
            target="_blank"
            rel="noreferrer"
            tooltip={name}
          >
            {[formatName(format), ...(variant === undefined ? [] : [variantName(variant)]), sizeText(bytes)].join(
              ' · ',
            )}
          </LinkButton>
        ))}
      </div>
      <div className={styles.quiet}>
        {t('reports.run.kept', 'Kept until {{- time}}; the links open without signing in.', {
          time: timeText(first.expires_at),
        })}
      </div>
    </div>
  );
}

function Actions({ run, isBusy, onAction }: Pick<Props, 'run' | 'isBusy' | 'onAction'>) {
  const { id, deliveries } = run;
  return (
    <>
      {isActive(run) ? (
        <Button size="sm" variant="secondary" disabled={isBusy} onClick={() => onAction({ kind: 'cancel', id })}>
          {t('reports.run.cancel', 'Cancel the run')}
        </Button>
      ) : (
        <Button size="sm" variant="secondary" disabled={isBusy} onClick={() => onAction({ kind: 'rerun', id })}>
          {t('reports.run.again', 'Run again as it was')}
        </Button>
      )}
      {deliveries.some(isUndelivered) && (
        <Button size="sm" disabled={isBusy} onClick={() => onAction({ kind: 'resend', id, only: 'failed' })}>
          {t('reports.run.resend-failed', 'Send again to those who have not got it')}
        </Button>
      )}
    </>
  );
}

/** One run: state, period, files, and what became of it for each recipient. */
export function RunCard({ run, timezone, isFirst, canEdit, isBusy, onAction, onCompare }: Props) {
  const id = useId();
  const styles = useStyles2(getStyles);
  const [isOpen, setOpen] = useState(isFirst);
  const { status, reason, period, planned_at: planned, deliveries, notes } = run;
  const name = periodText(period, timezone);
  return (
    <article className={styles.card} aria-label={name}>
      <button
        type="button"
        className={styles.line}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={isOpen ? 'angle-down' : 'angle-right'} />
        <Badge color={statusColor(status)} text={statusName(status)} />
        <span className={styles.period}>{name}</span>
        <span className={styles.quiet}>
          {t('reports.run.planned-for', 'planned for {{- time}}', { time: timeText(planned, timezone) })}
        </span>
        <span className={styles.quiet}>{deliveredText(deliveries)}</span>
      </button>
      {reason !== undefined && <p className={styles.reason}>{reason}</p>}
      {isOpen && (
        <div id={id} className={styles.body}>
          <div className={styles.quiet}>{originText(run)}</div>
          <Files artifacts={run.artifacts} />
          {notes.length > 0 && (
            <ul className={styles.notes}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          {deliveries.length > 0 && (
            <DeliveryTable
              deliveries={deliveries}
              canEdit={canEdit && !isActive(run)}
              isBusy={isBusy}
              onResend={(to) => onAction({ kind: 'resend', id: run.id, only: [to] })}
            />
          )}
          <div className={styles.row}>
            {canEdit && <Actions run={run} isBusy={isBusy} onAction={onAction} />}
            {onCompare !== undefined && (
              <Button size="sm" variant="secondary" onClick={onCompare}>
                {t('reports.run.compare', 'Compare')}
              </Button>
            )}
          </div>
        </div>
      )}
    </article>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    width: '100%',
    padding: theme.spacing(1, 1.5),
    background: 'none',
    border: 0,
    color: theme.colors.text.primary,
    textAlign: 'left',
  }),
  period: css({ fontWeight: theme.typography.fontWeightMedium }),
  reason: css({ padding: theme.spacing(0, 2, 1, 5), overflowWrap: 'anywhere' }),
  body: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0, 2, 2, 5),
    [theme.breakpoints.down('sm')]: { paddingLeft: theme.spacing(2) },
  }),
  row: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
  notes: css({ paddingLeft: theme.spacing(2), color: theme.colors.text.secondary }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
