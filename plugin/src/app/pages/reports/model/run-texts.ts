import { t } from '@grafana/i18n';
import type { BadgeColor } from '@grafana/ui';
import type { Delivery, DeliveryStatus } from '@callsight/contract/reports/delivery';
import type { ReportFormat } from '@callsight/contract/reports/report';
import type { Run, RunStatus } from '@callsight/contract/reports/run';

export const statusName = (status: RunStatus): string =>
  ({
    queued: t('reports.status.queued', 'Waiting'),
    waiting_for_data: t('reports.status.waiting-for-data', 'Waiting for data'),
    rendering: t('reports.status.rendering', 'Being made'),
    sending: t('reports.status.sending', 'Being sent'),
    sent: t('reports.status.sent', 'Sent'),
    succeeded: t('reports.status.succeeded', 'Made'),
    skipped: t('reports.status.skipped', 'Skipped'),
    failed: t('reports.status.failed', 'Failed'),
    canceled: t('reports.status.canceled', 'Canceled'),
  })[status];

export const statusColor = (status: RunStatus): BadgeColor =>
  (
    ({
      queued: 'blue',
      waiting_for_data: 'blue',
      rendering: 'blue',
      sending: 'blue',
      sent: 'green',
      succeeded: 'green',
      skipped: 'orange',
      failed: 'red',
      canceled: 'orange',
    }) as const
  )[status];

/** Whether a run will change by itself. */
export const isActive = ({ status }: Pick<Run, 'status'>): boolean =>
  ['queued', 'waiting_for_data', 'rendering', 'sending'].includes(status);

/** Whether a run has made a report, whose numbers can be compared. */
export const isMade = ({ artifacts }: Pick<Run, 'artifacts'>): boolean => artifacts.length > 0;

export const deliveryName = (status: DeliveryStatus): string =>
  ({
    queued: t('reports.delivery.queued', 'Waiting'),
    sent: t('reports.delivery.sent', 'Sent'),
    refused: t('reports.delivery.refused', 'Refused'),
    retrying: t('reports.delivery.retrying', 'Will be tried again'),
    unknown: t('reports.delivery.unknown', 'Perhaps sent'),
    failed: t('reports.delivery.failed', 'Failed'),
    unsubscribed: t('reports.delivery.unsubscribed', 'Unsubscribed'),
  })[status];

export const deliveryColor = (status: DeliveryStatus): BadgeColor =>
  (
    ({
      queued: 'blue',
      sent: 'green',
      refused: 'red',
      retrying: 'orange',
      unknown: 'orange',
      failed: 'red',
      unsubscribed: 'purple',
    }) as const
  )[status];

/** How many of those that it was for have a report. */
export const deliveredText = (deliveries: readonly Delivery[]): string =>
  deliveries.length === 0
    ? ''
    : t('reports.delivery.count', '{{- sent}} of {{- all}} sent', {
        sent: deliveries.filter(({ status }) => status === 'sent').length,
        all: deliveries.length,
      });

/** What the server that a report was given to answered: its code once, and its words. */
export function answerText({ code, message }: Pick<Delivery, 'code' | 'message'>): string {
  if (code === undefined || message?.startsWith(String(code)) === true) return message ?? '';
  return message === undefined ? String(code) : `${code} ${message}`;
}

/** Deliveries that may be tried again. */
export const isUndelivered = ({ status }: Delivery): boolean => status === 'failed' || status === 'refused';

export const formatName = (format: ReportFormat): string =>
  ({
    html: t('reports.format.html', 'Web page'),
    pdf: t('reports.format.pdf', 'PDF'),
    xlsx: t('reports.format.xlsx', 'Workbook (XLSX)'),
    csv: t('reports.format.csv', 'CSV'),
    json: t('reports.format.json', 'JSON'),
    ndjson: t('reports.format.ndjson', 'NDJSON'),
    parquet: t('reports.format.parquet', 'Parquet'),
    mail: t('reports.format.mail', 'Message (EML)'),
  })[format];
