import { KeyCreated, KeyEntry, KeyInput } from '@callsight/contract/keys';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { BOOTSTRAP_ID } from '../../../access/api-keys.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type KeyServices = Pick<Services, 'apiKeys' | 'audit'>;

const tags = ['keys'];

/** API keys of the tenant that asks. */
export function keyRoutes(app: FastifyInstance, { apiKeys, audit }: KeyServices): void {
  app.get(
    '/v1/keys',
    {
      config: { scope: 'admin', writes: false },
      schema: { summary: 'List API keys', tags, response: { 200: Type.Object({ keys: Type.Array(KeyEntry) }) } },
    },
    (request) => ({
      keys: apiKeys.list(request.principal.tenant),
    }),
  );

  app.post<{ Body: KeyInput & { tenant?: string } }>(
    '/v1/keys',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'Make an API key; the answer is the only place that shows it',
        tags,
        body: Type.Composite(
          [KeyInput, Type.Object({ tenant: Type.Optional(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,39}$' })) })],
          { additionalProperties: false },
        ),
        response: { 201: KeyCreated, 400: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { keyId, tenant: own } = request.principal;
      const { tenant = own, ...input } = request.body;
      // Only the operator's own key, which stands in the configuration, reaches beyond its tenant.
      if (tenant !== own && keyId !== BOOTSTRAP_ID) {
        throw new HttpError(403, 'wrong_tenant', 'only the bootstrap key makes keys for another tenant', {
          path: '/tenant',
        });
      }
      const created = await apiKeys.create(tenant, input);
      await audit.record(tenant, { actor: keyId, action: 'key.created', target: `keys/${created.id}` });
      return reply.code(201).send(created);
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/keys/:id',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'Revoke an API key',
        tags,
        params: Type.Object({ id: Type.String() }),
        response: { 204: Type.Null(), 404: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { keyId, tenant } = request.principal;
      if (!(await apiKeys.revoke(tenant, request.params.id)))
        throw new HttpError(404, 'unknown_key', 'no such key, or it is set in the configuration');
      await audit.record(tenant, { actor: keyId, action: 'key.revoked', target: `keys/${request.params.id}` });
      return reply.code(204).send();
    },
  );
}
