import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { authorize } from '../authorize.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

const tags = ['webhooks'];
const Params = Type.Object({ provider: Type.String({ pattern: '^[a-z]{1,20}$' }) });

/** Connections of the environment belong to this tenant. */
const TENANT = 'main';

const DeliveryEntry = Type.Object({
  id: Type.String(),
  provider: Type.String(),
  kind: Type.String(),
  received_at: Type.String(),
  status: Type.String({ description: 'received, mapped, failed or refused' }),
  events: Type.Integer(),
  code: Type.Optional(Type.String()),
  message: Type.Optional(Type.String()),
  path: Type.Optional(Type.String()),
});

function parsePayload(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    throw new HttpError(400, 'invalid_json', 'the signature is right, but the body is not valid JSON');
  }
}

/** `POST /v1/webhooks/{provider}`: the signature is checked on the raw bytes, the delivery stored, then acknowledged. */
export function webhookRoutes(app: FastifyInstance, { config, deliveries, clock, apiKeys }: Services): void {
  const connections = new Map(config.providers.map((connection) => [connection.provider.name, connection]));
  const off = (name: string): HttpError => new HttpError(404, 'provider_off', `no provider "${name}" is configured`);

  void app.register((raw, _options, done) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    raw.post<{ Params: { provider: string } }>(
      '/v1/webhooks/:provider',
      {
        schema: {
          summary: 'Take a delivery of a voice platform',
          tags,
          params: Params,
          response: { 200: Type.Object({ received: Type.Boolean() }), 401: ErrorAnswer, 404: ErrorAnswer },
        },
      },
      async (request) => {
        const connection = connections.get(request.params.provider);
        if (connection === undefined) throw off(request.params.provider);
        const { provider, secret } = connection;
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const verdict = provider.verify({ body, headers: request.headers }, secret, clock());
        if (!verdict.ok) {
          await deliveries.refuse(TENANT, provider.name, verdict);
          throw new HttpError(401, verdict.code, verdict.message);
        }
        await deliveries.accept(TENANT, provider, parsePayload(body));
        return { received: true };
      },
    );
    done();
  });

  app.get<{ Params: { provider: string }; Querystring: { limit: string } }>(
    '/v1/deliveries/:provider',
    {
      schema: {
        summary: 'The latest deliveries of a provider, and why one was refused',
        tags,
        params: Params,
        querystring: Type.Object({ limit: Type.String({ pattern: '^[1-9][0-9]{0,2}$', default: '50' }) }),
        response: { 200: Type.Object({ deliveries: Type.Array(DeliveryEntry) }) },
      },
    },
    async (request) => {
      const { tenant } = authorize(request, apiKeys, 'admin');
      return { deliveries: await deliveries.list(tenant, request.params.provider, Number(request.query.limit)) };
    },
  );

  app.post<{ Params: { provider: string; id: string } }>(
    '/v1/deliveries/:provider/:id/replay',
    { schema: { summary: 'Map a stored delivery again', tags, response: { 200: DeliveryEntry, 404: ErrorAnswer } } },
    async (request) => {
      const { tenant } = authorize(request, apiKeys, 'admin');
      const { provider, id } = request.params;
      if (!(await deliveries.replay(tenant, provider, id)))
        throw new HttpError(404, 'unknown_delivery', 'there is no such delivery, or it was refused');
      return deliveries.get(tenant, provider, id);
    },
  );
}
