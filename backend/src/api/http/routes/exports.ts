import type { Readable } from 'node:stream';
import { ErrorAnswer } from '@callsight/contract/errors';
import { EXPORT_FORMATS, ExportRequest, type ExportFormat } from '@callsight/contract/exports';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contentDisposition, CONTENT_TYPES, fileName } from '../../../reporting/exports/file-name.js';
import { limitsOf } from '../../../reporting/exports/about.js';
import { clientSignal } from '../client-signal.js';
import type { Services } from '../services.js';

type ExportServices = Pick<Services, 'audit' | 'clock' | 'exports' | 'queryWorker'>;

const Format = Type.Object({
  format: Type.String({ default: 'csv', maxLength: 20, description: EXPORT_FORMATS.join(', ') }),
});

/** A query with all the values that its filters may have is smaller. */
const MAX_BODY_BYTES = 2 << 20;

/** Queries and datasets as files. The query worker reads the bodies; a process of its own writes each file. */
export function exportRoutes(app: FastifyInstance, { audit, clock, exports, queryWorker }: ExportServices): void {
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
          response: { 400: ErrorAnswer, 429: ErrorAnswer, 503: ErrorAnswer },
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
        const { counts, body: file } = await exports.stream(plan, tenant, signal);
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

/** Streams a file. The trailer comes only when it is whole. */
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
    .trailer('x-callsight-rows', (_reply, _payload, done) => done(null, String(rows)))
    .send(file);
}
