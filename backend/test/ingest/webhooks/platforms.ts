import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** What the platforms of the tests sign with, as settings of the service. */
export const PUBLIC_URL = 'https://calls.example.com';

export const SECRETS = {
  CALLSIGHT_PUBLIC_URL: PUBLIC_URL,
  CALLSIGHT_VAPI_SECRET: 'vapi-secret',
  CALLSIGHT_RETELL_API_KEY: 'retell-key',
  CALLSIGHT_TWILIO_AUTH_TOKEN: 'twilio-token',
  CALLSIGHT_STRIPE_WEBHOOK_SECRET: 'whsec_stripe',
  // The recorded events are of test mode.
  CALLSIGHT_STRIPE_TEST_MODE: 'true',
} as const;

export const ACUITY = { CALLSIGHT_ACUITY_API_KEY: 'acuity-key', CALLSIGHT_ACUITY_USER_ID: '4711' } as const;

export type PlatformName = 'vapi' | 'retell' | 'twilio' | 'acuity' | 'stripe';

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const hmac = (algorithm: string, key: string, text: string, encoding: 'hex' | 'base64'): string =>
  createHmac(algorithm, key).update(text).digest(encoding);

const formText = (body: string): string =>
  [...new URLSearchParams(body)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');

/** Headers with which each platform sends a body; written from the platforms' documents, not with our own code. */
export const SIGN: Readonly<
  Record<PlatformName, (body: string, now: number, secret: string, path: string) => Record<string, string>>
> = {
  vapi: (body, now, secret) => ({
    ...JSON_TYPE,
    'x-timestamp': String(now),
    'x-signature': hmac('sha256', secret, `${now}.${body}`, 'hex'),
  }),
  retell: (body, now, secret) => ({
    ...JSON_TYPE,
    'x-retell-signature': `v=${now},d=${hmac('sha256', secret, `${body}${now}`, 'hex')}`,
  }),
  twilio: (body, _now, secret, path) => ({
    ...FORM_TYPE,
    'x-twilio-signature': hmac('sha1', secret, PUBLIC_URL + path + formText(body), 'base64'),
  }),
  acuity: (body, _now, secret) => ({ ...FORM_TYPE, 'x-acuity-signature': hmac('sha256', secret, body, 'base64') }),
  stripe: (body, now, secret) => {
    const seconds = Math.floor(now / 1_000);
    return {
      ...JSON_TYPE,
      'stripe-signature': `t=${seconds},v1=${hmac('sha256', secret, `${seconds}.${body}`, 'hex')}`,
    };
  },
};

const SECRET: Readonly<Record<PlatformName, string>> = {
  vapi: SECRETS.CALLSIGHT_VAPI_SECRET,
  retell: SECRETS.CALLSIGHT_RETELL_API_KEY,
  twilio: SECRETS.CALLSIGHT_TWILIO_AUTH_TOKEN,
  acuity: ACUITY.CALLSIGHT_ACUITY_API_KEY,
  stripe: SECRETS.CALLSIGHT_STRIPE_WEBHOOK_SECRET,
};

interface Sent {
  readonly status: number;
  readonly body: string;
}

interface Options {
  /** Of another connection than the default one. */
  readonly connection?: string;
  readonly secret?: string;
  /** Headers that differ from what the platform would send. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a body as the platform would. @param now its clock, epoch milliseconds */
export async function deliver(
  app: FastifyInstance,
  platform: PlatformName,
  body: string,
  now: number,
  { connection, secret = SECRET[platform], headers = {} }: Options = {},
): Promise<Sent> {
  const path = `/v1/webhooks/${platform}${connection === undefined ? '' : `/${connection}`}`;
  const signed = SIGN[platform](body, now, secret, path);
  const answer = await app.inject({ method: 'POST', url: path, headers: { ...signed, ...headers }, payload: body });
  return { status: answer.statusCode, body: answer.body };
}

/** A recorded delivery, as it came. */
export const sample = (file: string): string => readFileSync(join(__dirname, '../../payloads', file), 'utf8').trim();

export const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
