import { LookUpFailed } from '../port.js';
import type { AcuitySettings } from './acuity-settings.js';

/** An appointment is a few kilobytes; more is not read. */
const MAX_RESPONSE = 1 << 20;

const addressOf = (baseUrl: string, id: string): string => {
  const base = baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  return `${base}/api/v1/appointments/${id}`;
};

/** Milliseconds of a Retry-After header, in seconds or as a date. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const ms = /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

const failed = (why: string, again: LookUpFailed['again'], wait?: number): LookUpFailed =>
  new LookUpFailed(`Acuity ${why}`, again, wait);

function failureOf({ status, headers }: Response): LookUpFailed {
  if (status === 404) return failed('knows no such appointment (404)', 'never');
  if (status === 401 || status === 403) return failed(`does not take the user id and API key (${status})`, 'later');
  if (status === 429) return failed('asks to be asked less often (429)', 'later', retryAfter(headers));
  return failed(`answered ${status}`, 'later', retryAfter(headers));
}

async function request(id: string, apiKey: string, settings: AcuitySettings, signal: AbortSignal): Promise<Response> {
  const credentials = Buffer.from(`${settings.userId}:${apiKey}`).toString('base64');
  try {
    return await fetch(addressOf(settings.baseUrl, id), {
      headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
      // Credentials go where the operator said, and nowhere else.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutSeconds * 1_000)]),
    });
  } catch (error) {
    const isSlow = error instanceof Error && error.name === 'TimeoutError';
    throw failed(isSlow ? `did not answer within ${settings.timeoutSeconds} s` : 'cannot be reached', 'later');
  }
}

/** Requests an appointment, as it is now, from Acuity's API. @throws LookUpFailed */
export async function fetchAppointment(
  id: string,
  apiKey: string,
  settings: AcuitySettings,
  signal: AbortSignal,
): Promise<unknown> {
  const response = await request(id, apiKey, settings, signal);
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response);
  }
  const text = await response.text().catch(() => {
    throw failed('broke off its answer', 'later');
  });
  if (text.length > MAX_RESPONSE) throw failed('answered with more than an appointment', 'later');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw failed('answered with something that is not JSON', 'later');
  }
}
