import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { Envelope } from '@callsight/contract/events/envelope';
import { IngestAnswer } from '@callsight/contract/events/verdict';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isBinaryMode, readBinary } from '../../../ingest/events/binary-mode.js';
import { readBody } from '../../../ingest/events/body.js';
import { Verdicts, type Offered } from '../../../ingest/events/intake.js';
import { BINARY_MODE, MEDIA_TYPES, READ_AT_ONCE, shapeOf, STREAMED } from '../../../ingest/events/media-type.js';
import { readLines } from '../../../ingest/events/ndjson.js';
import { mayHoldBadText } from '../../../lib/text/unicode.js';
import { HttpError } from '../http-error.js';
import { RateLimit } from '../rate-limit.js';
import { BodyBudget, readWhole } from '../read-body.js';
import type { Services } from '../services.js';

type EventServices = Pick<Services, 'clock' | 'config' | 'intake' | 'turns'>;

/** JSON bodies of the largest size that are in memory at once; streams of NDJSON are not kept. */
const MAX_BODIES = 4;

/** Batches of a request that are on their way to the disk at once. */
const MAX_IN_FLIGHT = 4;

/** Takes batches one after the other, with a few on their way to the disk. */
async function takeBatches(
  batches: AsyncIterable<readonly Offered[]>,
  take: (offered: readonly Offered[], isPart: boolean) => Promise<void>,
): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  let isFirst = true;
  for await (const offered of batches) {
    const taken = take(offered, !isFirst).finally(() => inFlight.delete(taken));
    isFirst = false;
    inFlight.add(taken);
    if (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
}

function takeStream(services: EventServices, request: FastifyRequest, verdicts: Verdicts): Promise<void> {
  const { principal, span } = request;
  const trace = span?.traceParent;
  return takeBatches(readLines(request.body as AsyncIterable<Buffer>), (offered, isPart) => {
    const mayBeBad = offered.some(({ text }) => text !== undefined && mayHoldBadText(text));
    return services.intake.take(principal.tenant, offered, verdicts, { mayBeBad, isPart, trace });
  });
}

/** Events of a JSON body that become durable together. */
const MAX_BATCH = 500;

function* batchesOf(offered: readonly Offered[]): Generator<readonly Offered[]> {
  for (let from = 0; from < offered.length; from += MAX_BATCH) yield offered.slice(from, from + MAX_BATCH);
}

async function takeBody(services: EventServices, request: FastifyRequest, verdicts: Verdicts): Promise<void> {
  const { headers, principal, span } = request;
  const { tenant } = principal;
  const trace = span?.traceParent;
  const shape = shapeOf(headers['content-type'], isBinaryMode(headers));
  if (shape === undefined) throw unsupported();
  if (shape === 'stream') return takeStream(services, request, verdicts);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { offered, text } =
    shape === 'data' ? readBinary(headers, bytes) : await readBody(bytes, shape, services.turns);
  const mayBeBad = mayHoldBadText(text);
  if (offered.length <= MAX_BATCH)
    return services.intake.take(tenant, offered, verdicts, { mayBeBad, isPart: false, trace });
  return takeBatches(Readable.from(batchesOf(offered)), (batch, isPart) =>
    services.intake.take(tenant, batch, verdicts, { mayBeBad, isPart, trace }),
  );
}

const unsupported = (): HttpError =>
  new HttpError(415, 'unsupported_media_type', `send ${[...MEDIA_TYPES, BINARY_MODE].join(', ')}`, {
    suggestions: [...MEDIA_TYPES],
  });

/** `POST /v1/events`: every event gets a verdict, and 202 means that what was accepted is on disk. */
export function eventRoutes(app: FastifyInstance, services: EventServices): void {
  const limit = new RateLimit(services.config.ingest.eventsPerSecond, services.clock);
  app.removeAllContentTypeParsers();
  const { maxBodyBytes } = services.config.http;
  const budget = new BodyBudget(MAX_BODIES * maxBodyBytes);
  app.addContentTypeParser(STREAMED, (_request, payload, done) => done(null, payload));
  app.addContentTypeParser(READ_AT_ONCE, (request: FastifyRequest, payload: IncomingMessage) =>
    readWhole(request, payload, maxBodyBytes, budget),
  );

  app.post(
    '/v1/events',
    {
      config: { scope: 'ingest', writes: true },
      // The body is read by our own reader; the schema is for those who read the documentation.
      validatorCompiler: () => () => true,
      schema: {
        summary: 'Take events in',
        description:
          'CloudEvents 1.0 in JSON: one, an array, or a stream of NDJSON; or one in binary mode, its attributes in ce-* headers and its data as the body. (source, id) is the identity; a repeat is counted and ignored.',
        tags: ['events'],
        consumes: [...MEDIA_TYPES],
        body: Type.Union([Envelope, Type.Array(Envelope)]),
        response: { 202: IngestAnswer, 400: IngestAnswer, 415: ErrorAnswer, 429: ErrorAnswer, 503: ErrorAnswer },
      },
      preParsing: (request, _reply, payload, done) => {
        limit.admit(request.principal.keyId);
        if (shapeOf(request.headers['content-type'], isBinaryMode(request.headers)) === undefined) throw unsupported();
        if (![undefined, '', 'identity'].includes(request.headers['content-encoding'])) {
          throw new HttpError(415, 'unsupported_encoding', 'send the body without Content-Encoding');
        }
        done(null, payload);
      },
    },
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { keyId } = request.principal;
      const verdicts = new Verdicts();
      try {
        await takeBody(services, request, verdicts);
      } finally {
        const { accepted, duplicates, rejected } = verdicts.answer;
        limit.spend(keyId, accepted + duplicates + rejected.length);
        request.span?.set({
          'callsight.accepted': accepted,
          'callsight.duplicates': duplicates,
          'callsight.rejected': rejected.length,
        });
      }
      return reply.code(verdicts.isAllBad ? 400 : 202).send(verdicts.answer);
    },
  );
}
