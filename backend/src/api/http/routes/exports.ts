import type { Readable } from 'node:stream';
import { ErrorAnswer } from '@callsight/contract/errors';
import { EXPORT_FORMATS, ExportJob, ExportJobs, ExportRequest, type ExportFormat } from '@callsight/contract/exports';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { CONTENT_TYPES, fileName } from '../../../reporting/exports/file-name.js';
import { contentDisposition } from '../content-disposition.js';
import { limitsOf } from '../../../reporting/exports/about.js';
import { HttpError } from '../http-error.js';
import { clientSignal } from '../client-signal.js';
import type { Services } from '../services.js';

type ExportServices = Pick<Services, 'audit' | 'clock' | 'exportJobs' | 'exports' | 'queryWorker'>;

const Format = Type.Object({
  format: Type.String({ default: 'csv', maxLength: 20, description: EXPORT_FORMATS.join(', ') }),
});

/** A query with all the values that its filters may have is smaller. */
const MAX_BODY_BYTES = 2 << 20;

/** Queries and datasets as files. The query worker reads the bodies; a process of its own writes each file. */
export function exportRoutes(app: FastifyInstance, services: ExportServices): void {
  jobRoutes(app, services);
  const { audit, clock, exportJobs, exports, queryWorker } = services;
  app.register((raw, _options, registered) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    raw.post<{ Querystring: { readonly format: string } }>(
      '/v1/exports',
      {
        config: { scope: 'reports', writes: false },
        bodyLimit: MAX_BODY_BYTES,
        // The worker checks the body; the schema is for those who read the documentation.
        validatorCompiler: ({ httpPart }) => (httpPart === 'body' ? () => true : (value: unknown) => ({ value })),
        schema: {
          summary: 'Export a query or a dataset as a file',
          description:
            'The file is streamed; the trailer `x-callsight-rows` says how many rows it has, as the header `x-callsight-rows-total` did at its begin. With "job": true it is made in the background: 202 with an id. docs/exports.md has the columns.',
          tags: ['exports'],
          querystring: Format,
          body: ExportRequest,
          response: { 202: ExportJob, 400: ErrorAnswer, 429: ErrorAnswer, 503: ErrorAnswer },
        },
      },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const { tenant, keyId } = request.principal;
        const { format } = request.query;
        const signal = clientSignal(reply);
        const asked = { body, format, tenant, now: clock(), trace: request.span?.traceParent };
        const plan = await queryWorker.planExport(asked, signal);
        const { description } = plan;
        const name = fileName(description);
        await audit.record(tenant, { actor: keyId, action: 'export.made', target: `exports/${name}` });
        if (description.isJob) return reply.code(202).send(await exportJobs.create(plan, tenant, keyId));
        const { counts, body: file } = await exports.stream(plan, tenant, signal);
        // The trailer comes only when the file is whole.
        void reply.trailer('x-callsight-rows', (_reply, _payload, ended) => ended(null, String(counts.rows)));
        return sendFile(
          reply,
          { name, format: description.format, ...counts, limits: limitsOf(description, counts) },
          file,
        );
      },
    );
    registered();
  });
}

interface SentFile {
  readonly name: string;
  readonly format: ExportFormat;
  readonly rows: number;
  readonly limits: readonly string[];
}

/** Streams a file. */
function sendFile(reply: FastifyReply, { name, format, rows, limits }: SentFile, file: Readable): FastifyReply {
  return reply
    .type(CONTENT_TYPES[format])
    .headers({
      'content-disposition': contentDisposition(name),
      'x-callsight-rows-total': String(rows),
      ...(limits.length === 0 ? {} : { 'x-callsight-limits': limits.join('; ') }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .send(file);
}

const Id = Type.Object({ id: Type.String({ pattern: '^[0-9a-f]{16}$' }) });

const notFound = (id: string): HttpError => new HttpError(404, 'unknown_export', `there is no export "${id}"`);

/** Why there is no file, and what it was. */
function noFile({ id, status, what, name, created_at, reason }: ExportJob): HttpError {
  const file = `export ${id} (${what}, ${name}, asked for at ${created_at})`;
  if (status === 'expired') return new HttpError(410, 'export_expired', `the file of ${file} is gone: ${reason ?? ''}`);
  return new HttpError(409, 'export_not_ready', `${file} is ${status}${reason === undefined ? '' : `: ${reason}`}`, {
    ...(status === 'queued' || status === 'running' ? { retryAfter: 5 } : {}),
  });
}

/** Files that are made in the background. */
function jobRoutes(app: FastifyInstance, { audit, exportJobs }: Pick<ExportServices, 'audit' | 'exportJobs'>): void {
  const config = { scope: 'reports', writes: false } as const;
  const tags = ['exports'];
  const found = async (tenant: string, id: string): Promise<ExportJob> => {
    const job = await exportJobs.get(tenant, id);
    if (job === undefined) throw notFound(id);
    return job;
  };

  app.get(
    '/v1/exports',
    {
      config,
      schema: { summary: 'List exports in the background, the latest first', tags, response: { 200: ExportJobs } },
    },
    async ({ principal }) => ({ exports: await exportJobs.list(principal.tenant) }),
  );

  app.get<{ Params: { readonly id: string } }>(
    '/v1/exports/:id',
    {
      config,
      schema: { summary: 'How far an export is', tags, params: Id, response: { 200: ExportJob, 404: ErrorAnswer } },
    },
    ({ principal, params }) => found(principal.tenant, params.id),
  );

  app.delete<{ Params: { readonly id: string } }>(
    '/v1/exports/:id',
    {
      config,
      schema: {
        summary: 'Cancel an export, or remove its file',
        tags,
        params: Id,
        response: { 200: ExportJob, 404: ErrorAnswer },
      },
    },
    async ({ principal, params }) => {
      const job = await exportJobs.remove(principal.tenant, params.id);
      if (job === undefined) throw notFound(params.id);
      const entry = { actor: principal.keyId, action: 'export.canceled', target: `exports/${params.id}` };
      await audit.record(principal.tenant, entry);
      return job;
    },
  );

  app.get<{ Params: { readonly id: string } }>(
    '/v1/exports/:id/file',
    {
      config,
      schema: {
        summary: 'The file of an export that is ready',
        tags,
        params: Id,
        response: { 404: ErrorAnswer, 409: ErrorAnswer, 410: ErrorAnswer },
      },
    },
    async ({ principal, params }, reply) => {
      const job = await found(principal.tenant, params.id);
      if (job.status !== 'ready') throw noFile(job);
      const entry = { actor: principal.keyId, action: 'export.downloaded', target: `exports/${job.id}` };
      await audit.record(principal.tenant, entry);
      void reply.header('content-length', String(job.bytes));
      return sendFile(reply, { ...job, rows: job.rows_total ?? 0 }, exportJobs.read(job));
    },
  );
}
