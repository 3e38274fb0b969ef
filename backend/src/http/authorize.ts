import type { Scope } from '@callsight/contract/keys';
import type { FastifyRequest } from 'fastify';
import type { ApiKeys, Principal } from '../auth/api-keys.js';
import { HttpError } from './http-error.js';

/** The key of a request: `Authorization: Bearer …` or `X-API-Key: …`. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const header = headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

/**
 * Settles who asks and whether the key opens this.
 * @throws HttpError 401 without a valid key, 403 when the key lacks the scope
 */
export function authorize(request: FastifyRequest, apiKeys: ApiKeys, scope: Scope): Principal {
  const key = keyOf(request);
  if (key === undefined) {
    throw new HttpError(401, 'missing_key', 'send an API key as "Authorization: Bearer <key>"');
  }
  const principal = apiKeys.authenticate(key);
  if (principal === undefined)
    throw new HttpError(401, 'invalid_key', 'this API key is not known, or has expired or been revoked');
  if (!principal.scopes.has(scope))
    throw new HttpError(403, 'missing_scope', `this API key does not have the scope "${scope}"`);
  return principal;
}
