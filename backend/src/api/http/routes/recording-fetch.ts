import { ErrorAnswer } from '@callsight/contract/errors';
import { RecordingFetch, RecordingFetchRequest } from '@callsight/contract/recordings';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

export type FetchServices = Pick<Services, 'audit' | 'fetchPast'>;

const tags = ['recordings'];

const REFUSALS = {
  busy: new HttpError(
    409,
    'fetch_in_progress',
    'past calls are being looked through already; try again when that is done',
  ),
  off: new HttpError(
    409,
    'fetching_off',
    'recordings are not fetched here: set CALLSIGHT_FETCH_RECORDINGS=true, or "fetch": true for a connection',
  ),
} as const;

/** Recordings of past calls, fetched. */
export function recordingFetchRoutes(app: FastifyInstance, { audit, fetchPast }: FetchServices): void {
  app.post<{ Body: RecordingFetchRequest }>(
    '/v1/recordings/fetch',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Fetch what providers announced for calls of a range of time',
        description: 'What is stored, or waits to be fetched, is passed over. One such look goes on at a time.',
        tags,
        body: RecordingFetchRequest,
        response: { 202: RecordingFetch, 400: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, body }, reply) => {
      const range = { from: Date.parse(body.from), to: Date.parse(body.to), again: body.again === true };
      if (!(range.to > range.from))
        throw new HttpError(400, 'invalid_request', 'from, to: two times, of which the second one is later', {
          path: '/to',
        });
      const begun = fetchPast.begin(tenant, range);
      if (begun !== 'begun') throw REFUSALS[begun];
      await audit.record(tenant, { actor: keyId, action: 'recordings.fetch', target: 'recordings/fetch' });
      return reply.code(202).send(await fetchPast.progress(tenant));
    },
  );

  app.get(
    '/v1/recordings/fetch',
    {
      config: { scope: 'admin', writes: false },
      schema: {
        summary: 'How far the last look for recordings of past calls is',
        tags,
        response: { 200: RecordingFetch, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant } }) => {
      const progress = await fetchPast.progress(tenant);
      if (progress === undefined)
        throw new HttpError(404, 'no_fetch', 'nothing was looked through since this service started');
      return progress;
    },
  );
}
