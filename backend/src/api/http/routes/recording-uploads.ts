import { Readable } from 'node:stream';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Recording, RecordingName } from '@callsight/contract/recordings';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { shownRecording } from '../../../recordings/playback/shown-recording.js';
import { tooLarge } from '../../../recordings/records/recordings.js';
import { announcedDigest } from '../../../recordings/uploads/digest-header.js';
import { offsetOf, type StoredUpload } from '../../../recordings/uploads/upload-store.js';
import { withoutStall } from '../../../lib/background/without-stall.js';
import { CallPath, callOf, RecordingPath, targetOf } from '../call-recording.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

export type UploadServices = Pick<Services, 'audit' | 'config' | 'knownCalls' | 'recordings' | 'uploads'>;

const tags = ['recordings'];
const WRITES = { scope: 'recordings', writes: true } as const;

/** Silence of a sender after which an upload is broken off; milliseconds. */
const STALL_MS = 30_000;

const TUS = '1.0.0';
const OFFSET_TYPE = 'application/offset+octet-stream';

const header = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

const isStream = (body: unknown): body is Readable => typeof body === 'object' && body !== null && 'iterator' in body;

/** The body as it comes. It is not destroyed when it is not read to its end: the sender is to see the answer. */
function bodyOf({ body }: FastifyRequest): AsyncIterable<Uint8Array> {
  if (!isStream(body)) return withoutStall(Readable.from([]), STALL_MS);
  return withoutStall(body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>, STALL_MS);
}

/** @throws HttpError 400 */
function digestOf(request: FastifyRequest): string | undefined {
  const contentDigest = header(request, 'content-digest') ?? header(request, 'repr-digest');
  try {
    return announcedDigest({ digest: header(request, 'digest'), contentDigest });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HttpError(
      400,
      'invalid_digest',
      'the digest is written as "Digest: sha-256=<base64>" or "Content-Digest: sha-256=:<base64>:", of 32 bytes',
    );
  }
}

const urlOf = ({ id, name }: RecordingPath): string =>
  `/v1/calls/${encodeURIComponent(id)}/recordings/${encodeURIComponent(name)}`;

