import { t } from '@grafana/i18n';
import { answerMessage, request } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { dashboards } from './links';

interface Found {
  readonly title: string;
  readonly url: string;
}

/** Whether the dashboards are there. */
export async function checkDashboards(): Promise<CheckResult> {
  const answer = await request('/api/search?type=dash-db&tag=callsight&limit=100');
  if (answer.status !== 200 || !Array.isArray(answer.data)) {
    return {
      state: 'problem',
      text: t('checks.dashboards.failed', 'The dashboards could not be listed: {{- reason}}.', {
        reason: answerMessage(answer),
      }),
    };
  }
  const found = answer.data as readonly Found[];
  if (found.length === 0) {
    return {
      state: 'problem',
      text: t('checks.dashboards.none', 'You see no dashboard with the tag “callsight”.'),
      ...referToAdmin(
        t(
          'checks.dashboards.none-next',
          'Provision the files of “dashboards”, or import them; a folder may also be closed to you.',
        ),
        dashboards(),
      ),
    };
  }
  const overview = found.filter(({ url }) => url.includes('/callsight-overview'));
  const others = found.filter((one) => !overview.includes(one));
  return {
    state: 'ok',
    text: t('checks.dashboards.found', '', {
      count: found.length,
      defaultValue_one: '{{count}} dashboard is there.',
      defaultValue_other: '{{count}} dashboards are there.',
    }),
    links: [...overview, ...others].map(({ title, url }) => ({ text: title.replace('Callsight · ', ''), href: url })),
  };
}
