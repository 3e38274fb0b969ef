import { CustomMetric, CustomMetricInput } from '@callsight/contract/query/custom-metric';
import { Funnel, FunnelInput } from '@callsight/contract/query/funnel';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type, type TSchema } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type DefinitionServices = Pick<Services, 'funnels' | 'metrics'>;

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });

/** What tenants define, of one kind. */
interface Kept<T, Input> {
  list(tenant: string): T[];
  get(tenant: string, id: string): T | undefined;
  put(tenant: string, input: Input): Promise<T>;
  /** @returns false when there is none that could go */
  remove(tenant: string, id: string): Promise<boolean>;
}

interface Kind<T, Input> {
  /** As it stands in paths and lists: `metrics`. */
  readonly plural: string;
  /** As it stands in codes: `metric`. */
  readonly name: string;
  /** As people call it. */
  readonly words: string;
  readonly schema: TSchema;
  readonly input: TSchema;
  readonly kept: Kept<T, Input>;
}

interface Named {
  readonly id: string;
}

/** Lists, shows, makes, changes and deletes definitions of one kind. */
function routesOf<T extends Named, Input extends Named>(app: FastifyInstance, kind: Kind<T, Input>): void {
  const { plural, name, words, schema, input, kept } = kind;
  const tags = [plural];
  const path = `/v1/${plural}`;
  const notFound = (id: string): HttpError => new HttpError(404, `unknown_${name}`, `there is no ${words} "${id}"`);

  app.get(
    path,
    {
      config: { scope: 'query', writes: false },
      schema: { summary: `List ${words}s`, tags, response: { 200: Type.Object({ [plural]: Type.Array(schema) }) } },
    },
    (request) => ({ [plural]: kept.list(request.principal.tenant) }),
  );

  app.get<{ Params: Named }>(
    `${path}/:id`,
    {
      config: { scope: 'query', writes: false },
      schema: { summary: `Show a ${words}`, tags, params: Id, response: { 200: schema, 404: ErrorAnswer } },
    },
    (request) => {
      const { tenant } = request.principal;
      const found = kept.get(tenant, request.params.id);
      if (found === undefined) throw notFound(request.params.id);
      return found;
    },
  );

  app.post(
    path,
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: `Define a ${words}`,
        tags,
        body: input,
        response: { 201: schema, 400: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant } = request.principal;
      const body = request.body as Input;
      const { id } = body;
      if (kept.get(tenant, id) !== undefined) {
        const message = `there is a ${words} "${id}" already; change it with PUT`;
        throw new HttpError(409, `${name}_exists`, message, { path: '/id' });
      }
      return reply.code(201).send(await kept.put(tenant, body));
    },
  );

  app.put<{ Params: Named }>(
    `${path}/:id`,
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: `Change a ${words}: its next version`,
        tags,
        params: Id,
        body: input,
        response: { 200: schema, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      if (kept.get(tenant, request.params.id) === undefined) throw notFound(request.params.id);
      const body = request.body as Input;
      if (body.id !== request.params.id)
        throw new HttpError(400, `invalid_${name}`, 'the id of the body is not that of the path', { path: '/id' });
      return kept.put(tenant, body);
    },
  );

  app.delete<{ Params: Named }>(
    `${path}/:id`,
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: `Delete a ${words}`,
        tags,
        params: Id,
        response: { 204: Type.Null(), 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant } = request.principal;
      if (!(await kept.remove(tenant, request.params.id))) throw notFound(request.params.id);
      return reply.code(204).send();
    },
  );
}

/** Custom metrics (a formula over other metrics, or an aggregation of a dataset's measure) and saved funnels. */
export function definitionRoutes(app: FastifyInstance, { metrics, funnels }: DefinitionServices): void {
  routesOf<CustomMetric, CustomMetricInput>(app, {
    plural: 'metrics',
    name: 'metric',
    words: 'custom metric',
    schema: CustomMetric,
    input: CustomMetricInput,
    kept: metrics,
  });
  routesOf<Funnel, FunnelInput>(app, {
    plural: 'funnels',
    name: 'funnel',
    words: 'funnel',
    schema: Funnel,
    input: FunnelInput,
    kept: funnels,
  });
}
