import { ErrorAnswer } from '@callsight/contract/errors';
import { ReportFormatName, type Report, type ReportFormat } from '@callsight/contract/reports/report';
import { Run, RunRequest, Runs } from '@callsight/contract/reports/run';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { orderFor } from '../../../reporting/runs/run-order.js';
import { contentDisposition } from '../content-disposition.js';
import { HttpError } from '../http-error.js';
import { askerOf, Link } from '../linked-access.js';
import type { Services } from '../services.js';

type RunServices = Pick<
  Services,
  | 'apiKeys'
  | 'audit'
  | 'checkRecipients'
  | 'clock'
  | 'definitions'
  | 'linkSecrets'
  | 'reportRuns'
  | 'runDiff'
  | 'wrongKeys'
>;

const tags = ['reports'];
const READS = { scope: 'query', writes: false } as const;
const WRITES = { scope: 'reports', writes: true } as const;

const ReportId = Type.Object({ id: Type.String({ maxLength: 100 }) });
const RunId = Type.Object({ id: Type.String({ pattern: '^[0-9a-z]{10,30}$' }) });
const Artifact = Type.Object({ ...RunId.properties, format: ReportFormatName });
const VariantArtifact = Type.Object({ ...Artifact.properties, variant: Type.String({ pattern: '^[1-9][0-9]{0,2}$' }) });
const noRun = (id: string): HttpError => new HttpError(404, 'unknown_run', `there is no run "${id}"`);

/** Runs of saved reports, and the files that they leave. */
export function runRoutes(app: FastifyInstance, services: RunServices): void {
  const { audit, checkRecipients, clock, definitions, reportRuns } = services;
  const reportOf = (tenant: string, id: string): Report => {
    const found = definitions.sets.find(({ kind }) => kind.name === 'report')?.get(tenant, id);
    if (found === undefined) throw new HttpError(404, 'unknown_report', `there is no report "${id}"`);
    return found as unknown as Report;
  };

  app.post<{ Params: { readonly id: string }; Body: RunRequest }>(
    '/v1/reports/:id/runs',
    {
      config: WRITES,
      schema: {
        summary: 'Make a report now, or as if it were planned for another time',
        tags,
        params: ReportId,
        body: RunRequest,
        response: { 202: Run, 400: ErrorAnswer, 404: ErrorAnswer, 429: ErrorAnswer },
      },
    },
    async ({ principal, params, body }, reply) => {
      const { tenant, keyId } = principal;
      const report = reportOf(tenant, params.id);
      const { formats, planned_at: planned, recipients = [] } = body;
      checkRecipients(tenant, recipients, report);
      const plannedAt = planned === undefined ? clock() : Date.parse(planned);
      const order = orderFor(recipients);
      const run = await reportRuns.create({ tenant, report, formats, plannedAt, actor: keyId, order });
      await audit.record(tenant, { actor: keyId, action: 'report.run', target: `runs/${run.id}` });
      return reply.code(202).send(run);
    },
  );

  app.get<{ Params: { readonly id: string } }>(
    '/v1/reports/:id/runs',
    {
      config: READS,
      schema: {
        summary: 'Runs of a report, the latest first',
        tags,
        params: ReportId,
        response: { 200: Runs, 404: ErrorAnswer },
      },
    },
    async ({ principal, params }) => {
      reportOf(principal.tenant, params.id);
      return { runs: await reportRuns.list(principal.tenant, 'report', params.id) };
    },
  );

  app.get<{ Params: { readonly id: string } }>(
    '/v1/runs/:id',
    {
      config: READS,
      schema: {
        summary: 'How far a run is, and its files',
        tags,
        params: RunId,
        response: { 200: Run, 404: ErrorAnswer },
      },
    },
    async ({ principal, params }) => {
      const run = await reportRuns.get(principal.tenant, params.id);
      if (run === undefined) throw noRun(params.id);
      return run;
    },
  );

  againRoutes(app, services);
  artifactRoutes(app, services);
}

const Again = Type.Object(
  {
    only: Type.Union([
      Type.Literal('failed'),
      Type.Array(Type.String({ minLength: 1, maxLength: 254 }), { minItems: 1, maxItems: 200, uniqueItems: true }),
    ]),
  },
  { additionalProperties: false },
);

