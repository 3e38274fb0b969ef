import type { Scope } from '@callsight/contract/keys';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys, Principal } from '../../access/api-keys.js';
import { KeyRefused } from '../../access/key-refused.js';
import { openWith } from '../../access/open-with.js';
import { HttpError } from './http-error.js';
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

const isFollowerOnly = (): HttpError =>
  new HttpError(403, 'follower', 'this instance is a read-only follower; send this to the instance that it follows');

interface AccessRules {
  readonly apiKeys: ApiKeys;
  readonly wrongKeys: WrongKeys;
  /** Whether this instance follows another one, which alone is written to. */
  readonly isFollower: boolean;
}

/**
 * Requires a key on every route of the API before a byte of the body is read. A route says in its `config` which scope opens
 * it, or that it is `signed` (the body carries its own proof), and whether it writes; one that does not is not registered.
 */
export function requireAccess(app: FastifyInstance, { apiKeys, wrongKeys, isFollower }: AccessRules): void {
  app.decorateRequest('principal');
  app.addHook('onRoute', ({ url, config }) => {
    if (isApi(url) && (config?.scope === undefined || config.writes === undefined))
      throw new Error(`the route ${url} does not say who may use it and whether it writes`);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { scope, writes } = request.routeOptions.config;
    if (scope !== undefined && scope !== 'signed') request.principal = authorize(request, apiKeys, scope, wrongKeys);
    done(isFollower && writes === true ? isFollowerOnly() : undefined);
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scope of the key that opens a route; `signed` where the body proves who sent it. */
    readonly scope?: Scope | 'signed';
    /** Whether a route changes what a follower takes over from the instance that it follows; keys are its own. */
    readonly writes?: boolean;
  }
  interface FastifyRequest {
    /** Who asks; set on every route of the API before the body is read, but for those that are signed. */
    principal: Principal;
  }
}
