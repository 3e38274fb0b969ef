import { AddressRefused } from '../../../lib/net/resolve-host.js';
import { RedirectRefused } from '../../../lib/net/http-open.js';

/** What codes of Node, the system, TLS and DNS mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist',
  ENODATA: 'the name has no record of this type',
  NOTFOUND: 'the name does not exist',
  EAI_AGAIN: 'the name server did not answer',
  ESERVFAIL: 'the name server failed',
  EREFUSED: 'the name server refused the question',
  ETIMEOUT: 'the name server did not answer',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the connection timed out',
  EPROTO: 'the server does not speak TLS as expected',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: 'the certificate is not valid yet',
  CERT_REVOKED: 'the certificate was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate signs itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate comes from an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate comes from an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an unknown authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
};

/** An answer that is not of the protocol that was expected. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

/**
 * Why a probe failed, for people. Only texts of this file and codes come out of it: messages of others may repeat what was
 * sent or received.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused)
    return 'the address is not a public one; CALLSIGHT_CHECKS_PRIVATE allows checks of private networks';
  if (error instanceof RedirectRefused || error instanceof BadAnswer) return error.message;
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  if (typeof code !== 'string') return 'the check failed';
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  return MEANINGS[code] ?? `the check failed (${code.slice(0, 60)})`;
}
