import { Type } from '@sinclair/typebox';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.js';

/** `GET /metrics`: this service itself, for Prometheus. A key shows the tenants' names of nobody else. */
export function metricsRoute(app: FastifyInstance, { serviceMetrics }: Pick<Services, 'serviceMetrics'>): void {
  app.get(
    '/metrics',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'State of this service as text for Prometheus',
        description: 'What is counted by tenant or webhook account is shown for the tenant of the key alone.',
        tags: ['operation'],
        response: { 200: Type.String(), 401: ErrorAnswer, 403: ErrorAnswer },
      },
      serializerCompiler: () => (text: unknown) => String(text),
    },
    async (request, reply) => {
      const { contentType, text } = await serviceMetrics.page(request.principal.tenant);
      return reply.type(contentType).header('cache-control', 'no-store').send(text);
    },
  );
}
