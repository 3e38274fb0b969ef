import { Type } from '@sinclair/typebox';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Replication } from '../../../replication/replication.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type DeadLetterServices = Pick<Services, 'replication'>;

const tags = ['operation'];

const DeadLetter = Type.Object({
  id: Type.String(),
  refused_at: Type.String(),
  measurement: Type.String(),
  row: Type.String({ description: 'The call, turn or sample, or the cell of a KPI series' }),
  reason: Type.String({ description: 'What InfluxDB said' }),
});

const Params = Type.Object({ id: Type.Optional(Type.String({ maxLength: 60 })) });

/** Points that InfluxDB refused for themselves. The rows are kept here and answered from as ever. */
export function deadLetterRoutes(app: FastifyInstance, { replication }: DeadLetterServices): void {
  const access = (request: FastifyRequest): { tenant: string; replication: Replication } => {
    const { tenant } = request.principal;
    if (replication === undefined)
      throw new HttpError(
        404,
        'no_record',
        'no InfluxDB is set, so that nothing is published; see CALLSIGHT_INFLUX_URL',
      );
    return { tenant, replication };
  };
  const required = (count: number, id: string | undefined): void => {
    if (count === 0 && id !== undefined)
      throw new HttpError(
        404,
        'unknown_dead_letter',
        'there is no such dead letter; its row may have been written since',
      );
  };

  app.get<{ Querystring: { limit: string } }>(
    '/v1/dead-letters',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'Points that InfluxDB refused, and why',
        tags,
        querystring: Type.Object({ limit: Type.String({ pattern: '^[1-9][0-9]{0,3}$', default: '100' }) }),
        response: { 200: Type.Object({ dead_letters: Type.Array(DeadLetter) }), 404: ErrorAnswer },
      },
    },
    async (request) => {
      const own = access(request);
      return { dead_letters: await own.replication.deadLetters(own.tenant, Number(request.query.limit)) };
    },
  );

  for (const path of ['/v1/dead-letters/replay', '/v1/dead-letters/:id/replay']) {
    app.post<{ Params: { id?: string } }>(
      path,
      {
        config: { scope: 'admin', writes: true },
        schema: {
          summary: 'Publish refused points again, as their rows are now',
          tags,
          params: Params,
          response: { 202: Type.Object({ replayed: Type.Integer() }), 404: ErrorAnswer },
        },
      },
      async (request, reply) => {
        const own = access(request);
        const replayed = await own.replication.replayDeadLetters(own.tenant, request.params.id);
        required(replayed, request.params.id);
        return reply.code(202).send({ replayed });
      },
    );
  }

  app.delete<{ Params: { id: string } }>(
    '/v1/dead-letters/:id',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Forget a refused point',
        tags,
        params: Params,
        response: { 204: Type.Null(), 404: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const own = access(request);
      required(await own.replication.deleteDeadLetters(own.tenant, request.params.id), request.params.id);
      return reply.code(204).send();
    },
  );
}
