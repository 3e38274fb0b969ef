import type { FastifyInstance } from 'fastify';
import type { Span, Tracer } from '../../lib/telemetry/tracer.js';

/**
 * Makes a span of every request, as part of the trace that its header `traceparent` names. A span has the method, the template
 * of the route and the status: nothing of what was sent.
 * @param untraced routes that monitoring asks all the time
 */
export function traceRequests(app: FastifyInstance, tracer: Tracer, untraced: ReadonlySet<string>): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url;
    if (route === undefined || !untraced.has(route)) {
      const parent = headers['traceparent'];
      request.span = tracer.start(route === undefined ? method : `${method} ${route}`, {
        kind: 'server',
        parent: typeof parent === 'string' ? parent : undefined,
        attributes: { 'http.request.method': method, ...(route === undefined ? {} : { 'http.route': route }) },
      });
    }
    done();
  });
  app.addHook('onResponse', ({ span }, { statusCode }, done) => {
    span?.set({ 'http.response.status_code': statusCode });
    if (statusCode >= 500) span?.fail(String(statusCode));
    span?.end();
    done();
  });
  // A client that goes away before the answer leaves no response.
  app.addHook('onRequestAbort', ({ span }, done) => {
    span?.fail('aborted');
    span?.end();
    done();
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Absent unless the request is traced. */
    span?: Span;
  }
}
