import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { AuditLog } from '../../../access/audit-log.js';
import type { Definition } from '../../../definitions/definition-kind.js';
import type { DefinitionSet } from '../../../definitions/definition-set.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });
const Version = Type.Object({
  id: Type.String({ maxLength: 100 }),
  version: Type.String({ pattern: '^(0|[1-9][0-9]{0,8})$' }),
});

interface Named {
  readonly id: string;
}

type Noted = (
  tenant: string,
  actor: string,
  action: 'created' | 'changed' | 'deleted',
  one: Partial<Definition>,
) => Promise<void>;

const noteIn =
  (audit: AuditLog, plural: string): Noted =>
  (tenant, actor, action, { id, version }) =>
    audit.record(tenant, {
      actor,
      action: `definition.${action}`,
      target: `${plural}/${id ?? ''}`,
      ...(version === undefined ? {} : { version }),
    });

const notFound = ({ kind }: DefinitionSet<Definition>, id: string): HttpError =>
  new HttpError(404, `unknown_${kind.name}`, `there is no ${kind.title} "${id}"`);

/** Lists and shows definitions of one kind, and their versions. */
function readingRoutes(app: FastifyInstance, set: DefinitionSet<Definition>): void {
  const { plural, title, schema } = set.kind;
  const tags = [plural];
  const path = `/v1/${plural}`;
  const config = { scope: 'query', writes: false } as const;

  app.get(
    path,
    {
      config,
      schema: { summary: `List ${title}s`, tags, response: { 200: Type.Object({ [plural]: Type.Array(schema) }) } },
    },
    (request) => ({ [plural]: set.list(request.principal.tenant) }),
  );

  app.get<{ Params: Named }>(
    `${path}/:id`,
    {
      config,
      schema: { summary: `Show a ${title}`, tags, params: Id, response: { 200: schema, 404: ErrorAnswer } },
    },
    (request) => {
      const found = set.get(request.principal.tenant, request.params.id);
      if (found === undefined) throw notFound(set, request.params.id);
      return found;
    },
  );

  app.get<{ Params: Named }>(
    `${path}/:id/versions`,
    {
      config,
      schema: {
        summary: `List the versions of a ${title}, the latest first`,
        tags,
        params: Id,
        response: { 200: Type.Object({ versions: Type.Array(schema) }), 404: ErrorAnswer },
      },
    },
    async (request) => {
      const versions = await set.versions(request.principal.tenant, request.params.id);
      if (versions === undefined) throw notFound(set, request.params.id);
      return { versions };
    },
  );

  app.get<{ Params: Named & { readonly version: string } }>(
    `${path}/:id/versions/:version`,
    {
      config,
      schema: {
        summary: `Show a version of a ${title}`,
        tags,
        params: Version,
        response: { 200: schema, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { id, version } = request.params;
      const found = await set.version(request.principal.tenant, id, Number(version));
      if (found !== undefined) return found;
      if (set.get(request.principal.tenant, id) === undefined) throw notFound(set, id);
      throw new HttpError(404, 'unknown_version', `version ${version} of "${id}" does not exist or is no longer kept`);
    },
  );
}

/** Makes, changes and deletes definitions of one kind. */
function writingRoutes(app: FastifyInstance, set: DefinitionSet<Definition>, note: Noted): void {
  const { plural, name, title, schema, input, writeScope } = set.kind;
  const tags = [plural];
  const path = `/v1/${plural}`;
  const config = { scope: writeScope, writes: true } as const;

  app.post(
    path,
    {
      config,
      schema: {
        summary: `Define a ${title}`,
        tags,
        body: input,
        response: { 201: schema, 400: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant, keyId } = request.principal;
      const body = request.body as Named;
      if (set.get(tenant, body.id) !== undefined) {
        const message = `there is a ${title} "${body.id}" already; change it with PUT`;
        throw new HttpError(409, `${name}_exists`, message, { path: '/id' });
      }
      const made = await set.put(tenant, body, keyId);
      await note(tenant, keyId, 'created', made);
      return reply.code(201).send(made);
    },
  );

  app.put<{ Params: Named }>(
    `${path}/:id`,
    {
      config,
      schema: {
        summary: `Change a ${title}: its next version`,
        tags,
        params: Id,
        body: input,
        response: { 200: schema, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant, keyId } = request.principal;
      if (set.get(tenant, request.params.id) === undefined) throw notFound(set, request.params.id);
      const body = request.body as Named;
      if (body.id !== request.params.id)
        throw new HttpError(400, `invalid_${name}`, 'the id in the body differs from the id in the path', {
          path: '/id',
        });
      const changed = await set.put(tenant, body, keyId);
      await note(tenant, keyId, 'changed', changed);
      return changed;
    },
  );

  app.delete<{ Params: Named }>(
    `${path}/:id`,
    {
      config,
      schema: {
        summary: `Delete a ${title} with all its versions`,
        tags,
        params: Id,
        response: { 204: Type.Null(), 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { tenant, keyId } = request.principal;
      const { id } = request.params;
      if (!(await set.remove(tenant, id))) throw notFound(set, id);
      await note(tenant, keyId, 'deleted', { id });
      return reply.code(204).send();
    },
  );
}

/** The same routes for every kind of definition that is registered. */
export function definitionRoutes(
  app: FastifyInstance,
  { audit, definitions }: Pick<Services, 'audit' | 'definitions'>,
): void {
  for (const set of definitions.sets) {
    readingRoutes(app, set);
    writingRoutes(app, set, noteIn(audit, set.kind.plural));
  }
}
