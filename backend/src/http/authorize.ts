import type { Scope } from '@callsight/contract/keys';
import type { FastifyRequest } from 'fastify';
import type { ApiKeys, Principal } from '../auth/api-keys.js';
import { KeyRefused } from '../auth/key-refused.js';
import { openWith } from '../auth/open-with.js';

/** The key of a request: `Authorization: Bearer …` or `X-API-Key: …`. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const header = headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

/**
 * Settles who asks and whether the key opens this.
 * @throws KeyRefused 401 without a valid key, 403 when the key lacks the scope
 */
export function authorize(request: FastifyRequest, apiKeys: ApiKeys, scope: Scope): Principal {
  const key = keyOf(request);
  if (key === undefined) throw new KeyRefused(401, 'missing_key', 'send an API key as "Authorization: Bearer <key>"');
  return openWith(key, apiKeys, scope);
}
