import { answerMessage, serviceRequest } from '../request';
import { askAdmin, type CheckResult } from './check';
import { APP_CONFIG } from './links';

const isCatalogue = (data: unknown): data is { readonly metrics: readonly unknown[] } =>
  typeof data === 'object' && data !== null && 'metrics' in data && Array.isArray(data.metrics);

/** Whether the app's key is accepted. */
export async function checkKey(): Promise<CheckResult> {
  const answer = await serviceRequest('v1/catalogue');
  if (answer.status === 200 && isCatalogue(answer.data)) {
    return { state: 'ok', text: `The API key is accepted; ${answer.data.metrics.length} metrics can be asked for.` };
  }
  if (answer.status === 401 || answer.status === 403) {
    return {
      state: 'problem',
      text: `The API key is not accepted: ${answerMessage(answer)}.`,
      ...askAdmin('Enter a key of the service with the scope “query” in the configuration.', APP_CONFIG),
    };
  }
  return {
    state: 'problem',
    text: `The key could not be checked: ${answerMessage(answer)}.`,
    ...askAdmin('See to the service first.', APP_CONFIG),
  };
}
