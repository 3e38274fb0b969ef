import { ErrorAnswer } from '@callsight/contract/errors';
import { RecordingLink, RecordingLinkRequest, Waveform } from '@callsight/contract/recordings';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signLink } from '../../../access/signed-links.js';
import { withinTime } from '../../../lib/background/within-time.js';
import { DAY_MS, MINUTE_MS } from '../../../lib/time/durations.js';
import { isoOf } from '../../../lib/time/iso.js';
import { parseMillis } from '../../../lib/time/span.js';
import { askedFor, isKnown } from '../../../recordings/playback/byte-ranges.js';
import { MAX_POINTS, type WaveformRange } from '../../../recordings/audio/peaks/peaks.js';
import { waveformOf } from '../../../recordings/playback/waveform.js';
import type { Sound, StoredFile } from '../../../recordings/records/stored-recording.js';
import { bytesOf } from '../../../storage/blobs/byte-range.js';
import { contentDisposition } from '../content-disposition.js';
import { RecordingPath, recordingOf, targetOf } from '../call-recording.js';
import { HttpError } from '../http-error.js';
import { askerOf, Link } from '../linked-access.js';
import type { Services } from '../services.js';
import { uploadState } from './recording-uploads.js';

export type PlayServices = Pick<
  Services,
  | 'apiKeys'
  | 'audit'
  | 'blobs'
  | 'clock'
  | 'config'
  | 'knownCalls'
  | 'linkSecrets'
  | 'plays'
  | 'recordings'
  | 'recordingWork'
  | 'uploads'
  | 'wrongKeys'
>;

const tags = ['recordings'];
const READS = { scope: 'recordings', writes: false } as const;
const SIGNED = { scope: 'signed', writes: false } as const;

/** A link opens a recording for so long behind its end, unless it is said how long. */
const LINK_MS = 15 * MINUTE_MS;
const MAX_LINK_MS = 7 * DAY_MS;

/** Recordings played, by their bytes, their links and their waveforms. */
export function playbackRoutes(app: FastifyInstance, services: PlayServices): void {
  playRoutes(app, services);
  linkRoute(app, services);
  waveformRoute(app, services);
}

const etagOf = ({ sha256 }: StoredFile): string => `"${sha256}"`;

type PlayRequest = FastifyRequest<{ Params: RecordingPath }>;