/** Recordings sent by whoever has them: in one request, or in several that go on where one was broken off (tus 1.0). */
export function uploadRoutes(app: FastifyInstance, services: UploadServices): void {
  const { audit, recordings } = services;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.put<{ Params: RecordingPath }>(
    '/v1/calls/:id/recordings/:name',
    {
      config: WRITES,
      schema: {
        summary: 'Store a recording of a call',
        description:
          'The body is the audio: WAV, MP3, Ogg, WebM, MP4, AAC, FLAC, AMR, or raw samples. With `Digest` or `Content-Digest` its SHA-256 is checked. 201 for a new one, 200 for one that takes the place of another.',
        tags,
        params: RecordingPath,
        response: {
          200: Recording,
          201: Recording,
          400: ErrorAnswer,
          404: ErrorAnswer,
          409: ErrorAnswer,
          413: ErrorAnswer,
          415: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const { tenant, keyId } = request.principal;
      const { params } = request;
      const announced = Number(request.headers['content-length'] ?? 0);
      checkLength(announced, services);
      const sha256 = digestOf(request);
      const { callId } = await callOf(services, tenant, params.id);
      const { recording, isNew } = await recordings.take({
        id: { tenant, call: callId, name: params.name },
        source: 'upload',
        body: bodyOf(request),
        contentType: header(request, 'content-type'),
        sha256,
      });
      await audit.record(tenant, { actor: keyId, action: 'recording.stored', target: targetOf(params) });
      return reply
        .code(isNew ? 201 : 200)
        .header('location', urlOf(params))
        .send(shownRecording(recording));
    },
  );

  resumableRoutes(app, services);
}

/** @throws BlobError `too_large` */
function checkLength(bytes: number, { config }: Pick<Services, 'config'>): void {
  const { maxBytes } = config.recordings;
  if (bytes > maxBytes) throw tooLarge(maxBytes);
}

/** Pairs of a name and a value in base64, as tus has them. */
function metadataOf(text: string | undefined): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(',').flatMap((pair): [string, string][] => {
    const [name = '', value = ''] = pair.trim().split(' ');
    return name === '' ? [] : [[name.toLowerCase(), Buffer.from(value, 'base64').toString()]];
  });
  return new Map(pairs);
}

/** @throws HttpError 412 */
function checkVersion(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('tus-resumable', TUS);
  const version = header(request, 'tus-resumable');
  if (version === undefined || version === TUS) return;
  void reply.header('tus-version', TUS);
  throw new HttpError(412, 'tus_version', `this service speaks tus ${TUS}`);
}

/** A number of bytes in a header. @throws HttpError 400 */
function bytesIn(request: FastifyRequest, name: string): number {
  const value = header(request, name);
  if (value === undefined || !/^\d{1,15}$/.test(value))
    throw new HttpError(400, 'invalid_request', `${name}: expected a number of bytes`, { path: name });
  return Number(value);
}

function nameOf(params: { readonly name?: string }, metadata: ReadonlyMap<string, string>): string {
  const name = params.name ?? metadata.get('name') ?? metadata.get('filename') ?? '';
  if (Value.Check(RecordingName, name)) return name;
  throw new HttpError(
    400,
    'invalid_request',
    `Upload-Metadata: name (or filename) names the recording: ${RecordingName.description ?? ''}`,
    { path: 'upload-metadata' },
  );
}

function sha256In(metadata: ReadonlyMap<string, string>): string | undefined {
  const value = metadata.get('sha256')?.toLowerCase();
  if (value === undefined || /^[0-9a-f]{64}$/.test(value)) return value;
  throw new HttpError(400, 'invalid_digest', 'Upload-Metadata: sha256 is 64 hexadecimal digits, in base64');
}

const expires = (services: Pick<UploadServices, 'uploads'>, upload: StoredUpload): string =>
  new Date(services.uploads.endOf(upload)).toUTCString();

/** How far an upload is; one that has become a recording is whole. */
export async function uploadState(
  reply: FastifyReply,
  services: Pick<UploadServices, 'knownCalls' | 'recordings' | 'uploads'>,
  tenant: string,
  { id, name }: RecordingPath,
): Promise<FastifyReply> {
  void reply.headers({ 'tus-resumable': TUS, 'cache-control': 'no-store' });
  const call = await callOf(services, tenant, id);
  const upload = await services.uploads.get({ tenant, call: call.callId, name });
  if (upload !== undefined)
    return reply
      .headers({
        'upload-offset': String(offsetOf(upload)),
        'upload-length': String(upload.length),
        'upload-expires': expires(services, upload),
      })
      .send();
  const file = (await services.recordings.find(call, name))?.file;
  if (file === undefined) throw new HttpError(404, 'unknown_upload', 'there is no upload of this name');
  return reply.headers({ 'upload-offset': String(file.bytes), 'upload-length': String(file.bytes) }).send();
}

function resumableRoutes(app: FastifyInstance, services: UploadServices): void {
  const { config, uploads } = services;

  for (const [path, params] of [
    ['/v1/calls/:id/recordings', CallPath],
    ['/v1/calls/:id/recordings/:name', RecordingPath],
  ] as const)
    app.post<{ Params: { readonly id: string; readonly name?: string } }>(
      path,
      {
        config: WRITES,
        schema: {
          summary: 'Begin an upload that can be broken off and go on (tus 1.0)',
          description:
            '`Upload-Length` says how many bytes it has, `Upload-Metadata` its name, filetype and sha256. `Location` is where it goes on with PATCH.',
          tags,
          params,
          response: { 201: Type.Null(), 400: ErrorAnswer, 404: ErrorAnswer, 412: ErrorAnswer, 413: ErrorAnswer },
        },
      },
      async (request, reply) => {
        checkVersion(request, reply);
        const { tenant } = request.principal;
        const length = bytesIn(request, 'upload-length');
        checkLength(length, services);
        const metadata = metadataOf(header(request, 'upload-metadata'));
        const name = nameOf(request.params, metadata);
        const sha256 = sha256In(metadata) ?? digestOf(request);
        const { callId } = await callOf(services, tenant, request.params.id);
        const contentType = metadata.get('filetype')?.slice(0, 200);
        const upload = await uploads.create(
          { tenant, call: callId, name },
          { length, ...(contentType !== undefined && { contentType }), ...(sha256 !== undefined && { sha256 }) },
        );
        return reply
          .code(201)
          .headers({
            location: `${config.http.publicUrl}${urlOf({ id: request.params.id, name })}`,
            'upload-offset': '0',
            'upload-expires': expires(services, upload),
          })
          .send();
      },
    );

  patchRoute(app, services);
  optionsRoutes(app, services);
}

function patchRoute(app: FastifyInstance, { audit, knownCalls, uploads }: UploadServices): void {
  app.patch<{ Params: RecordingPath }>(
    '/v1/calls/:id/recordings/:name',
    {
      config: WRITES,
      schema: {
        summary: 'Go on with an upload from where it is (tus 1.0)',
        tags,
        params: RecordingPath,
        response: { 204: Type.Null(), 400: ErrorAnswer, 404: ErrorAnswer, 409: ErrorAnswer, 415: ErrorAnswer },
      },
    },
    async (request, reply) => {
      checkVersion(request, reply);
      const { tenant, keyId } = request.principal;
      const { params } = request;
      const type = header(request, 'content-type')?.split(';')[0]?.trim();
      if (type !== OFFSET_TYPE)
        throw new HttpError(415, 'unsupported_media_type', `an upload goes on with content-type ${OFFSET_TYPE}`);
      const offset = bytesIn(request, 'upload-offset');
      const { callId } = await callOf({ knownCalls }, tenant, params.id);
      const id = { tenant, call: callId, name: params.name };
      // A sender that knows its whole may begin with its first part.
      if (offset === 0 && header(request, 'upload-length') !== undefined && (await uploads.get(id)) === undefined) {
        const length = bytesIn(request, 'upload-length');
        const sha256 = sha256In(metadataOf(header(request, 'upload-metadata')));
        await uploads.create(id, { length, ...(sha256 !== undefined && { sha256 }) });
      }
      const { offset: has, taken } = await uploads.append(id, offset, bodyOf(request));
      if (taken !== undefined)
        await audit.record(tenant, { actor: keyId, action: 'recording.stored', target: targetOf(params) });
      return reply.code(204).header('upload-offset', String(has)).send();
    },
  );
}

function optionsRoutes(app: FastifyInstance, { config }: UploadServices): void {
  for (const path of ['/v1/calls/:id/recordings', '/v1/calls/:id/recordings/:name'])
    app.options(
      path,
      { config: { scope: 'signed', writes: false }, schema: { summary: 'What of tus is spoken here', tags } },
      (_request, reply) =>
        reply
          .code(204)
          .headers({
            'tus-resumable': TUS,
            'tus-version': TUS,
            'tus-extension': 'creation,expiration',
            'tus-max-size': String(config.recordings.maxBytes),
          })
          .send(),
    );
}
