import { HOUR_MS } from '../../../lib/time/durations.js';
import { DeliveryCounts, DeliveryEntry, DeliveryPage, DeliveryWithBody } from '@callsight/contract/deliveries';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { countWebhooks } from '../../../ingest/webhooks/count-webhooks.js';
import type { ReceivedWebhook } from '../../../ingest/webhooks/received-webhook.js';
import { mergeLatest } from '../../../ingest/webhooks/webhook-store.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type DeliveryServices = Pick<Services, 'clock' | 'config' | 'inbox'>;

const tags = ['webhooks'];

const Provider = Type.String({ pattern: '^[a-z]{1,20}$' });
const Id = Type.String({ pattern: '^[0-9a-z]{1,20}$' });
const One = Type.Object({ provider: Provider, id: Id });

const Filter = {
  connection: Type.Optional(Type.String({ maxLength: 64 })),
  status: Type.Optional(Type.String({ pattern: '^(received|waiting|mapped|failed|refused)$' })),
  kind: Type.Optional(Type.String({ maxLength: 64 })),
};

const Page = Type.Object({
  ...Filter,
  provider: Type.Optional(Provider),
  limit: Type.String({ pattern: '^[1-9][0-9]{0,2}$', default: '50' }),
  cursor: Type.Optional(Id),
});
type Page = Static<typeof Page>;

const Since = Type.Object({
  hours: Type.String({ pattern: '^[1-9][0-9]{0,3}$', default: '24', description: 'How far back' }),
});

const notFound = (): HttpError =>
  new HttpError(404, 'unknown_delivery', 'no such delivery, or it was refused and its content was not kept');

const providersIn =
  ({ connections }: DeliveryServices['config']) =>
  (tenant: string): string[] => [
    ...new Set(connections.filter((one) => one.tenant === tenant).map(({ provider }) => provider.name)),
  ];

const listIn =
  ({ store }: DeliveryServices['inbox'], providersOf: (tenant: string) => string[]) =>
  async (tenant: string, { provider, limit, cursor, ...filter }: Page): Promise<Static<typeof DeliveryPage>> => {
    const providers = provider === undefined ? providersOf(tenant) : [provider];
    const max = Number(limit);
    const page: ReceivedWebhook[] = [];
    for await (const delivery of mergeLatest(...providers.map((name) => store.latest(tenant, name, filter, cursor)))) {
      page.push(delivery);
      if (page.length > max) break;
    }
    const shown = page.slice(0, max);
    return { deliveries: shown, next_cursor: page.length > max ? (shown.at(-1)?.id ?? null) : null };
  };

/** Webhook deliveries: what became of them, why one was refused, and mapping them again. */
export function deliveryRoutes(app: FastifyInstance, { config, inbox, clock }: DeliveryServices): void {
  const { store } = inbox;
  const providersOf = providersIn(config);
  const list = listIn(inbox, providersOf);

  app.get<{ Querystring: Page }>(
    '/v1/deliveries',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'The latest webhook deliveries, and why one was refused',
        tags,
        querystring: Page,
        response: { 200: DeliveryPage },
      },
    },
    (request) => list(request.principal.tenant, request.query),
  );

  app.get<{ Querystring: Static<typeof Since> }>(
    '/v1/deliveries/counts',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'Number of deliveries by provider, connection, kind and status; kinds that are not known included',
        tags,
        querystring: Since,
        response: { 200: DeliveryCounts },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const since = clock() - Number(request.query.hours) * HOUR_MS;
      const lists = providersOf(tenant).map((name) => store.latest(tenant, name, {}));
      const passedOver = providersOf(tenant).reduce((sum, name) => sum + inbox.passedOver(tenant, name), 0);
      return { counts: await countWebhooks(mergeLatest(...lists), since), refused_unrecorded: passedOver };
    },
  );

  app.get<{ Params: { provider: string }; Querystring: Omit<Page, 'provider'> }>(
    '/v1/deliveries/:provider',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'The latest deliveries of one provider',
        tags,
        params: Type.Object({ provider: Provider }),
        querystring: Type.Omit(Page, ['provider']),
        response: { 200: DeliveryPage },
      },
    },
    (request) => list(request.principal.tenant, { ...request.query, ...request.params }),
  );

  app.get<{ Params: Static<typeof One> }>(
    '/v1/deliveries/:provider/:id',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'One delivery with what it carried, without secrets',
        tags,
        params: One,
        response: { 200: DeliveryWithBody, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const { provider, id } = request.params;
      const delivery = await store.get(tenant, provider, id);
      if (delivery === undefined) throw notFound();
      const body = await store.body(tenant, provider, id);
      const raw = await store.raw(tenant, provider, id);
      return {
        ...delivery,
        ...(body === undefined ? {} : { payload: body.payload }),
        ...(body?.details === undefined ? {} : { details: body.details }),
        ...(raw === undefined ? {} : { raw }),
      };
    },
  );

  replayRoutes(app, inbox);
}

function replayRoutes(app: FastifyInstance, inbox: DeliveryServices['inbox']): void {
  const { store } = inbox;
  app.post<{ Params: Static<typeof One> }>(
    '/v1/deliveries/:provider/:id/replay',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Map a stored delivery again',
        tags,
        params: One,
        response: { 200: DeliveryEntry, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const { provider, id } = request.params;
      if (!(await inbox.replay(tenant, provider, id))) throw notFound();
      return store.get(tenant, provider, id);
    },
  );

  app.post<{ Params: { provider: string }; Querystring: Omit<Static<typeof Page>, 'provider' | 'limit' | 'cursor'> }>(
    '/v1/deliveries/:provider/replay',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Map all stored deliveries of a provider again, or those that fit',
        tags,
        params: Type.Object({ provider: Provider }),
        querystring: Type.Object(Filter),
        response: { 202: Type.Object({ deliveries: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      const { tenant } = request.principal;
      const count = await inbox.replayAll(tenant, request.params.provider, request.query);
      return reply.code(202).send({ deliveries: count });
    },
  );
}
