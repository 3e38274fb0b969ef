import { Catalogue } from '@callsight/contract/query/catalogue';
import { QueryAnswer } from '@callsight/contract/query/answer';
import { QueryRequest } from '@callsight/contract/query/request';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { authorize } from '../authorize.js';
import { clientSignal } from '../client-signal.js';
import type { Services } from '../services.js';

const ValuesQuery = Type.Object({
  from: Type.String({ default: 'now-30d' }),
  to: Type.String({ default: 'now' }),
  timezone: Type.String({ default: 'UTC' }),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.String({ pattern: '^[1-9][0-9]{0,3}$', default: '100' }),
});

/** Questions and what can be asked. */
export function queryRoutes(app: FastifyInstance, { engine, apiKeys, metrics }: Services): void {
  app.post<{ Body: QueryRequest }>(
    '/v1/query',
    {
      schema: {
        summary: 'Ask for numbers',
        description:
          'Answers in the JSON of Grafana data frames. A query that fails gives an error under its refId and leaves the others alone.',
        tags: ['queries'],
        body: QueryRequest,
        response: { 200: Type.Unsafe({ ...QueryAnswer, additionalProperties: true }), 400: ErrorAnswer },
      },
      serializerCompiler: () => (answer) => JSON.stringify(answer),
    },
    async (request, reply) => {
      const { tenant } = authorize(request, apiKeys, 'query');
      return engine.answer(request.body, tenant, clientSignal(reply));
    },
  );

  app.get(
    '/v1/catalogue',
    { schema: { summary: 'Metrics, dimensions, steps and datasets', tags: ['queries'], response: { 200: Catalogue } } },
    (request) => metrics.catalogue(authorize(request, apiKeys, 'query').tenant).describe(),
  );

  app.get<{ Params: { name: string }; Querystring: Static<typeof ValuesQuery> }>(
    '/v1/dimensions/:name/values',
    {
      schema: {
        summary: 'Values of a dimension, the most frequent first',
        tags: ['queries'],
        params: Type.Object({ name: Type.String() }),
        querystring: ValuesQuery,
        response: {
          200: Type.Object({
            values: Type.Array(
              Type.Object({ value: Type.Union([Type.String(), Type.Number(), Type.Boolean()]), count: Type.Integer() }),
            ),
          }),
        },
      },
    },
    async (request, reply) => {
      const { tenant } = authorize(request, apiKeys, 'query');
      const { from, to, timezone, search, limit } = request.query;
      const values = await engine.dimensionValues(
        request.params.name,
        { from, to, timezone, search, limit: Number(limit) },
        tenant,
        clientSignal(reply),
      );
      return { values };
    },
  );
}
