import { t } from '@grafana/i18n';
import { answerMessage, serviceRequest } from '../../../api/request';
import { referToAdmin, type CheckResult } from './check';
import { mediaObstacle } from './media-policy';

/** Why recordings do not come in, if so: files cannot be stored, or fetching them fails. Older services do not say. */
function recordingFault(health: unknown): string | undefined {
  const { recordings, blobs } = (health ?? {}) as Partial<Record<string, { status?: unknown; reason?: unknown }>>;
  const fault = [blobs, recordings].find((one) => one !== undefined && one.status !== 'ok');
  if (fault === undefined) return undefined;
  return typeof fault.reason === 'string' ? fault.reason : String(fault.status);
}

/** The policy of the page that is shown, as Grafana sends it. */
async function pagePolicy(): Promise<string | null> {
  const answer = await fetch(window.location.href, { headers: { accept: 'text/html' } });
  await answer.body?.cancel();
  return answer.headers.get('content-security-policy');
}

/** Whether recordings come in, and whether this Grafana lets them be played. */
export async function checkRecordings(): Promise<CheckResult> {
  const [answer, policy] = await Promise.all([serviceRequest('healthz'), pagePolicy()]);
  if (answer.status !== 200) {
    return {
      state: 'problem',
      text: t('checks.recordings.failed', 'Recordings could not be checked: {{- reason}}.', {
        reason: answerMessage(answer),
      }),
      ...referToAdmin(t('checks.see-to-service', 'See to the service first.')),
    };
  }
  const fault = recordingFault(answer.data);
  if (fault !== undefined) {
    return {
      state: 'warning',
      text: t('checks.recordings.fault', 'Recordings do not come in as they should: {{- reason}}.', { reason: fault }),
      ...referToAdmin(
        t(
          'checks.recordings.fault-next',
          'Calls and their numbers are not touched by it. The reason of each recording is shown with its call.',
        ),
      ),
    };
  }
  const directive = mediaObstacle(policy);
  if (directive === undefined)
    return { state: 'ok', text: t('checks.recordings.ok', 'Recordings can be fetched, stored and played.') };
  return {
    state: 'warning',
    text: t('checks.recordings.policy', 'This Grafana lets no recording be played: its policy has “{{- directive}}”.', {
      directive,
    }),
    ...referToAdmin(
      t(
        'checks.recordings.policy-next',
        'In grafana.ini, in the line content_security_policy_template under [security], write “media-src {{- sources}};” with the address at which browsers reach the service.',
        { sources: "'self' https://callsight.example.com" },
      ),
    ),
  };
}
