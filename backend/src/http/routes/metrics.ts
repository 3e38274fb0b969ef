import { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { authorize } from '../authorize.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

const tags = ['metrics'];
const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });

const notFound = (id: string): HttpError => new HttpError(404, 'unknown_metric', `there is no custom metric "${id}"`);

/** Custom metrics: a formula over other metrics, or an aggregation of a dataset's measure. */
export function metricRoutes(app: FastifyInstance, { metrics, apiKeys }: Services): void {
  app.get(
    '/v1/metrics',
    {
      schema: {
        summary: 'List custom metrics',
        tags,
        response: { 200: Type.Object({ metrics: Type.Array(CustomMetric) }) },
      },
    },
    (request) => ({
      metrics: metrics.list(authorize(request, apiKeys, 'query').tenant),
    }),
  );

  app.get<{ Params: { id: string } }>(
    '/v1/metrics/:id',
    {
      schema: { summary: 'Show a custom metric', tags, params: Id, response: { 200: CustomMetric, 404: ErrorAnswer } },
    },
    (request) => {
      const { tenant } = authorize(request, apiKeys, 'query');
      const metric = metrics.get(tenant, request.params.id);
      if (metric === undefined) throw notFound(request.params.id);
      return metric;
    },
  );

  app.post<{ Body: CustomMetricInput }>(
    '/v1/metrics',
    {
      schema: {
        summary: 'Define a custom metric',
        tags,
        body: CustomMetricInput,
        response: { 201: CustomMetric, 400: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant } = authorize(request, apiKeys, 'admin');
      if (metrics.get(tenant, request.body.id) !== undefined) {
        throw new HttpError(
          409,
          'metric_exists',
          `there is a custom metric "${request.body.id}" already; change it with PUT`,
          { path: '/id' },
        );
      }
      return reply.code(201).send(await metrics.put(tenant, request.body));
    },
  );

  app.put<{ Params: { id: string }; Body: CustomMetricInput }>(
    '/v1/metrics/:id',
    {
      schema: {
        summary: 'Change a custom metric: its next version',
        tags,
        params: Id,
        body: CustomMetricInput,
        response: { 200: CustomMetric, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = authorize(request, apiKeys, 'admin');
      if (metrics.get(tenant, request.params.id) === undefined) throw notFound(request.params.id);
      if (request.body.id !== request.params.id)
        throw new HttpError(400, 'invalid_metric', 'the id of the body is not that of the path', { path: '/id' });
      return metrics.put(tenant, request.body);
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/metrics/:id',
    {
      schema: {
        summary: 'Delete a custom metric',
        tags,
        params: Id,
        response: { 204: Type.Null(), 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant } = authorize(request, apiKeys, 'admin');
      if (!(await metrics.remove(tenant, request.params.id))) throw notFound(request.params.id);
      return reply.code(204).send();
    },
  );
}
