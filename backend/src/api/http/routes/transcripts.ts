import { ErrorAnswer } from '@callsight/contract/errors';
import {
  StoredTranscript,
  Transcript,
  TranscriptInput,
  TranscriptSearch,
  TranscriptSearchAnswer,
} from '@callsight/contract/transcripts';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { CallPath, unknownCall } from '../call-recording.js';
import { clientSignal } from '../client-signal.js';
import { HttpError } from '../http-error.js';
import { sendJson } from '../send-json.js';
import type { Services } from '../services.js';

type TranscriptServices = Pick<Services, 'audit' | 'clock' | 'transcripts' | 'transcriptSearcher'>;

interface ById {
  readonly Params: CallPath;
}

/** A transcript of the largest size, with the escapes that JSON may have. */
const MAX_BODY_BYTES = 4 << 20;

const TAGS = ['transcripts'];
const ID = 'The id is that of the call, or the one that the telephony provider knows it by.';

const unknownTranscript = (): HttpError =>
  new HttpError(404, 'unknown_transcript', 'there is no transcript of a call with this id');

const held = (): HttpError =>
  new HttpError(409, 'legal_hold', 'the call is under legal hold; its transcript can be neither replaced nor deleted');

const notKept = (): HttpError =>
  new HttpError(
    409,
    'transcripts_not_kept',
    'this service keeps no transcripts; set CALLSIGHT_KEEP_TRANSCRIPTS=true and start it again',
  );

/** Transcripts of calls: read, sent from code, deleted, searched. Whoever does so is written to the audit log. */
export function transcriptRoutes(app: FastifyInstance, services: TranscriptServices): void {
  readingRoutes(app, services);
  putRoute(app, services);
  searchRoute(app, services);
}

function readingRoutes(app: FastifyInstance, { audit, transcripts }: TranscriptServices): void {
  app.get<ById>(
    '/v1/calls/:id/transcript',
    {
      config: { scope: 'recordings', writes: false },
      schema: {
        summary: 'The transcript of a call',
        description: `${ID} Each read is written to the audit log.`,
        tags: TAGS,
        params: CallPath,
        response: { 200: Transcript, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params: { id } }, reply) => {
      const found = await transcripts.get(tenant, id);
      if (found === undefined) throw unknownTranscript();
      await audit.record(tenant, { actor: keyId, action: 'transcript.read', target: `calls/${id}/transcript` });
      return sendJson(reply.header('cache-control', 'no-store'), found);
    },
  );

  app.delete<ById>(
    '/v1/calls/:id/transcript',
    {
      config: { scope: 'recordings', writes: true },
      schema: {
        summary: 'Delete the transcript of a call',
        description: `${ID} What the platform sends of the call afterwards is not stored any more.`,
        tags: TAGS,
        params: CallPath,
        response: { 204: Type.Null(), 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params: { id } }, reply) => {
      const result = await transcripts.delete(tenant, id);
      if (result === 'none') throw unknownTranscript();
      if (result === 'held') throw held();
      await audit.record(tenant, { actor: keyId, action: 'transcript.deleted', target: `calls/${id}/transcript` });
      return reply.code(204).send();
    },
  );
}

function putRoute(app: FastifyInstance, { audit, transcripts }: TranscriptServices): void {
  app.register((raw, _options, registered) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    raw.put<ById>(
      '/v1/calls/:id/transcript',
      {
        config: { scope: 'recordings', writes: true },
        bodyLimit: MAX_BODY_BYTES,
        // The thread for transcripts checks the body; the schema is for those who read the documentation.
        validatorCompiler: () => () => true,
        schema: {
          summary: 'Store the transcript of a call',
          description: `${ID} It takes the place of the one that is there, and of whatever the platform sends. Card numbers, IBANs, e-mail addresses and telephone numbers are masked first.`,
          tags: TAGS,
          params: CallPath,
          body: TranscriptInput,
          response: {
            200: StoredTranscript,
            201: StoredTranscript,
            400: ErrorAnswer,
            404: ErrorAnswer,
            409: ErrorAnswer,
          },
        },
      },
      async ({ principal: { tenant, keyId }, params: { id }, body }, reply) => {
        if (!transcripts.keeps) throw notKept();
        const result = await transcripts.put(tenant, id, Buffer.isBuffer(body) ? body : Buffer.alloc(0));
        if (result.status === 'unknown_call') throw unknownCall();
        if (result.status === 'held') throw held();
        if (result.status === 'refused') {
          const { code, message, path } = result.refusal;
          throw new HttpError(code === 'transcript_too_large' ? 413 : 400, code, message, { path });
        }
        await audit.record(tenant, { actor: keyId, action: 'transcript.stored', target: `calls/${id}/transcript` });
        return reply.code(result.status === 'created' ? 201 : 200).send(result.stored);
      },
    );
    registered();
  });
}

function searchRoute(app: FastifyInstance, { audit, clock, transcriptSearcher }: TranscriptServices): void {
  app.post<{ Body: TranscriptSearch }>(
    '/v1/transcripts/search',
    {
      config: { scope: 'recordings', writes: false },
      schema: {
        summary: 'Find calls by what was said',
        description:
          'All words have to occur, whatever their case and accents. The latest calls come first. The search is written to the audit log, without its words.',
        tags: TAGS,
        body: TranscriptSearch,
        response: { 200: TranscriptSearchAnswer, 400: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ body, principal: { tenant, keyId }, span }, reply) => {
      const asked = { tenant, now: clock(), signal: clientSignal(reply), trace: span?.traceParent };
      const found = await transcriptSearcher.search(body, asked);
      // Snippets are parts of transcripts that somebody reads.
      await audit.record(tenant, { actor: keyId, action: 'transcript.searched', target: 'transcripts' });
      return reply.header('cache-control', 'no-store').send(found);
    },
  );
}
