import type { BackendSrv, BackendSrvRequest, FetchResponse } from '@grafana/runtime';
import { from, type Observable } from 'rxjs';

/** The body as Grafana reads it. What fails is wrapped where a text was requested. */
async function contentOf<T>(response: Response, type: BackendSrvRequest['responseType']): Promise<T> {
  if (type === 'blob') return (await response.blob()) as T;
  const text = await response.text();
  if (type !== 'text') return (text === '' ? {} : JSON.parse(text)) as T;
  return (response.ok ? text : { message: text, error: response.statusText, response: text }) as T;
}

async function send<T>({
  url,
  method = 'GET',
  data,
  params,
  headers,
  responseType,
  abortSignal,
}: BackendSrvRequest): Promise<FetchResponse<T>> {
  const query = params === undefined ? '' : `?${new URLSearchParams(params as Record<string, string>)}`;
  const response = await fetch(`${url.startsWith('/') ? '' : '/'}${url}${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...(headers as Record<string, string> | undefined) },
    ...(data === undefined ? {} : { body: JSON.stringify(data) }),
    ...(abortSignal === undefined ? {} : { signal: abortSignal }),
  });
  const answer = {
    status: response.status,
    statusText: response.statusText,
    data: await contentOf<T>(response, responseType),
    config: { url },
  };
  // Grafana rejects with such an object; that it is an Error, too, does no harm.
  if (!response.ok) throw Object.assign(new Error(answer.statusText), answer);
  return answer as unknown as FetchResponse<T>;
}

/** What plugins use of Grafana's HTTP client. */
export const backendSrv = {
  fetch: <T>(request: BackendSrvRequest): Observable<FetchResponse<T>> => from(send<T>(request)),
} as unknown as BackendSrv;