function headersOf(file: StoredFile, { id, name }: RecordingPath): Record<string, string> {
  const extension = file.key.slice(file.key.lastIndexOf('.'));
  const fileName = name.toLowerCase().endsWith(extension) ? `${id}-${name}` : `${id}-${name}${extension}`;
  return {
    'content-type': file.contentType,
    'content-disposition': contentDisposition(fileName, 'inline'),
    'accept-ranges': 'bytes',
    etag: etagOf(file),
    'last-modified': new Date(file.storedAt).toUTCString(),
    'cache-control': 'private, no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  };
}

/** What a request gets of a file, with its headers set. @returns undefined when they are all that it gets */
function prepare(request: PlayRequest, reply: FastifyReply, file: StoredFile) {
  const { range, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers;
  const etag = etagOf(file);
  void reply.headers(headersOf(file, request.params));
  if (isKnown(ifNoneMatch, etag)) {
    void reply.code(304);
    return undefined;
  }
  const asked = askedFor({ range, ifRange: typeof ifRange === 'string' ? ifRange : undefined, etag, size: file.bytes });
  if (asked.kind !== 'none') return asked;
  void reply.header('content-range', `bytes */${file.bytes}`);
  throw new HttpError(
    416,
    'range_not_satisfiable',
    `the recording has ${file.bytes} bytes; the range lies behind them`,
  );
}

/** @throws HttpError 403 for a link that has expired */
async function playedBy(request: PlayRequest, services: PlayServices) {
  const { tenant, actor, hasExpired } = askerOf(request, 'recordings', services);
  if (hasExpired) throw new HttpError(403, 'link_expired', 'the link has expired; ask for a new one');
  return { tenant, actor, ...(await recordingOf(services, tenant, request.params)) };
}

/** Recordings played and downloaded: with a key, or by a link that says itself what it opens and how long. */
function playRoutes(app: FastifyInstance, services: PlayServices): void {
  const { audit, plays, recordings } = services;
  const schema = {
    tags,
    params: RecordingPath,
    querystring: Link,
    response: { 401: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer, 416: ErrorAnswer },
  };

  app.get<{ Params: RecordingPath; Querystring: Static<typeof Link> }>(
    '/v1/calls/:id/recordings/:name',
    {
      config: SIGNED,
      exposeHeadRoute: false,
      schema: {
        ...schema,
        summary: 'A recording, with a key of scope "recordings" or by its link',
        description: 'One `Range` is answered with 206, several with the whole; `ETag` and `If-Range` are understood.',
      },
    },
    async (request, reply) => {
      const { tenant, actor, recording, file } = await playedBy(request, services);
      const asked = prepare(request, reply, file);
      if (asked === undefined) return reply.send();
      const isPart = asked.kind === 'part';
      const target = targetOf(request.params);
      if (!isPart) await audit.record(tenant, { actor, action: 'recording.downloaded', target });
      else if (plays.begins(actor, target)) await audit.record(tenant, { actor, action: 'recording.played', target });
      const reading = await recordings.read(recording, isPart ? asked.range : undefined);
      if (reading === undefined)
        throw new HttpError(404, 'unknown_recording', 'the recording was deleted in this very moment');
      const { from, to, body } = reading;
      if (isPart) void reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${file.bytes}`);
      return reply.header('content-length', String(to - from)).send(body);
    },
  );

  app.head<{ Params: RecordingPath; Querystring: Static<typeof Link> }>(
    '/v1/calls/:id/recordings/:name',
    {
      config: SIGNED,
      schema: {
        ...schema,
        summary: 'What a recording is, without its bytes; with `Tus-Resumable`, how far its upload is',
      },
    },
    async (request, reply) => {
      if (request.headers['tus-resumable'] !== undefined) {
        const { tenant } = askerOf(request, 'recordings', services);
        return uploadState(reply, services, tenant, request.params);
      }
      const { file } = await playedBy(request, services);
      const asked = prepare(request, reply, file);
      if (asked === undefined) return reply.send();
      const { from, to } = bytesOf(asked.kind === 'part' ? asked.range : undefined, file.bytes);
      if (asked.kind === 'part') void reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${file.bytes}`);
      return reply.header('content-length', String(to - from)).send();
    },
  );
}

/** Links to one recording, for players and for people without a key. */
function linkRoute(app: FastifyInstance, services: PlayServices): void {
  const { audit, clock, config, linkSecrets } = services;
  app.post<{ Params: RecordingPath; Body: RecordingLinkRequest | undefined }>(
    '/v1/calls/:id/recordings/:name/links',
    {
      config: READS,
      schema: {
        summary: 'A link that opens a recording without a key, for a while',
        tags,
        params: RecordingPath,
        body: Type.Union([RecordingLinkRequest, Type.Null()]),
        response: { 200: RecordingLink, 400: ErrorAnswer, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params, body }) => {
      const { recording } = await recordingOf(services, tenant, params);
      const length = recording.sound?.status === 'ready' ? recording.sound.durationS * 1_000 : 0;
      // A length that is none is more than a year.
      const ms = body?.expires_in === undefined ? length + LINK_MS : (parseMillis(body.expires_in) ?? Infinity);
      if (ms > MAX_LINK_MS)
        throw new HttpError(400, 'invalid_request', 'expires_in: a link lasts at most 7d', { path: '/expires_in' });
      // Of the id that was asked for: whoever has the link need not know another one.
      const path = `/v1/calls/${encodeURIComponent(params.id)}/recordings/${encodeURIComponent(params.name)}`;
      const { expires, signature } = signLink({ tenant, path, expiresAt: clock() + ms }, linkSecrets);
      await audit.record(tenant, { actor: keyId, action: 'recording.link_made', target: targetOf(params) });
      return {
        url: `${config.http.publicUrl}${path}?expires=${expires}&signature=${encodeURIComponent(signature)}`,
        expires_at: isoOf(Number(expires) * 1_000),
      };
    },
  );
}

const Points = Type.Object({
  points: Type.String({ pattern: '^[1-9][0-9]{0,3}$', default: '800', description: '1 to 4000' }),
  from: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}([.][0-9]{1,3})?$', description: 'Begin in seconds' })),
  to: Type.Optional(Type.String({ pattern: '^[0-9]{1,6}([.][0-9]{1,3})?$', description: 'End in seconds' })),
});

/** Whoever has just sent a short recording need not ask twice; milliseconds. */
const MAX_WAIT_MS = 3_000;

/** What is heard in a recording, which is waited for a moment. */
async function soundOf(services: PlayServices, tenant: string, path: RecordingPath): Promise<Sound | undefined> {
  const { recording } = await recordingOf(services, tenant, path);
  if (recording.sound?.status !== 'pending') return recording.sound;
  await withinTime(services.recordingWork.heard(), MAX_WAIT_MS);
  return (await recordingOf(services, tenant, path)).recording.sound;
}

/** @throws HttpError 400 */
function rangeOf({ points, from, to }: Static<typeof Points>, durationS: number): WaveformRange {
  const range = { points: Number(points), fromS: Number(from ?? 0), toS: Number(to ?? Math.max(durationS, 0.001)) };
  if (range.points > MAX_POINTS)
    throw new HttpError(400, 'invalid_request', `points: at most ${MAX_POINTS}`, { path: 'points' });
  if (range.toS <= range.fromS)
    throw new HttpError(400, 'invalid_request', 'from, to: the end has to lie behind the begin', { path: 'to' });
  return range;
}

function waveformRoute(app: FastifyInstance, services: PlayServices): void {
  app.get<{ Params: RecordingPath; Querystring: Static<typeof Points> }>(
    '/v1/calls/:id/recordings/:name/waveform',
    {
      config: READS,
      schema: {
        summary: 'What a recording looks and sounds like: peaks, loudness, talk, overlap',
        description: '202 while the sound is being read; 404 for a format that cannot be decoded here.',
        tags,
        params: RecordingPath,
        querystring: Points,
        response: {
          200: Waveform,
          202: Type.Object({ status: Type.Literal('pending') }),
          400: ErrorAnswer,
          404: ErrorAnswer,
        },
      },
    },
    async ({ principal: { tenant }, params, query }, reply) => {
      const sound = await soundOf(services, tenant, params);
      if (sound?.status === 'unavailable')
        throw new HttpError(404, 'no_waveform', `there is no waveform: ${sound.reason}`);
      if (sound?.status !== 'ready')
        return reply
          .code(202)
          .header('retry-after', '2')
          .send({ status: 'pending' as const });
      const found = await waveformOf(sound, services.blobs, rangeOf(query, sound.durationS));
      if (found === undefined) throw new HttpError(404, 'no_waveform', 'the peaks of the recording are gone');
      return found;
    },
  );
}
