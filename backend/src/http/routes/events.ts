import type { Readable } from 'node:stream';
import { Envelope } from '@callsight/contract/events/envelope';
import { IngestAnswer } from '@callsight/contract/events/verdict';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../ingest/body.js';
import { Verdicts } from '../../ingest/intake.js';
import { readLines } from '../../ingest/ndjson.js';
import { mayHoldBadText } from '../../events/unicode.js';
import { authorize } from '../authorize.js';
import { HttpError } from '../http-error.js';
import { RateLimit } from '../rate-limit.js';
import type { Services } from '../services.js';

const SHAPES = {
  'application/cloudevents+json': 'one',
  'application/cloudevents-batch+json': 'many',
  'application/json': 'either',
} as const;

const NDJSON = ['application/x-ndjson', 'application/ndjson'];

const mediaType = (request: FastifyRequest): string =>
  (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** Batches of a stream that are on their way to the disk at once. */
const MOST_IN_FLIGHT = 4;

async function takeStream(services: Services, tenant: string, stream: Readable, verdicts: Verdicts): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  for await (const offered of readLines(stream as AsyncIterable<Buffer>)) {
    const mayBeBad = offered.some(({ text }) => text !== undefined && mayHoldBadText(text));
    const taken = services.intake.take(tenant, offered, verdicts, mayBeBad).finally(() => inFlight.delete(taken));
    inFlight.add(taken);
    if (inFlight.size >= MOST_IN_FLIGHT) await Promise.race(inFlight);
  }
  await Promise.all(inFlight);
}

async function takeBody(
  services: Services,
  tenant: string,
  request: FastifyRequest,
  verdicts: Verdicts,
): Promise<void> {
  const type = mediaType(request);
  if (NDJSON.includes(type)) return takeStream(services, tenant, request.body as Readable, verdicts);
  const { offered, text } = readBody(request.body as Buffer, SHAPES[type as keyof typeof SHAPES]);
  return services.intake.take(tenant, offered, verdicts, mayHoldBadText(text));
}

function count({ traffic }: Services, tenant: string, { answer }: Verdicts): void {
  const { accepted, duplicates, rejected, rejected_omitted: omitted = 0 } = answer;
  traffic.count(tenant, { accepted, duplicates, quarantined: rejected.length + omitted });
}

/** `POST /v1/events`: every event gets a verdict, and 202 means that what was accepted is on disk. */
export function eventRoutes(app: FastifyInstance, services: Services): void {
  const limit = new RateLimit(services.config.ingest.eventsPerSecond, services.clock);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(Object.keys(SHAPES), { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser(NDJSON, (_request, payload, done) => done(null, payload));

  app.post(
    '/v1/events',
    {
      // The body is read by our own reader; the schema is for those who read the documentation.
      validatorCompiler: () => () => true,
      schema: {
        summary: 'Take events in',
        description:
          'CloudEvents 1.0 in JSON: one, an array, or a stream of NDJSON. (source, id) is the identity; a repeat is counted and ignored.',
        tags: ['events'],
        consumes: [...Object.keys(SHAPES), ...NDJSON],
        body: Type.Union([Envelope, Type.Array(Envelope)]),
        response: { 202: IngestAnswer, 400: IngestAnswer, 429: ErrorAnswer, 503: ErrorAnswer },
      },
      preParsing: (request, _reply, payload, done) => {
        const { tenant, keyId } = authorize(request, services.apiKeys, 'ingest');
        limit.admit(keyId);
        if (![undefined, '', 'identity'].includes(request.headers['content-encoding'])) {
          throw new HttpError(415, 'unsupported_encoding', 'send the body without Content-Encoding');
        }
        request.ingest = { tenant, keyId };
        done(null, payload);
      },
    },
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { tenant, keyId } = request.ingest;
      const verdicts = new Verdicts();
      try {
        await takeBody(services, tenant, request, verdicts);
      } finally {
        const { accepted, duplicates, rejected } = verdicts.answer;
        limit.spend(keyId, accepted + duplicates + rejected.length);
        count(services, tenant, verdicts);
      }
      return reply.code(verdicts.isAllBad ? 400 : 202).send(verdicts.answer);
    },
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose events a request brings; set before its body is read. */
    ingest: { tenant: string; keyId: string };
  }
}
