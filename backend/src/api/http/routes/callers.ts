import { Type } from '@sinclair/typebox';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.js';

type CallerServices = Pick<Services, 'eraseCaller' | 'log'>;

const Params = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$' }) });

/** What is known of single callers. */
export function callerRoutes(app: FastifyInstance, { eraseCaller, log }: CallerServices): void {
  app.delete<{ Params: { id: string } }>(
    '/v1/callers/:id',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Erase a person: all calls, and all stored events',
        description:
          'The id is the pseudonym that the dimension caller has. Can be repeated. What InfluxDB holds goes with the next publication.',
        tags: ['callers'],
        params: Params,
        response: { 200: Type.Object({ calls: Type.Integer() }), 403: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant, keyId } = request.principal;
      const calls = await eraseCaller(tenant, request.params.id);
      log.info({ audit: 'caller.erased', by: keyId, tenant, calls }, 'a caller was erased');
      return { calls };
    },
  );
}
