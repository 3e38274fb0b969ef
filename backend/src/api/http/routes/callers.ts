import { Type } from '@sinclair/typebox';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.js';

type CallerServices = Pick<Services, 'audit' | 'eraseCaller' | 'exportJobs'>;

const Params = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{32}$' }) });

/** What is known of single callers. */
export function callerRoutes(app: FastifyInstance, { audit, eraseCaller, exportJobs }: CallerServices): void {
  app.delete<{ Params: { id: string } }>(
    '/v1/callers/:id',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Erase a person: all calls, and all stored events',
        description:
          'The id is the pseudonym that the dimension caller has. Can be repeated. Files of exports go, too. What InfluxDB holds goes with the next publication.',
        tags: ['callers'],
        params: Params,
        response: { 200: Type.Object({ calls: Type.Integer() }), 403: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant, keyId } = request.principal;
      const calls = await eraseCaller(tenant, request.params.id);
      await exportJobs.withdraw(tenant, 'a person was erased since; ask for it again');
      // Whose it was is what must not be kept.
      await audit.record(tenant, { actor: keyId, action: 'caller.erased', target: 'callers' });
      return { calls };
    },
  );
}
