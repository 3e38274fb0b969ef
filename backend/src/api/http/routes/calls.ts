import { CallDetail } from '@callsight/contract/call-detail';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type CallServices = Pick<Services, 'callDetail'>;

/** One call, whole. */
export function callRoutes(app: FastifyInstance, { callDetail }: CallServices): void {
  app.get<{ Params: { id: string } }>(
    '/v1/calls/:id',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'One call: its row, its events, the bookings and payments that belong to it',
        description:
          'The id is that of the call, or the one that the telephony provider knows it by. Addresses of recordings are shown to keys with the scope "recordings".',
        tags: ['calls'],
        params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) }),
        response: { 200: CallDetail, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant, scopes } = request.principal;
      const found = await callDetail(tenant, request.params.id, scopes.has('recordings'));
      if (found === undefined) throw new HttpError(404, 'unknown_call', 'there is no call with this id');
      return found;
    },
  );
}
