import { answerMessage } from '../answer-message';
import { serviceRequest } from '../service-request';
import { askAdmin } from './ask-admin';
import type { CheckResult } from './check';
import { APP_CONFIG } from './links';

/** Whether the service is reachable and takes events and queries. */
export async function checkService(): Promise<CheckResult> {
  const answer = await serviceRequest('readyz');
  if (answer.status === 200) return { state: 'ok', text: 'The service is reachable and takes events and queries.' };
  if (answer.status === 503) {
    return {
      state: 'warning',
      text: 'The service is reachable and not ready yet: it is starting, or restores its record.',
      next: 'Wait; this page looks again every 10 seconds.',
    };
  }
  return {
    state: 'problem',
    text: `Grafana does not reach the service: ${answerMessage(answer)}.`,
    ...askAdmin(
      'Check that the service is running and that its address in the configuration is the one that Grafana reaches it by.',
      APP_CONFIG,
    ),
  };
}
