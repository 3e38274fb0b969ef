import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { traceRequests } from './trace-requests.js';
import { requireAccess } from './access.js';
import { addDocumentation } from './documentation.js';
import { HttpError, toErrorReply } from './http-error.js';
import { answerParserError, answerRouterError } from './protocol-errors.js';
import { auditRoutes } from './routes/audit.js';
import { backupRoutes } from './routes/backups.js';
import { blobRoutes } from './routes/blobs.js';
import { callerRoutes } from './routes/callers.js';
import { callRoutes } from './routes/calls.js';
import { checkRoutes } from './routes/checks.js';
import { deadLetterRoutes } from './routes/dead-letters.js';
import { deliveryRoutes } from './routes/deliveries.js';
import { eventRoutes } from './routes/events.js';
import { exportRoutes } from './routes/exports.js';
import { healthRoutes } from './routes/health.js';
import { keyRoutes } from './routes/keys.js';
import { definitionRoutes } from './routes/definitions.js';
import { overviewRoutes } from './routes/overview.js';
import { metricsRoute } from './routes/metrics.js';
import { recordingRoutes } from './routes/recordings.js';
import { quarantineRoutes } from './routes/quarantine.js';
import { queryRoutes } from './routes/query.js';
import { reportRoutes } from './routes/reports.js';
import { transcriptRoutes } from './routes/transcripts.js';
import { unsubscribeRoutes } from './routes/unsubscribe.js';
import { scheduleRoutes } from './routes/schedules.js';
import { runRoutes } from './routes/runs.js';
import { runbookRoutes } from './routes/runbooks.js';
import { thresholdRoutes } from './routes/thresholds.js';
import { webhookRoutes } from './routes/webhooks.js';
import type { Services } from './services.js';

/** Paths that monitoring asks all the time; their requests are not logged. */
const QUIET = new Set(['/healthz', '/readyz', '/live', '/metrics']);

/**
 * Reads on and throws away what is left of an upload that is too large. A connection that is closed in the middle of it is
 * reset, and the sender would never see the answer. The time limit of a request bounds it.
 */
function drain(request: FastifyRequest, reply: FastifyReply): void {
  void reply.removeHeader('connection');
  request.raw.resume();
}

function setUpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfter } = toErrorReply(error);
    if (status >= 500 && status !== 503) request.log.error({ err: error }, 'request failed');
    if (status === 413 || request.body === request.raw) drain(request, reply);
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    return reply.code(status).type('application/json').serializer(JSON.stringify).send(body);
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      error: { code: 'not_found', message: `nothing answers ${request.method} here; /openapi.json lists what does` },
    }),
  );
}

const notPrepared = (): HttpError =>
  new HttpError(503, 'restoring', 'rows are being restored or rebuilt; see /readyz for progress', {
    retryAfter: 5,
  });

/** Node looks for late requests only so often, and for none at all while their headers may take longer than the whole. */
const slowness = (requestTimeout: number) => ({
  requestTimeout,
  headersTimeout: Math.min(60_000, requestTimeout),
  connectionsCheckingInterval: Math.min(30_000, requestTimeout),
});

/** Definitions, keys and the like are small; routes that take more say so. */
const MAX_BODY_BYTES = 256 << 10;

/** Takes JSON as the framework does. Many clients name a type with every request, also with a DELETE that has no body. */
function takeJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '' && request.method === 'DELETE') done(null);
    else void parse(request, body, done);
  });
}

/** Builds the HTTP side of the service; whoever built it also closes it. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { apiKeys, config, wrongKeys } = services;
  const logger: FastifyBaseLogger = services.log;
  const app: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: config.http.requestTimeoutMs,
    http: slowness(config.http.requestTimeoutMs),
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true, allErrors: false } },
    routerOptions: { maxParamLength: 512 },
    clientErrorHandler: answerParserError,
    frameworkErrors: (error, request, reply) => {
      void answerRouterError(error, request, reply);
    },
  });
  if (services.tracer !== undefined) traceRequests(app, services.tracer, QUIET);
  requireAccess(app, { apiKeys, wrongKeys, isFollower: config.replication?.follow === true });
  setUpErrors(app);
  takeJson(app);
  app.decorateRequest('releaseBody');
  app.addHook('onResponse', (request, reply, done) => {
    request.releaseBody?.();
    services.requestTimes.note(request, reply);
    // Neither headers nor query strings are logged: they may hold keys or numbers.
    const path = request.routeOptions.url;
    if (path !== undefined && !QUIET.has(path)) {
      request.log.debug(
        { method: request.method, route: path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
        'request',
      );
    }
    done();
  });
  app.addHook('onRequest', (request, _reply, done) => {
    // Answers from half of the rows would be wrong, and events cannot be folded onto them yet.
    const isApi = request.url.startsWith('/v1/');
    if ((isApi || request.url === '/live') && !services.isPrepared()) done(notPrepared());
    else done();
  });
  await addDocumentation(app);
  await app.register((scope, _options, done) => {
    eventRoutes(scope, services);
    done();
  });
  queryRoutes(app, services);
  exportRoutes(app, services);
  definitionRoutes(app, services);
  checkRoutes(app, services);
  thresholdRoutes(app, services);
  reportRoutes(app, services);
  runRoutes(app, services);
  scheduleRoutes(app, services);
  unsubscribeRoutes(app, services);
  callRoutes(app, services);
  recordingRoutes(app, services);
  transcriptRoutes(app, services);
  auditRoutes(app, services);
  keyRoutes(app, services);
  callerRoutes(app, services);
  backupRoutes(app, services);
  blobRoutes(app, services);
  deadLetterRoutes(app, services);
  quarantineRoutes(app, services);
  webhookRoutes(app, services);
  deliveryRoutes(app, services);
  healthRoutes(app, services);
  runbookRoutes(app);
  metricsRoute(app, services);
  await app.register((scope, _options, done) => {
    overviewRoutes(scope, services);
    done();
  });
  return app;
}
