import { Catalogue } from '@callsight/contract/query/catalogue';
import { QueryAnswer } from '@callsight/contract/query/answer';
import { QueryRequest } from '@callsight/contract/query/request';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { clientSignal } from '../client-signal.js';
import { sendJson } from '../send-json.js';
import type { Services } from '../services.js';

type QueryServices = Pick<Services, 'clock' | 'queryWorker'>;

const ValuesQuery = Type.Object({
  from: Type.String({ default: 'now-30d' }),
  to: Type.String({ default: 'now' }),
  timezone: Type.String({ default: 'UTC' }),
  search: Type.Optional(Type.String({ maxLength: 200 })),
  limit: Type.String({ pattern: '^[1-9][0-9]{0,3}$', default: '100' }),
});

/** A query with all the values that its filters may have is smaller. */
const MAX_QUERY_BYTES = 2 << 20;

/** Queries, and what can be queried. The query worker reads the bodies and makes the replies. */
export function queryRoutes(app: FastifyInstance, { queryWorker, clock }: QueryServices): void {
  app.register((raw, _options, registered) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    raw.post(
      '/v1/query',
      {
        config: { scope: 'query', writes: false },
        bodyLimit: MAX_QUERY_BYTES,
        // The worker checks the body; the schema is for those who read the documentation.
        validatorCompiler: () => () => true,
        schema: {
          summary: 'Ask for numbers',
          description:
            'Answers in the JSON of Grafana data frames. A query that fails gives an error under its refId and leaves the others alone.',
          tags: ['queries'],
          body: QueryRequest,
          response: {
            200: Type.Unsafe({ ...QueryAnswer, additionalProperties: true }),
            400: ErrorAnswer,
            503: ErrorAnswer,
          },
        },
      },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { tenant } = request.principal;
        const answer = await queryWorker.query({ body, tenant, now: clock() }, clientSignal(reply));
        return sendJson(reply.code(answer.status), answer.body);
      },
    );
    registered();
  });

  app.get(
    '/v1/catalogue',
    {
      config: { scope: 'query', writes: false },
      schema: { summary: 'Metrics, dimensions, steps and datasets', tags: ['queries'], response: { 200: Catalogue } },
    },
    async (request, reply) => sendJson(reply, await queryWorker.catalogue(request.principal.tenant)),
  );

  app.get<{ Params: { name: string }; Querystring: Static<typeof ValuesQuery> }>(
    '/v1/dimensions/:name/values',
    {
      config: { scope: 'query', writes: false },
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
      const { from, to, timezone, search, limit } = request.query;
      const { name } = request.params;
      const { tenant } = request.principal;
      const asked = { name, tenant, from, to, timezone, search, limit: Number(limit), now: clock() };
      return { values: await queryWorker.dimensionValues(asked, clientSignal(reply)) };
    },
  );
}
