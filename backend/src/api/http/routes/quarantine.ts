import { ErrorAnswer } from '@callsight/contract/errors';
import { QuarantineEntry, QuarantinePage, ReplayAnswer } from '@callsight/contract/quarantine';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type QuarantineServices = Pick<Services, 'intake' | 'ledger' | 'quarantine'>;

const tags = ['quarantine'];
const Id = Type.Object({ id: Type.String({ pattern: '^[0-9a-z]{1,20}$' }) });
const Page = Type.Object({
  limit: Type.String({ pattern: '^[1-9][0-9]{0,2}$', default: '100' }),
  cursor: Type.Optional(Type.String({ pattern: '^[0-9a-z]{1,20}$' })),
});

const notFound = (): HttpError => new HttpError(404, 'unknown_event', 'there is no such event in quarantine');

/** Events that were refused: look at them, try them again after a fix, or let them go. */
export function quarantineRoutes(app: FastifyInstance, { quarantine, intake, ledger }: QuarantineServices): void {
  app.get<{ Querystring: { limit: string; cursor?: string } }>(
    '/v1/quarantine',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'List refused events, the latest first',
        tags,
        querystring: Page,
        response: { 200: QuarantinePage },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const limit = Number(request.query.limit);
      const events = await quarantine.list(tenant, limit + 1, request.query.cursor);
      const page = events.slice(0, limit);
      return { events: page, next_cursor: events.length > limit ? (page.at(-1)?.id ?? null) : null };
    },
  );

  app.get<{ Params: { id: string } }>(
    '/v1/quarantine/:id',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'Show a refused event',
        tags,
        params: Id,
        response: { 200: QuarantineEntry, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const entry = await quarantine.get(tenant, request.params.id);
      if (entry === undefined) throw notFound();
      return entry;
    },
  );

  const replayOne = async (tenant: string, id: string) => {
    const entry = await quarantine.get(tenant, id);
    if (entry === undefined) throw notFound();
    return intake.replay(tenant, entry);
  };

  app.post<{ Params: { id: string } }>(
    '/v1/quarantine/:id/replay',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Try a refused event again',
        tags,
        params: Id,
        response: { 200: ReplayAnswer, 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request) => {
      const refused = await replayOne(request.principal.tenant, request.params.id);
      if (refused !== undefined)
        throw new HttpError(409, refused.code, `still refused: ${refused.message}`, { path: refused.path });
      return { replayed: 1, refused: 0 };
    },
  );

  app.post(
    '/v1/quarantine/replay',
    {
      config: { scope: 'admin', writes: true },
      schema: { summary: 'Try all refused events again', tags, response: { 200: ReplayAnswer } },
    },
    async (request) => {
      const { tenant } = request.principal;
      const answer = { replayed: 0, refused: 0 };
      let cursor: string | undefined;
      for (;;) {
        const page = await quarantine.list(tenant, 100, cursor);
        for (const entry of page) {
          if ((await intake.replay(tenant, entry)) === undefined) answer.replayed += 1;
          else answer.refused += 1;
        }
        cursor = page.at(-1)?.id;
        if (cursor === undefined) return answer;
      }
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/quarantine/:id',
    {
      config: { scope: 'admin', writes: true },
      schema: { summary: 'Delete a refused event', tags, params: Id, response: { 204: Type.Null(), 404: ErrorAnswer } },
    },
    async (request, reply) => {
      const { tenant } = request.principal;
      if ((await quarantine.get(tenant, request.params.id)) === undefined) throw notFound();
      await ledger.submit({ tenant, events: [], extra: [quarantine.remove(tenant, request.params.id)] });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/v1/quarantine',
    {
      config: { scope: 'admin', writes: true },
      schema: { summary: 'Delete all refused events', tags, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await quarantine.clear(request.principal.tenant);
      return reply.code(204).send();
    },
  );
}
