import { getBackendSrv, isFetchError } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';

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
