import { t } from '@grafana/i18n';
import { answerMessage, serviceRequest } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { appConfig } from './links';

const isCatalogue = (data: unknown): data is { readonly metrics: readonly unknown[] } =>
  typeof data === 'object' && data !== null && 'metrics' in data && Array.isArray(data.metrics);

/** Whether the app's key is accepted. */
export async function checkKey(): Promise<CheckResult> {
  const answer = await serviceRequest('v1/catalogue');
  if (answer.status === 200 && isCatalogue(answer.data)) {
    return {
      state: 'ok',
      text: t('checks.key.ok', 'The API key is accepted; {{- number}} metrics can be asked for.', {
        number: answer.data.metrics.length,
      }),
    };
  }
  if (answer.status === 401 || answer.status === 403) {
    return {
      state: 'problem',
      text: t('checks.key.refused', 'The API key is not accepted: {{- reason}}.', { reason: answerMessage(answer) }),
      ...referToAdmin(
        t('checks.key.refused-next', 'Enter a key of the service with the scope “query” in the configuration.'),
        appConfig(),
      ),
    };
  }
  return {
    state: 'problem',
    text: t('checks.key.failed', 'The key could not be checked: {{- reason}}.', { reason: answerMessage(answer) }),
    ...referToAdmin(t('checks.see-to-service', 'See to the service first.'), appConfig()),
  };
}
