import { isFetchError } from '@grafana/runtime';

const bodyText = (data: unknown): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { error, message } = data as { readonly error?: unknown; readonly message?: unknown };
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof message === 'string' && message !== '' ? message : undefined;
};

/** What a failed request says, in its own words where it has any. */
export function errorText(error: unknown): string {
  if (isFetchError(error)) return bodyText(error.data) ?? `${error.status} ${error.statusText ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}