/** Runs canceled, sent again, made again, and compared. */
function againRoutes(app: FastifyInstance, { audit, reportRuns, runDiff }: RunServices): void {
  app.post<{ Params: { readonly id: string } }>(
    '/v1/runs/:id/cancel',
    {
      config: WRITES,
      schema: {
        summary: 'Cancel a run that has not ended',
        tags,
        params: RunId,
        response: { 200: Run, 404: ErrorAnswer },
      },
    },
    async ({ principal, params }) => {
      const run = await reportRuns.cancel(principal.tenant, params.id);
      if (run === undefined) throw noRun(params.id);
      return run;
    },
  );

  app.post<{ Params: { readonly id: string }; Body: Static<typeof Again> }>(
    '/v1/runs/:id/resend',
    {
      config: WRITES,
      schema: {
        summary: 'Send a run again, to those who did not get it or to some addresses',
        tags,
        params: RunId,
        body: Again,
        response: { 202: Run, 400: ErrorAnswer, 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params, body }, reply) => {
      const run = await reportRuns.resend(tenant, params.id, body.only);
      if (run === undefined) throw noRun(params.id);
      await audit.record(tenant, { actor: keyId, action: 'report.resent', target: `runs/${run.id}` });
      return reply.code(202).send(run);
    },
  );

  app.post<{ Params: { readonly id: string } }>(
    '/v1/runs/:id/rerun',
    {
      config: WRITES,
      schema: {
        summary: 'Make a run again as it was: the same definition and planned time; nobody gets it',
        tags,
        params: RunId,
        response: { 202: Run, 404: ErrorAnswer, 429: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params }, reply) => {
      const run = await reportRuns.rerun(tenant, params.id, keyId);
      if (run === undefined) throw noRun(params.id);
      await audit.record(tenant, { actor: keyId, action: 'report.run', target: `runs/${run.id}` });
      return reply.code(202).send(run);
    },
  );

  app.get<{ Params: { readonly id: string }; Querystring: { readonly with: string } }>(
    '/v1/runs/:id/diff',
    {
      config: READS,
      schema: {
        summary: 'What differs between a run and another one: in the definition and in the numbers',
        tags,
        params: RunId,
        querystring: Type.Object({ with: RunId.properties.id }),
        response: { 404: ErrorAnswer, 410: ErrorAnswer },
      },
    },
    async ({ principal: { tenant }, params, query }) => {
      const found = await runDiff(tenant, params.id, query.with);
      if (found.status === 'unknown') throw noRun(found.run);
      if (found.status === 'gone')
        throw new HttpError(410, 'artifact_expired', `the numbers of run "${found.run}" are no longer kept`);
      return found.diff;
    },
  );
}

interface ArtifactParams {
  readonly id: string;
  readonly format: ReportFormat;
  readonly variant?: string;
}

/** What a file was that is there no more. */
const gone = ({ title, period, id }: Run, format: string): HttpError =>
  new HttpError(
    410,
    'artifact_expired',
    `the ${format} of "${title}" for ${period.from} to ${period.to} (run ${id}) is no longer kept; run the report again`,
  );

/** The files of runs: with a key, or by a link that says itself what it opens and how long. */
function artifactRoutes(app: FastifyInstance, services: RunServices): void {
  const { audit, reportRuns } = services;
  for (const [path, params] of [
    ['/v1/runs/:id/artifacts/:format', Artifact],
    ['/v1/runs/:id/variants/:variant/artifacts/:format', VariantArtifact],
  ] as const)
    app.get<{ Params: ArtifactParams; Querystring: Static<typeof Link> }>(
      path,
      {
        config: { scope: 'signed', writes: false },
        schema: {
          summary: 'A file of a run, with a key of scope "reports" or by its link',
          tags,
          params,
          querystring: Link,
          response: { 401: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer, 410: ErrorAnswer },
        },
      },
      async (request, reply) => {
        const { id, format, variant } = request.params;
        const { tenant, actor, hasExpired } = askerOf(request, 'reports', services);
        const found = await reportRuns.artifact(tenant, id, format, Number(variant ?? 0));
        if (found === undefined)
          throw new HttpError(404, 'unknown_artifact', `run "${id}" has no file of format ${format}`);
        const { run, artifact, reading } = found;
        if (hasExpired || reading === undefined) {
          reading?.body.destroy();
          throw gone(run, format);
        }
        await audit.record(tenant, { actor, action: 'report.downloaded', target: `runs/${id}/${format}` });
        return reply
          .type(artifact.contentType)
          .headers({
            'content-disposition': contentDisposition(artifact.name),
            'content-length': String(artifact.bytes),
            etag: `"${artifact.sha256}"`,
            'cache-control': 'private, no-store',
            'x-content-type-options': 'nosniff',
            // A page of ours runs no script; one that somebody smuggled in runs none, either.
            'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
          })
          .send(reading.body);
      },
    );
}
