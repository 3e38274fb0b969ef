import { AuditList } from '@callsight/contract/audit';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { parseRfc3339 } from '../../../lib/time/rfc3339.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';
import type { Millis } from '../../../lib/time/units.js';

const Query = Type.Object({
  actor: Type.Optional(Type.String({ maxLength: 100, description: 'Id of an API key' })),
  action: Type.Optional(
    Type.String({ maxLength: 100, description: 'Such as definition.changed, or definition for all about definitions' }),
  ),
  from: Type.Optional(Type.String({ description: 'RFC 3339' })),
  to: Type.Optional(Type.String({ description: 'RFC 3339, excluded' })),
  limit: Type.String({ pattern: '^[1-9][0-9]{0,2}$', default: '100' }),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9a-z]{1,20}$' })),
});

/** @returns epoch milliseconds */
function instant(text: string | undefined, name: string): Millis | undefined {
  if (text === undefined) return undefined;
  const micros = parseRfc3339(text);
  if (micros !== undefined) return Math.floor(micros / 1_000);
  const message = `${name} is not a time such as 2026-05-10T00:00:00Z`;
  throw new HttpError(400, 'invalid_time', message, { path: `/${name}` });
}

/** What was done with the keys of a tenant: definitions, keys, erasures. */
export function auditRoutes(app: FastifyInstance, { audit }: Pick<Services, 'audit'>): void {
  app.get<{ Querystring: Static<typeof Query> }>(
    '/v1/audit',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'List what was done with API keys, the latest first',
        tags: ['audit'],
        querystring: Query,
        response: { 200: AuditList, 400: ErrorAnswer },
      },
    },
    (request) => {
      const { actor, action, from, to, limit, cursor } = request.query;
      return audit.list(request.principal.tenant, {
        actor,
        action,
        from: instant(from, 'from'),
        to: instant(to, 'to'),
        limit: Number(limit),
        cursor,
      });
    },
  );
}
