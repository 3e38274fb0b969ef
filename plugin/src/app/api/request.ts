import { t } from '@grafana/i18n';
import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { APP_ID } from '@callsight/contract/grafana/settings';

/** An answer, whatever its status; `status` 0 when there is none at all. */
export interface Answer {
  readonly status: number;
  readonly data: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface RequestOptions {
  readonly method?: Method;
  readonly body?: unknown;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** What the body of a success is read as; JSON if absent. */
  readonly responseType?: 'text' | 'blob';
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** What a failure says, which is JSON also where a text or a file was requested. */
async function failureData(data: unknown): Promise<unknown> {
  // Grafana wraps a text that is an answer to a request for text.
  const answer = isRecord(data) && typeof data['response'] === 'string' ? data['response'] : data;
  const text = answer instanceof Blob ? await answer.text() : answer;
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** Asks Grafana for something. A failure is an answer, too: the caller says what it means. */
export async function request(
  url: string,
  { body, method, signal, responseType }: RequestOptions = {},
): Promise<Answer> {
  try {
    const { status, data } = await lastValueFrom(
      getBackendSrv().fetch<unknown>({
        url,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        data: body,
        ...(signal === undefined ? {} : { abortSignal: signal }),
        ...(responseType === undefined ? {} : { responseType }),
        showErrorAlert: false,
        showSuccessAlert: false,
      }),
    );
    return { status, data };
  } catch (error) {
    if (isFetchError(error)) return { status: error.status, data: await failureData(error.data) };
    return { status: 0, data: error };
  }
}

/** Asks the service through Grafana, which adds the key. Only the paths of `routes` in plugin.json are let through. */
export const serviceRequest = (path: string, options?: RequestOptions): Promise<Answer> =>
  request(`/api/plugin-proxy/${APP_ID}/api/${path}`, options);

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

/** An answer of the service that is no success. */
export class ServiceError extends Error {
  readonly status: number;
  /** Code of the service, such as `missing_scope`. */
  readonly code: string | undefined;
  /** Part of the body that the service refuses, as a JSON pointer. */
  readonly path: string | undefined;

  constructor(answer: Answer) {
    super(answerMessage(answer));
    this.status = answer.status;
    const error = isRecord(answer.data) && isRecord(answer.data['error']) ? answer.data['error'] : {};
    const text = (name: string): string | undefined => {
      const value = error[name];
      return typeof value === 'string' ? value : undefined;
    };
    this.code = text('code');
    this.path = text('path');
  }
}

/**
 * What the service answers.
 * @throws ServiceError when it is no success
 */
export async function askService<T>(path: string, options?: RequestOptions): Promise<T> {
  const answer = await serviceRequest(path, options);
  if (answer.status < 200 || answer.status > 299) throw new ServiceError(answer);
  return answer.data as T;
}
