/** An answer of the service that is not a success, or no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
}

export interface ApiSettings {
  readonly url: string;
  readonly key: string | undefined;
}

function messageOf(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    return `${error?.message ?? body} (${error?.code ?? 'error'})`;
  } catch {
    return body.slice(0, 300);
  }
}

/** Asks the running service; its embedded stores belong to its process alone. */
export async function askService(
  { url, key }: ApiSettings,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  if (key === undefined) throw new ApiError('set CALLSIGHT_API_KEY to an API key, or give --key');
  const response = await fetch(new URL(path, url), {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new ApiError(
      `no answer from ${url}: is the service running? (${error instanceof Error ? error.message : String(error)})`,
    );
  });
  const text = await response.text();
  if (!response.ok) throw new ApiError(messageOf(text));
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
