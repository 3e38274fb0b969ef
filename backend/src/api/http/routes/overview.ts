import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { isSameSite, readSessionCookie, writeSessionCookie } from '../../overview/access/session-cookie.js';
import { securityHeaders } from '../../overview/access/security-headers.js';
import { Sessions } from '../../overview/access/sessions.js';
import { signInPage } from '../../overview/page/sign-in-page.js';
import type { PipelineState } from '../../overview/pipeline-state.js';
import type { AskedOverview } from '../../query-worker/messages.js';
import { authorize } from '../access.js';
import { KeyRefused } from '../../../access/key-refused.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type OverviewServices = Pick<
  Services,
  | 'apiKeys'
  | 'clock'
  | 'config'
  | 'projector'
  | 'isReady'
  | 'ledger'
  | 'log'
  | 'quarantine'
  | 'queryWorker'
  | 'trafficOf'
  | 'wrongKeys'
>;

/** The tenant that is shown when the overview is open to everybody. */
const OPEN_TENANT = 'main';

/** A key is short; nothing else is in the form. */
const MAX_FORM_BYTES = 4_096;

interface Visitor {
  readonly tenant: string;
  readonly canSignOut: boolean;
}

interface Asked {
  Querystring: { range?: unknown };
}

function isHttps(request: FastifyRequest): boolean {
  // What a proxy says is taken at its word here: it only decides about an attribute of the visitor's own cookie.
  return request.protocol === 'https' || /^https\b/i.test(String(request.headers['x-forwarded-proto'] ?? ''));
}

/** The address that the visitor used, for commands to copy; a host that is none is replaced by where we listen. */
function addressOf(request: FastifyRequest, { config }: OverviewServices): string {
  const host = /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(request.host)
    ? request.host
    : `${config.http.host}:${config.http.port}`;
  return `${isHttps(request) ? 'https' : 'http'}://${host}`;
}

/** The page must not fail because the quarantine cannot be read; it says so instead. */
async function latestRefused({ quarantine, log }: OverviewServices, tenant: string): Promise<PipelineState['refused']> {
  try {
    const [latest] = await quarantine.list(tenant, 1, undefined);
    return latest && { receivedAt: latest.received_at, code: latest.code, message: latest.message };
  } catch (error) {
    log.warn({ err: error, tenant }, 'overview could not read the quarantine');
    return 'unreadable';
  }
}

async function pipelineOf(services: OverviewServices, tenant: string): Promise<PipelineState> {
  const { ledger, projector } = services;
  const { accepted, duplicates, quarantined } = services.trafficOf(tenant);
  return {
    isReady: services.isReady(),
    accepted,
    duplicates,
    rejected: quarantined,
    waiting: ledger.waitingOf(tenant),
    pending: ledger.changedOf(tenant).length,
    failed: projector.failedOf(tenant),
    lastDeliveredAt: projector.lastDeliveredAt,
    failure: projector.failure,
    refused: await latestRefused(services, tenant),
  };
}

async function askedOf(
  request: FastifyRequest<Asked>,
  services: OverviewServices,
  tenant: string,
): Promise<AskedOverview> {
  const { config, clock } = services;
  const { range } = request.query;
  return {
    tenant,
    now: clock(),
    rangeId: typeof range === 'string' ? range : undefined,
    timezone: config.overview.timezone,
    pipeline: await pipelineOf(services, tenant),
    address: addressOf(request, services),
  };
}

/** Lets nobody be signed in or out by a page of another site. Decided before the form is read. */
const fromHere: onRequestHookHandler = (request, _reply, done) => {
  if (isSameSite(request.headers, request.host)) done();
  else done(new HttpError(403, 'cross_site', 'sign in and out on the pages of this service'));
};

/** Sets the headers of an answer. @returns the nonce of its styles and script */
function secure(reply: FastifyReply): string {
  const nonce = randomBytes(16).toString('base64');
  void reply.headers(securityHeaders(nonce)).type('text/html; charset=utf-8');
  return nonce;
}

/** The live overview page, and how a browser signs in to it. Registered in a scope of its own, for the form's parser. */
export function overviewRoutes(app: FastifyInstance, services: OverviewServices): void {
  const { apiKeys, config, clock, queryWorker, wrongKeys } = services;
  const sessions = new Sessions(clock);
  const schema = { hide: true };

  /** A key in the request counts first, then a session, then that the page is open. */
  const visitorOf = (request: FastifyRequest): Visitor | undefined => {
    const { headers } = request;
    if (headers.authorization !== undefined || headers['x-api-key'] !== undefined) {
      return { tenant: authorize(request, apiKeys, 'query', wrongKeys).tenant, canSignOut: false };
    }
    const key = sessions.keyOf(readSessionCookie(headers.cookie) ?? '');
    const principal = key === undefined ? undefined : apiKeys.authenticate(key);
    if (principal?.scopes.has('query') === true) return { tenant: principal.tenant, canSignOut: true };
    return config.overview.isOpen ? { tenant: OPEN_TENANT, canSignOut: false } : undefined;
  };

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );

  app.get<Asked>('/', { schema }, async (request, reply) => {
    const nonce = secure(reply);
    try {
      const visitor = visitorOf(request);
      if (visitor === undefined) return signInPage(nonce);
      const { tenant, canSignOut } = visitor;
      return await queryWorker.overview({
        ...(await askedOf(request, services, tenant)),
        page: { nonce, canSignOut },
      });
    } catch (error) {
      if (!(error instanceof HttpError || error instanceof KeyRefused)) throw error;
      void reply.code(error.status);
      return signInPage(nonce, error.message);
    }
  });

  app.get<Asked>('/live', { schema }, async (request, reply) => {
    secure(reply);
    const visitor = visitorOf(request);
    if (visitor === undefined) throw new HttpError(401, 'signed_out', 'sign in to see the overview');
    return queryWorker.overview(await askedOf(request, services, visitor.tenant));
  });

  app.post('/sign-in', { schema, onRequest: fromHere }, (request, reply) => {
    const nonce = secure(reply);
    const key = request.body instanceof URLSearchParams ? (request.body.get('key') ?? '').trim() : '';
    const principal = apiKeys.authenticate(key);
    if (principal === undefined) {
      void reply.code(401);
      return signInPage(nonce, 'This API key is not known, or it has expired or been revoked.');
    }
    if (!principal.scopes.has('query')) {
      void reply.code(403);
      return signInPage(nonce, 'This API key does not have the scope “query”, which reading figures needs.');
    }
    sessions.end(readSessionCookie(request.headers.cookie) ?? '');
    const cookie = writeSessionCookie(
      sessions.begin(key, principal.tenant),
      Sessions.lifetimeSeconds,
      isHttps(request),
    );
    return reply.header('set-cookie', cookie).redirect('./', 303);
  });

  app.post('/sign-out', { schema, onRequest: fromHere }, (request, reply) => {
    secure(reply);
    sessions.end(readSessionCookie(request.headers.cookie) ?? '');
    return reply.header('set-cookie', writeSessionCookie('', 0, isHttps(request))).redirect('./', 303);
  });
}
