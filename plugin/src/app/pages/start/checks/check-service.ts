import { t } from '@grafana/i18n';
import { answerMessage, serviceRequest } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { appConfig } from './links';

/** Why the service does not get on with InfluxDB, if it has one and does not. */
function influxFault(health: unknown): string | undefined {
  if (typeof health !== 'object' || health === null || !('record' in health)) return undefined;
  const { status, reason } = health.record as { status?: unknown; reason?: unknown };
  return status !== 'ok' && typeof reason === 'string' ? reason : undefined;
}

/** Whether the service is reachable and takes events and queries. */
export async function checkService(): Promise<CheckResult> {
  const answer = await serviceRequest('readyz');
  const fault = influxFault(answer.data);
  if (fault !== undefined) {
    return {
      state: 'warning',
      text: t('checks.service.influx', 'The service does not get on with InfluxDB: {{- reason}}.', { reason: fault }),
      next:
        answer.status === 200
          ? t(
              'checks.service.influx-open',
              'Events are taken and queries answered meanwhile; nothing is lost, and it tries again by itself.',
            )
          : t(
              'checks.service.influx-closed',
              'Neither events nor queries are taken until its rows are restored; it tries again by itself.',
            ),
    };
  }
  if (answer.status === 200)
    return { state: 'ok', text: t('checks.service.ok', 'The service is reachable and takes events and queries.') };
  if (answer.status === 503) {
    return {
      state: 'warning',
      text: t(
        'checks.service.starting',
        'The service is reachable and not ready yet: it is starting, or restores its record.',
      ),
      next: t('checks.service.starting-next', 'Wait; this page looks again every 10 seconds.'),
    };
  }
  return {
    state: 'problem',
    text: t('checks.service.unreachable', 'Grafana does not reach the service: {{- reason}}.', {
      reason: answerMessage(answer),
    }),
    ...referToAdmin(
      t(
        'checks.service.unreachable-next',
        'Check that the service is running and that its address in the configuration is the one that Grafana reaches it by.',
      ),
      appConfig(),
    ),
  };
}
