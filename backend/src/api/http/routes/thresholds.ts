import { ErrorAnswer } from '@callsight/contract/errors';
import { ThresholdPreview, ThresholdPreviewRequest, ThresholdState } from '@callsight/contract/monitoring/threshold';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { clientSignal } from '../client-signal.js';
import { HttpError } from '../http-error.js';
import { sendJson } from '../send-json.js';
import type { Services } from '../services.js';

const tags = ['thresholds'];
const config = { scope: 'query', writes: false } as const;

const Links = Type.Object(
  {
    dashboard: Type.String(),
    calls: Type.Union([Type.String(), Type.Null()], { description: 'Null where the metric is not about calls' }),
  },
  { description: 'Addresses below that of Grafana, without a slash before them' },
);

const States = Type.Object({
  thresholds: Type.Array(
    Type.Object({
      id: Type.String(),
      unit: Type.String({ description: 'Grafana unit id of value and baseline' }),
      failure: Type.Optional(Type.String({ description: 'Why it could not be judged' })),
      runbook: Type.Optional(Type.String({ description: 'Address of the page that says what to do' })),
      states: Type.Array(Type.Composite([ThresholdState, Type.Object({ links: Links })])),
    }),
  ),
});

/** How things are with thresholds, and what one would have done. The query worker judges them. */
export function thresholdRoutes(
  app: FastifyInstance,
  { queryWorker, clock, definitions }: Pick<Services, 'queryWorker' | 'clock' | 'definitions'>,
): void {
  app.get<{ Params: { id: string } }>(
    '/v1/thresholds/:id/state',
    {
      config,
      schema: {
        summary: 'How things are with each group of a threshold; nothing of one that is paused',
        tags,
        params: Type.Object({ id: Type.String({ maxLength: 100 }) }),
        response: { 200: Type.Array(ThresholdState), 404: ErrorAnswer },
      },
    },
    async (request) => {
      const { tenant } = request.principal;
      const { id } = request.params;
      const set = definitions.sets.find(({ kind }) => kind.name === 'threshold');
      if (set?.get(tenant, id) === undefined)
        throw new HttpError(404, 'unknown_threshold', `there is no threshold "${id}"`);
      const [found] = await queryWorker.thresholdStates({ tenant, id, now: clock() });
      return [...(found?.states ?? [])];
    },
  );

  app.get(
    '/v1/threshold-states',
    {
      config,
      schema: { summary: 'How things are with all thresholds that are not paused', tags, response: { 200: States } },
    },
    async (request) => {
      const judged = await queryWorker.thresholdStates({ tenant: request.principal.tenant, now: clock() });
      return {
        thresholds: judged.map(({ threshold, unit, states, failure, runbook, links }) => ({
          id: threshold.id,
          unit,
          ...(failure === undefined ? {} : { failure }),
          ...(runbook === undefined ? {} : { runbook }),
          states: states.map((state, index) => ({ ...state, links: links[index] })),
        })),
      };
    },
  );

  app.register((raw, _options, registered) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    raw.post(
      '/v1/thresholds/preview',
      {
        config,
        // The worker checks the body; the schema is for those who read the documentation.
        validatorCompiler: () => () => true,
        schema: {
          summary: 'What a threshold would have done in a range',
          description: 'The same function over the same minutes as live. The range is 35 days at most.',
          tags,
          body: ThresholdPreviewRequest,
          response: {
            200: Type.Unsafe({ ...ThresholdPreview, additionalProperties: true }),
            400: ErrorAnswer,
            503: ErrorAnswer,
          },
        },
      },
      async (request, reply) => {
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const asked = { body, tenant: request.principal.tenant, now: clock() };
        const answer = await queryWorker.previewThreshold(asked, clientSignal(reply));
        return sendJson(reply.code(answer.status), answer.body);
      },
    );
    registered();
  });
}
