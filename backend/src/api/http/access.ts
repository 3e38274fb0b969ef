import type { Scope } from '@callsight/contract/keys';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys, Principal } from '../../access/api-keys.js';
import { KeyRefused } from '../../access/key-refused.js';
import { openWith } from '../../access/open-with.js';
import type { WrongKeys } from './wrong-keys.js';

/** The key of a request: `Authorization: Bearer …` or `X-API-Key: …`. */
function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const header = headers['x-api-key'];
  return bearer ?? (typeof header === 'string' && header !== '' ? header : undefined);
}

/**
 * Settles who asks and whether the key opens this.
 * @throws KeyRefused 401 without a valid key, 403 when the key lacks the scope; HttpError 429 after many wrong keys
 */
export function authorize(request: FastifyRequest, apiKeys: ApiKeys, scope: Scope, wrongKeys: WrongKeys): Principal {
  const key = keyOf(request);
  if (key === undefined) throw new KeyRefused(401, 'missing_key', 'send an API key as "Authorization: Bearer <key>"');
  return wrongKeys.watch(request.ip, () => openWith(key, apiKeys, scope));
}

const isApi = (url: string): boolean => url.startsWith('/v1/');

/**
 * Requires a key on every route of the API before a byte of the body is read. A route says in `config.access` which scope
 * opens it, or that it is `signed` (the body carries its own proof); one that says nothing is not registered.
 */
export function requireAccess(app: FastifyInstance, apiKeys: ApiKeys, wrongKeys: WrongKeys): void {
  app.decorateRequest('principal');
  app.addHook('onRoute', ({ url, config }) => {
    if (isApi(url) && config?.access === undefined) throw new Error(`the route ${url} does not say who may use it`);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { access } = request.routeOptions.config;
    if (access !== undefined && access !== 'signed') request.principal = authorize(request, apiKeys, access, wrongKeys);
    done();
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scope of the key that opens a route; `signed` where the body proves who sent it. */
    readonly access?: Scope | 'signed';
  }
  interface FastifyRequest {
    /** Who asks; set on every route of the API before the body is read, but for those that are signed. */
    principal: Principal;
  }
}
