import { dateTimeFormatTimeAgo } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import { answerMessage, serviceRequest } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { exploreLinks } from './links';

const COUNT = { refId: 'A', metrics: ['calls.count'] };
const NEWEST = { refId: 'A', calls: { limit: 1 } };

/** The first value of an answer to one query; undefined where there is none. */
async function firstValue(from: string, query: object): Promise<{ value?: number; error?: string }> {
  const answer = await serviceRequest('v1/query', { body: { from, to: 'now', queries: [query] } });
  if (answer.status !== 200) return { error: answerMessage(answer) };
  const result = (answer.data as QueryAnswer).results['A'];
  if (result === undefined || 'error' in result)
    return { error: result?.error.message ?? t('checks.data.empty-answer', 'the answer was empty') };
  const value = result.frames[0]?.data.values[0]?.[0];
  return typeof value === 'number' ? { value } : {};
}

/** Whether calls are coming in. */
export async function checkData(): Promise<CheckResult> {
  const [hour, day, newest] = await Promise.all([
    firstValue('now-1h', COUNT),
    firstValue('now-24h', COUNT),
    firstValue('now-90d', NEWEST),
  ]);
  const error = hour.error ?? day.error ?? newest.error;
  if (error !== undefined) {
    return {
      state: 'problem',
      text: t('checks.data.failed', 'The calls could not be counted: {{- reason}}.', { reason: error }),
      ...referToAdmin(t('checks.see-to-service-and-key', 'See to the service and its key first.')),
    };
  }
  if (newest.value === undefined) {
    return {
      state: 'problem',
      text: t('checks.data.none', 'No call has come in yet.'),
      ...referToAdmin(
        t(
          'checks.data.none-next',
          'Connect a voice platform to the service by a webhook (docs/webhooks.md), send events from your own code (docs/recipes), or make up a history with “npx callsight simulate”.',
        ),
      ),
    };
  }
  const ago = dateTimeFormatTimeAgo(newest.value);
  const counts = t(
    'checks.data.counts',
    '{{- hour}} calls in the last hour, {{- day}} in the last 24 hours; the newest began {{- ago}}.',
    {
      hour: (hour.value ?? 0).toLocaleString(),
      day: (day.value ?? 0).toLocaleString(),
      ago,
    },
  );
  if ((day.value ?? 0) > 0) return { state: 'ok', text: counts, links: exploreLinks() };
  return {
    state: 'warning',
    text: counts,
    ...referToAdmin(
      t(
        'checks.data.stale-next',
        'If there should have been calls, look at the webhooks of the voice platform (docs/webhooks.md).',
      ),
      ...exploreLinks(),
    ),
  };
}
