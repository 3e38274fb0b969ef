import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { authorize } from '../authorize.js';
import type { Services } from '../services.js';

const tags = ['operation'];

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  ready: Type.Boolean(),
  ledger: Type.Object({ status: Type.String(), waiting: Type.Integer() }),
  rows: Type.Object({
    status: Type.String(),
    pending: Type.Integer(),
    set_aside: Type.Integer(),
    last_delivered_at: Type.Union([Type.String(), Type.Null()]),
  }),
});

/** Whether the service lives, and whether it takes events and queries. */
export function healthRoutes(app: FastifyInstance, services: Services): void {
  const { ledger, deliverer } = services;
  const health = () => ({
    status:
      ledger.obstacle === undefined && deliverer.failure === undefined && deliverer.setAside === 0
        ? ('ok' as const)
        : ('degraded' as const),
    ready: services.isReady(),
    ledger: { status: ledger.obstacle?.code ?? 'ok', waiting: ledger.waiting },
    rows: {
      status: deliverer.failure === undefined ? 'ok' : 'failing',
      pending: ledger.pending,
      set_aside: deliverer.setAside,
      last_delivered_at: deliverer.lastDeliveredAt === 0 ? null : new Date(deliverer.lastDeliveredAt).toISOString(),
    },
  });

  app.get('/healthz', { schema: { summary: 'State of this service', tags, response: { 200: Health } } }, health);

  app.get(
    '/readyz',
    { schema: { summary: '200 when events and queries are taken', tags, response: { 200: Health, 503: Health } } },
    (_request, reply) => reply.code(services.isReady() ? 200 : 503).send(health()),
  );

  app.post(
    '/v1/replay',
    {
      schema: {
        summary: 'Fold every call anew from its stored events',
        tags,
        response: { 202: Type.Object({ entities: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      authorize(request, services.apiKeys, 'admin');
      return reply.code(202).send({ entities: await services.replayAll() });
    },
  );
}
