import type { Millis } from '../../lib/time/units.js';

/** A day and time as Amazon and Google write it: `20261127T080000Z`. */
const BASIC_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

const secondsOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,11}$/.test(text) ? Number(text) : undefined;

function signedFor(parameters: URLSearchParams, prefix: string): Millis | undefined {
  const seconds = secondsOf(parameters.get(`${prefix}-Expires`));
  const [, ...parts] = BASIC_TIME.exec(parameters.get(`${prefix}-Date`) ?? '') ?? [];
  if (seconds === undefined || parts.length === 0) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + seconds * 1_000;
}

/**
 * When a signed address ends, as it says itself: Amazon S3, CloudFront, Google Cloud Storage, Azure.
 * @returns epoch milliseconds; undefined where it does not say
 */
export function linkExpiry(address: string): Millis | undefined {
  if (!URL.canParse(address)) return undefined;
  const { searchParams } = new URL(address);
  const amazon = signedFor(searchParams, 'X-Amz') ?? signedFor(searchParams, 'X-Goog');
  const seconds = secondsOf(searchParams.get('Expires'));
  const azure = Date.parse(searchParams.get('se') ?? '');
  return amazon ?? (seconds === undefined ? undefined : seconds * 1_000) ?? (Number.isNaN(azure) ? undefined : azure);
}
