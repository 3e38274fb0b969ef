import { createHash, createHmac } from 'node:crypto';
import type { Millis } from '../../../lib/time/units.js';

interface Credentials {
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface RequestToSign {
  readonly method: string;
  /** With path and query encoded as RFC 3986 says. */
  readonly url: URL;
  /** Further headers to be signed, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, hexadecimal. */
  readonly bodyHash: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

/**
 * Signature Version 4 of AWS for a request to S3. The hash of the body is part of it: the server refuses a body that is not
 * the one that was sent.
 * Source: "Signature Calculations for the Authorization Header", Amazon S3 API reference.
 * @param at epoch milliseconds; the server takes up to 15 minutes of difference
 * @returns all headers that have to be sent, the given ones among them
 */
export function signRequest(
  { method, url, headers, bodyHash }: RequestToSign,
  { region, accessKeyId, secretAccessKey }: Credentials,
  at: Millis,
): Record<string, string> {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
  };
  const sorted = Object.entries(signed).sort(byName);
  const names = sorted.map(([name]) => name).join(';');
  const query = url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter): [string, string] => [parameter.slice(0, parameter.indexOf('=')), parameter])
    .sort(byName)
    .map(([, parameter]) => parameter)
    .join('&');
  const canonical = [
    method,
    url.pathname,
    query,
    ...sorted.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretAccessKey}`, day), region));
  const signature = hmac(key, [ALGORITHM, time, scope, sha256(canonical)].join('\n')).toString('hex');
  return {
    ...signed,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
