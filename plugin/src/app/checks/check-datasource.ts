import { answerMessage, request } from '../request';
import { askAdmin, type CheckResult } from './check';
import { findDatasources } from './find-datasources';
import { datasourceConfig, NEW_DATASOURCE } from './links';

/** Whether there is a datasource, and its backend reaches the service with its own key. */
export async function checkDatasource(): Promise<CheckResult> {
  const found = await findDatasources();
  if (found.length === 0) {
    return {
      state: 'problem',
      text: 'There is no Callsight datasource.',
      ...askAdmin('Add one, or provision it; dashboards and alert rules ask through it.', NEW_DATASOURCE),
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
    return { state: 'ok', text: `${found.map(({ name }) => `“${name}”`).join(', ')} reaches the service.` };
  }
  if (bad.answer.status === 403) {
    return { state: 'hidden', text: `You may not test the datasource “${bad.name}”.` };
  }
  return {
    state: 'problem',
    text: `The datasource “${bad.name}” does not work: ${answerMessage(bad.answer)}.`,
    ...askAdmin(
      'Check its key, and “address” under [plugin.callsight-calls-datasource] in grafana.ini.',
      datasourceConfig(bad.uid),
    ),
  };
}
