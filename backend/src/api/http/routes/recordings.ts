import { ErrorAnswer } from '@callsight/contract/errors';
import { Hold, HoldRequest, Recordings } from '@callsight/contract/recordings';
import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { shownRecording } from '../../../recordings/playback/shown-recording.js';
import { CallPath, callOf, RecordingPath, targetOf } from '../call-recording.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';
import { recordingFetchRoutes, type FetchServices } from './recording-fetch.js';
import { playbackRoutes, type PlayServices } from './recording-playback.js';
import { uploadRoutes, type UploadServices } from './recording-uploads.js';

type RecordingServices = Pick<Services, 'audit' | 'knownCalls' | 'recordings'> &
  FetchServices &
  PlayServices &
  UploadServices;

const tags = ['recordings'];

/** Recordings of calls: listed, sent, fetched, played, deleted, held. */
export function recordingRoutes(app: FastifyInstance, services: RecordingServices): void {
  const { audit, recordings } = services;

  app.get<{ Params: CallPath }>(
    '/v1/calls/:id/recordings',
    {
      config: { scope: 'recordings', writes: false },
      schema: {
        summary: 'Recordings of a call',
        tags,
        params: CallPath,
        response: { 200: Recordings, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant }, params }) => {
      const call = await callOf(services, tenant, params.id);
      const hold = await recordings.holdOn(call);
      const all = await recordings.of(call);
      return { recordings: all.map(shownRecording), consent: call.consent, ...(hold !== undefined && { hold }) };
    },
  );

  app.delete<{ Params: RecordingPath }>(
    '/v1/calls/:id/recordings/:name',
    {
      config: { scope: 'recordings', writes: true },
      schema: {
        summary: 'Delete a recording for good',
        tags,
        params: RecordingPath,
        response: { 204: Type.Null(), 404: ErrorAnswer, 409: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params }, reply) => {
      const call = await callOf(services, tenant, params.id);
      const recording = await recordings.find(call, params.name);
      if (recording === undefined)
        throw new HttpError(404, 'unknown_recording', `the call has no recording "${params.name}"`);
      await recordings.remove(call, recording, 'deleted');
      await audit.record(tenant, { actor: keyId, action: 'recording.deleted', target: targetOf(params) });
      return reply.code(204).send();
    },
  );

  holdRoutes(app, services);
  playbackRoutes(app, services);
  recordingFetchRoutes(app, services);
  // Bodies of any type are taken there, as they come.
  app.register((scope, _options, done) => {
    uploadRoutes(scope, services);
    done();
  });
}

/** Legal hold on a call. */
function holdRoutes(app: FastifyInstance, services: RecordingServices): void {
  const { audit, recordings } = services;
  const config = { scope: 'admin', writes: true } as const;

  app.put<{ Params: CallPath; Body: Static<typeof HoldRequest> }>(
    '/v1/calls/:id/hold',
    {
      config,
      schema: {
        summary: 'Put a call under legal hold: its recordings and transcript are neither deleted nor do they expire',
        tags,
        params: CallPath,
        body: HoldRequest,
        response: { 200: Hold, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params, body }) => {
      const call = await callOf(services, tenant, params.id);
      const hold = await recordings.hold(call, body.reason, keyId);
      await audit.record(tenant, { actor: keyId, action: 'hold.begun', target: `calls/${params.id}` });
      return hold;
    },
  );

  app.delete<{ Params: CallPath }>(
    '/v1/calls/:id/hold',
    {
      config,
      schema: {
        summary: 'End the legal hold on a call',
        tags,
        params: CallPath,
        response: { 204: Type.Null(), 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params }, reply) => {
      const call = await callOf(services, tenant, params.id);
      if (!(await recordings.release(call))) throw new HttpError(404, 'no_hold', 'the call is not under legal hold');
      await audit.record(tenant, { actor: keyId, action: 'hold.ended', target: `calls/${params.id}` });
      return reply.code(204).send();
    },
  );
}
