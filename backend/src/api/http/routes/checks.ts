import { ErrorAnswer } from '@callsight/contract/errors';
import { CheckResult, Component } from '@callsight/contract/monitoring/check';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

const tags = ['checks'];

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });

const unknownCheck = (id: string): HttpError => new HttpError(404, 'unknown_check', `there is no check "${id}"`);

/** What checks found; the definitions of checks have the routes of all definitions. */
export function checkRoutes(
  app: FastifyInstance,
  { checks, definitions }: Pick<Services, 'checks' | 'definitions'>,
): void {
  const isDefined = (tenant: string, id: string): boolean =>
    definitions.sets.some((set) => set.kind.name === 'check' && set.get(tenant, id) !== undefined);

  app.post<{ Params: { id: string } }>(
    '/v1/checks/:id/run',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Run a check now, and record what it finds',
        tags,
        params: Id,
        response: { 200: CheckResult, 404: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const { id } = request.params;
      const result = await checks.run(tenant, id);
      if (result !== undefined) return result;
      if (!isDefined(tenant, id)) throw unknownCheck(id);
      throw new HttpError(503, 'check_not_run', 'the check could not be carried out; try again', { retryAfter: 5 });
    },
  );

  app.get<{ Params: { id: string }; Querystring: { limit: string } }>(
    '/v1/checks/:id/results',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'The last results of a check since the start of the service, the latest first',
        tags,
        params: Id,
        querystring: Type.Object({ limit: Type.String({ pattern: '^([1-9][0-9]?|100)$', default: '100' }) }),
        response: { 200: Type.Object({ results: Type.Array(CheckResult) }), 404: ErrorAnswer },
      },
    },
    (request) => {
      const { id } = request.params;
      const results = checks.results(request.principal.tenant, id, Number(request.query.limit));
      if (results === undefined) throw unknownCheck(id);
      return { results };
    },
  );

  app.get(
    '/v1/components',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'How every component is, as it was reported last',
        tags,
        response: { 200: Type.Object({ components: Type.Array(Component) }) },
      },
    },
    async (request) => ({ components: await checks.components(request.principal.tenant) }),
  );
}
