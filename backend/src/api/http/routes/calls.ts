import { CallDetail } from '@callsight/contract/call-detail';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance } from 'fastify';
import { CallPath, unknownCall } from '../call-recording.js';
import type { Services } from '../services.js';

type CallServices = Pick<Services, 'callDetail'>;

/** One call, whole. */
export function callRoutes(app: FastifyInstance, { callDetail }: CallServices): void {
  app.get<{ Params: CallPath }>(
    '/v1/calls/:id',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'One call: its row, its events, the bookings and payments that belong to it',
        description:
          'The id is that of the call, or the one that the telephony provider knows it by. Addresses of recordings are shown to keys with the scope "recordings".',
        tags: ['calls'],
        params: CallPath,
        response: { 200: CallDetail, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant, scopes } = request.principal;
      const found = await callDetail(tenant, request.params.id, scopes.has('recordings'));
      if (found === undefined) throw unknownCall();
      return found;
    },
  );
}
