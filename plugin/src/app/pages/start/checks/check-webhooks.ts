import { t } from '@grafana/i18n';
import type { DeliveryCounts } from '@callsight/contract/deliveries';
import { answerMessage, serviceRequest } from '../../../api/request';
import { isAdmin } from '../../../is-admin';
import type { CheckResult } from './check';
import { appConfig } from './links';

const sum = (counts: DeliveryCounts['counts'], status?: string): number =>
  counts.reduce((total, one) => total + (status === undefined || one.status === status ? one.deliveries : 0), 0);

function judge({ counts, refused_unrecorded: unrecorded }: DeliveryCounts): CheckResult {
  const all = sum(counts);
  if (all === 0) {
    return {
      state: 'warning',
      text: t('checks.webhooks.none', 'No webhook was delivered in the last 24 hours.'),
      next: t(
        'checks.webhooks.none-next',
        'Set up a connection to a voice platform (docs/webhooks.md). Nothing is missing if your own code sends the events.',
      ),
    };
  }
  const platforms = [...new Set(counts.map(({ provider }) => provider))].join(', ');
  const refused = sum(counts, 'refused') + unrecorded;
  const failed = sum(counts, 'failed');
  const counted = { number: all.toLocaleString(), platforms };
  if (refused === 0 && failed === 0)
    return {
      state: 'ok',
      text: t(
        'checks.webhooks.ok',
        '{{- number}} webhooks from {{- platforms}} in the last 24 hours, all of them taken.',
        counted,
      ),
    };
  return {
    state: 'warning',
    text: t(
      'checks.webhooks.refused',
      '{{- number}} webhooks from {{- platforms}} in the last 24 hours; {{- refused}} were refused and {{- failed}} could not be read.',
      {
        ...counted,
        refused: refused.toLocaleString(),
        failed: failed.toLocaleString(),
      },
    ),
    next: t(
      'checks.webhooks.refused-next',
      'GET /v1/deliveries says why: a wrong secret refuses, an unknown shape fails (docs/webhooks.md).',
    ),
  };
}

/** Whether voice platforms deliver their webhooks. */
export async function checkWebhooks(): Promise<CheckResult> {
  if (!isAdmin())
    return {
      state: 'hidden',
      text: t('checks.webhooks.admins-only', 'Webhook deliveries are shown to administrators only.'),
    };
  const answer = await serviceRequest('v1/deliveries/counts?hours=24');
  if (answer.status === 200) return judge(answer.data as DeliveryCounts);
  if (answer.status === 403) {
    return {
      state: 'hidden',
      text: t(
        'checks.webhooks.no-scope',
        'The key of the app has no scope “admin”, so its deliveries are not shown here.',
      ),
      next: t(
        'checks.webhooks.no-scope-next',
        'That is fine unless you want this check: a key with the scope “admin” in the configuration makes it work.',
      ),
      links: [appConfig()],
    };
  }
  return {
    state: 'problem',
    text: t('checks.webhooks.failed', 'The deliveries could not be read: {{- reason}}.', {
      reason: answerMessage(answer),
    }),
    next: t('checks.see-to-service-and-key', 'See to the service and its key first.'),
    links: [appConfig()],
  };
}
