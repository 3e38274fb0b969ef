import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Millis } from '../lib/time/units.js';

/** What a link opens, and how long. */
interface Link {
  readonly tenant: string;
  /** Path of the address, as it is requested: encoded, without a query. */
  readonly path: string;
  /** Epoch milliseconds; the link ends with the second. */
  readonly expiresAt: Millis;
}

/** Parameters of a signed address. */
export interface LinkParameters {
  /** Epoch seconds. */
  readonly expires: string;
  /** Tenant and HMAC-SHA-256 in base64url, with a dot between them. */
  readonly signature: string;
}

/** The first one signs; links that were signed with any of them are valid, so that a secret can be replaced. */
export type LinkSecrets = readonly [string, ...string[]];

/**
 * What became of a link. `expired` means that this service signed it: what it led to may be said. Of a `forged` one nothing
 * is known, its tenant included.
 */
export type LinkVerdict =
  | { readonly status: 'valid' | 'expired'; readonly tenant: string; readonly expiresAt: Millis }
  | { readonly status: 'forged' };

const FORGED: LinkVerdict = { status: 'forged' };

const SIGNATURE = /^([a-z0-9][a-z0-9-]{0,39})\.([A-Za-z0-9_-]{43})$/;

/** Seconds as they are signed: no sign, no zeros before them, so that there is one way to write a time. */
const SECONDS = /^(?:0|[1-9]\d{0,11})$/;

/** The parts cannot be mistaken for each other: neither tenant nor time holds a newline, and the path comes last. */
const macOf = (secret: string, tenant: string, expires: string, path: string): Buffer =>
  createHmac('sha256', secret).update(`callsight link\n${tenant}\n${expires}\n${path}`).digest();

/** Signs an address that opens one path of one tenant without a key until it expires. */
export function signLink({ tenant, path, expiresAt }: Link, [secret]: LinkSecrets): LinkParameters {
  const expires = String(Math.floor(expiresAt / 1_000));
  return { expires, signature: `${tenant}.${macOf(secret, tenant, expires, path).toString('base64url')}` };
}

/** Whether a MAC is that of any secret; takes as long whichever it is. */
function isSigned(mac: Buffer, candidates: readonly Buffer[]): boolean {
  return candidates.map((candidate) => timingSafeEqual(candidate, mac)).includes(true);
}

/**
 * Judges the parameters of a link to a path. It opens what it was signed for and nothing else: no other path, tenant or time.
 * @param path of the request, as it came: encoded, without a query
 * @param now epoch milliseconds
 */
export function verifyLink(
  path: string,
  { expires, signature }: LinkParameters,
  secrets: LinkSecrets,
  now: Millis,
): LinkVerdict {
  const [, tenant, encoded] = SIGNATURE.exec(signature) ?? [];
  if (tenant === undefined || encoded === undefined || !SECONDS.test(expires)) return FORGED;
  const mac = Buffer.from(encoded, 'base64url');
  // The last character has two bits that are not part of the MAC; only one way to write it is taken.
  if (mac.toString('base64url') !== encoded) return FORGED;
  const candidates = secrets.map((secret) => macOf(secret, tenant, expires, path));
  if (!isSigned(mac, candidates)) return FORGED;
  const expiresAt = Number(expires) * 1_000;
  return { status: now < expiresAt ? 'valid' : 'expired', tenant, expiresAt };
}
