import { ErrorAnswer } from '@callsight/contract/errors';
import { RENDERED_FORMATS, ReportInput, type ReportFormat } from '@callsight/contract/reports/report';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { QueryError } from '../../../analytics/catalogue/language/query-error.js';
import { reportFor } from '../../../definitions/schedule-kind.js';
import { contentDisposition } from '../content-disposition.js';
import { REPORT_TEMPLATES } from '../../../reporting/reports/templates/templates.js';
import { reportOf } from '../../../reporting/reports/templates/template.js';
import { unknownZone } from '../../../lib/time/unknown-zone.js';
import { isTimeZone } from '../../../lib/time/zone.js';
import { clientSignal } from '../client-signal.js';
import type { Services } from '../services.js';

const tags = ['reports'];

/** A definition with its logo is smaller. */
const MAX_BODY_BYTES = 1 << 20;

const Recipient = Type.Object(
  {
    email: Type.String({ maxLength: 320 }),
    name: Type.Optional(Type.String({ maxLength: 200 })),
    filters: Type.Optional(ReportInput.properties.filters),
    locale: Type.Optional(ReportInput.properties.locale),
    timezone: Type.Optional(ReportInput.properties.timezone),
  },
  { additionalProperties: false },
);

/** A whole definition; its id is needed only to save it. */
const RenderBody = Type.Composite(
  [
    Type.Omit(ReportInput, ['id']),
    Type.Object({
      id: Type.Optional(ReportInput.properties.id),
      planned_at: Type.Optional(
        Type.String({ format: 'date-time', description: 'As if the report were planned for then' }),
      ),
      recipient: Type.Optional(Recipient),
    }),
  ],
  { additionalProperties: false, title: 'RenderReport' },
);

const Template = Type.Object({
  id: Type.String(),
  title: Type.String(),
  description: Type.String(),
  report: Type.Unsafe({ ...ReportInput, additionalProperties: true }),
});

type Body = Omit<ReportInput, 'id'> & {
  readonly id?: string;
  readonly planned_at?: string;
  readonly recipient?: { readonly email: string; readonly name?: string } & Partial<
    Pick<ReportInput, 'filters' | 'locale' | 'timezone'>
  >;
};

/** What a recipient gets, of a definition that need not have an id. */
const forRecipient = ({ planned_at: _, recipient, id = 'preview', ...report }: Body): ReportInput =>
  reportFor({ ...report, id }, recipient ?? {});

type ReportServices = Pick<Services, 'reports' | 'clock'>;

/** Templates of reports, and reports rendered from definitions that are not saved. */
export function reportRoutes(app: FastifyInstance, { reports, clock }: ReportServices): void {
  app.get<{ Querystring: { locale: string; timezone: string } }>(
    '/v1/report-templates',
    {
      config: { scope: 'query', writes: false },
      schema: {
        summary: 'Reports that are there to be taken over',
        tags,
        querystring: Type.Object({
          locale: Type.String({ default: 'en', pattern: '^(en|de)(-[A-Z]{2})?$' }),
          timezone: Type.String({ default: 'UTC', maxLength: 60 }),
        }),
        response: { 200: Type.Object({ templates: Type.Array(Template) }), 400: ErrorAnswer },
      },
    },
    (request) => {
      const { locale, timezone } = request.query;
      if (!isTimeZone(timezone)) throw new QueryError('invalid_timezone', unknownZone(timezone), '/timezone');
      const language = locale.startsWith('de') ? 'de' : 'en';
      return {
        templates: REPORT_TEMPLATES.map((template) => ({
          id: template.id,
          title: template.title[language],
          description: template.description[language],
          report: reportOf(template, { locale, timezone }),
        })),
      };
    },
  );

  app.post<{ Body: Body; Querystring: { format: ReportFormat } }>(
    '/v1/reports/render',
    {
      config: { scope: 'reports', writes: false },
      bodyLimit: MAX_BODY_BYTES,
      schema: {
        summary: 'Render a report that need not be saved',
        description:
          'The file itself, made as a run would make it. `planned_at` and `recipient` show what somebody would get.',
        tags,
        querystring: Type.Object({
          format: Type.Union(
            RENDERED_FORMATS.map((format) => Type.Literal(format)),
            { default: 'html', description: RENDERED_FORMATS.join(', ') },
          ),
        }),
        body: RenderBody,
        response: { 400: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async (request, reply) => {
      const { body } = request;
      const { recipient } = body;
      const planned = body.planned_at === undefined ? clock() : Date.parse(body.planned_at);
      const { files, notes } = await reports.render(
        {
          tenant: request.principal.tenant,
          report: forRecipient(body),
          plannedAt: planned,
          formats: [request.query.format],
          ...(request.query.format === 'mail' && recipient !== undefined
            ? { mail: { to: [{ email: recipient.email, name: recipient.name }] } }
            : {}),
        },
        clientSignal(reply),
      );
      const [file] = files;
      if (file === undefined) throw new Error('a format has a file');
      void reply.header('content-type', file.contentType);
      void reply.header('content-disposition', file.format === 'html' ? 'inline' : contentDisposition(file.name));
      if (notes.length > 0) void reply.header('callsight-notes', encodeURIComponent(notes.join('; ')).slice(0, 2_000));
      return reply.send(Buffer.from(file.body.buffer, file.body.byteOffset, file.body.byteLength));
    },
  );
}
