import { t } from '@grafana/i18n';
import { Badge, Button, useStyles2 } from '@grafana/ui';
import type { Delivery } from '@callsight/contract/reports/delivery';
import { tableStyles } from '../../../controls/table-styles';
import { answerText, deliveryColor, deliveryName } from '../model/run-texts';
import { timeText } from '../model/time-texts';

interface Props {
  readonly deliveries: readonly Delivery[];
  readonly canEdit: boolean;
  readonly isBusy: boolean;
  readonly onResend: (to: string) => void;
}

/** What became of a report for each address and target, with the answer of the server that took or refused it. */
export function DeliveryTable({ deliveries, canEdit, isBusy, onResend }: Props) {
  const tables = useStyles2(tableStyles);
  return (
    <div className={tables.scroll}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t('reports.delivery.to', 'To')}</th>
            <th scope="col">{t('reports.delivery.state', 'State')}</th>
            <th scope="col">{t('reports.delivery.answer', 'Answer')}</th>
            <th scope="col">{t('reports.delivery.at', 'Last attempt')}</th>
            {canEdit && <th scope="col">{t('reports.delivery.again', 'Again')}</th>}
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ to, status, attempts, at, ...answer }) => (
            <tr key={to}>
              <th scope="row">{to}</th>
              <td>
                <Badge color={deliveryColor(status)} text={deliveryName(status)} />
              </td>
              <td>{answerText(answer)}</td>
              <td>
                {at !== undefined && timeText(at)}
                {attempts > 1 && ` · ${t('reports.run.attempts', '{{- number}} attempts', { number: attempts })}`}
              </td>
              {canEdit && (
                <td>
                  <Button
                    size="sm"
                    variant="secondary"
                    disabled={isBusy || status === 'unsubscribed'}
                    aria-label={t('reports.delivery.resend-to', 'Send again to {{- to}}', { to })}
                    onClick={() => onResend(to)}
                  >
                    {t('reports.delivery.resend', 'Send again')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
