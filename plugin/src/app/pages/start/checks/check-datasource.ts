import { t } from '@grafana/i18n';
import { answerMessage, request } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { findDatasources } from './find-datasources';
import { datasourceConfig, newDatasource } from './links';

/** Whether there is a datasource, and its backend reaches the service with its own key. */
export async function checkDatasource(): Promise<CheckResult> {
  const found = await findDatasources();
  if (found.length === 0) {
    return {
      state: 'problem',
      text: t('checks.datasource.none', 'There is no Callsight datasource.'),
      ...referToAdmin(
        t('checks.datasource.none-next', 'Add one, or provision it; dashboards and alert rules ask through it.'),
        newDatasource(),
      ),
    };
  }
  const tested = await Promise.all(
    found.map(async ({ uid, name }) => ({
      uid,
      name,
      answer: await request(`/api/datasources/uid/${encodeURIComponent(uid)}/health`),
    })),
  );
  const bad = tested.find(({ answer }) => answer.status !== 200);
  if (bad === undefined) {
    return {
      state: 'ok',
      text: t('checks.datasource.ok', '{{- names}} reaches the service.', {
        names: found.map(({ name }) => `“${name}”`).join(', '),
      }),
    };
  }
  if (bad.answer.status === 403) {
    return {
      state: 'hidden',
      text: t('checks.datasource.forbidden', 'You may not test the datasource “{{- name}}”.', { name: bad.name }),
    };
  }
  return {
    state: 'problem',
    text: t('checks.datasource.failed', 'The datasource “{{- name}}” does not work: {{- reason}}.', {
      name: bad.name,
      reason: answerMessage(bad.answer),
    }),
    ...referToAdmin(
      t(
        'checks.datasource.failed-next',
        'Check its key, and “address” under [plugin.callsight-calls-datasource] in grafana.ini.',
      ),
      datasourceConfig(bad.uid),
    ),
  };
}
