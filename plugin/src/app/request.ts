import { t } from '@grafana/i18n';
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { APP_ID } from '@callsight/contract/grafana/settings';

/** An answer, whatever its status; `status` 0 when there is none at all. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
}

/** Asks Grafana for something. A failure is an answer, too: the caller says what it means. */
export async function request(url: string, body?: unknown): Promise<Answer> {
  const method = body === undefined ? 'GET' : 'POST';
  try {
    const { status, data } = await lastValueFrom(
      getBackendSrv().fetch<unknown>({ url, method, data: body, showErrorAlert: false, showSuccessAlert: false }),
    );
    return { status, data };
  } catch (error) {
    if (isFetchError(error)) return { status: error.status, data: error.data as unknown };
    return { status: 0, data: error };
  }
}

/** Asks the service through Grafana, which adds the key. Only the paths of `routes` in plugin.json are let through. */
export const serviceRequest = (path: string, body?: unknown): Promise<Answer> =>
  request(`/api/plugin-proxy/${APP_ID}/api/${path}`, body);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What an answer that is no success says. */
export function answerMessage({ status, data }: Answer): string {
  if (isRecord(data)) {
    const { error, message } = data;
    if (isRecord(error) && typeof error['message'] === 'string') return error['message'];
    if (typeof message === 'string' && message !== '') return message;
  }
  return status === 0
    ? t('request.no-answer', 'there was no answer')
    : t('request.status', 'the answer was {{- status}}', { status });
}
