import type { AuditList } from '@callsight/contract/audit';
import { TestService } from '../../support/service/test-service.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { callEvents, haveCalls, KEEPS, NOW, put, segmentsOf } from './calls.js';

const URL = (id: string): string => `/v1/calls/${id}/transcript`;

describe('the transcript of a call over HTTP', () => {
  const service = TestService.forTests(NOW, KEEPS);
  const request = (method: 'GET' | 'PUT' | 'DELETE', id: string, body?: unknown) =>
    service.main.request(method, URL(id), body);
  const keyWith = async (scopes: readonly string[], tenant = 'main'): Promise<TenantClient> => {
    const { key } = (await service.main.post('/v1/keys', { name: 'test', scopes, tenant })) as { key: string };
    return service.clientOf(key);
  };
  const audited = async (): Promise<readonly string[]> => {
    const { entries } = (await service.main.get('/v1/audit?action=transcript')) as AuditList;
    return entries.map(({ action, target }) => `${action} ${target}`).reverse();
  };

  it('is stored, replaced, read and deleted, and each of it is in the audit log', async () => {
    await haveCalls(service, 'c1');
    expect(await request('GET', 'c1')).toMatchObject({ status: 404, body: { error: { code: 'unknown_transcript' } } });
    const segments = [
      { start_s: 0, end_s: 2.5, speaker: 'agent', text: 'Good morning', channel: 0 },
      { start_s: 3, speaker: 'caller', text: 'My number is 030 90 18 20', channel: 1 },
      { start_s: 5, speaker: 'other', text: 'Hello' },
    ];
    expect(await request('PUT', 'c1', { segments, language: 'en-GB', source: 'deepgram' })).toEqual({
      status: 201,
      body: { call_id: 'c1', segments: 3, language: 'en-GB', source: 'deepgram', masked: 1 },
    });
    const [first, second, third] = segments;
    expect(await request('GET', 'c1')).toEqual({
      status: 200,
      body: {
        segments: [first, { ...second, text: 'My number is [phone number]' }, third],
        language: 'en-GB',
        source: 'deepgram',
      },
    });
    expect(await request('PUT', 'c1', { segments: segmentsOf('Goodbye') })).toMatchObject({
      status: 200,
      body: { source: 'code', language: null },
    });
    expect((await request('GET', 'c1')).body).toEqual({
      segments: segmentsOf('Goodbye'),
      language: null,
      source: 'code',
    });
    expect(await request('DELETE', 'c1')).toEqual({ status: 204, body: undefined });
    expect(await request('GET', 'c1')).toMatchObject({ status: 404 });
    expect(await request('DELETE', 'c1')).toMatchObject({ status: 404 });
    expect(await audited()).toEqual([
      'transcript.stored calls/c1/transcript',
      'transcript.read calls/c1/transcript',
      'transcript.stored calls/c1/transcript',
      'transcript.read calls/c1/transcript',
      'transcript.deleted calls/c1/transcript',
    ]);
  });

  it('is found by the id of the telephony provider, whichever of both it was stored under', async () => {
    await service.main.send(callEvents('platform-1', 5, { provider_call_sid: 'CA0001' }));
    await service.waitUntilProjected();
    expect(await put(service.main, 'CA0001', 'by the sid')).toMatchObject({
      status: 201,
      body: { call_id: 'platform-1' },
    });
    for (const id of ['platform-1', 'CA0001'])
      expect((await request('GET', id)).body).toMatchObject({ segments: [{ text: 'by the sid' }] });
    expect(await request('DELETE', 'CA0001')).toMatchObject({ status: 204 });
    expect(await request('GET', 'platform-1')).toMatchObject({ status: 404 });
  });

  it('is that of the call also where the platform named the sid only after the transcript had come', async () => {
    await service.main.send(callEvents('CA0002', 6));
    expect(await put(service.main, 'CA0002', 'early')).toMatchObject({ status: 201, body: { call_id: 'CA0002' } });
    await service.main.send(callEvents('platform-2', 6, { provider_call_sid: 'CA0002' }));
    await service.waitUntilProjected();
    expect((await request('GET', 'platform-2')).body).toMatchObject({ segments: [{ text: 'early' }] });
    expect(await put(service.main, 'platform-2', 'later')).toMatchObject({ status: 200 });
    for (const id of ['platform-2', 'CA0002'])
      expect((await request('GET', id)).body).toMatchObject({ segments: [{ text: 'later' }] });
  });

  it('is refused without a key, with another scope, and to another tenant', async () => {
    await haveCalls(service, 'c2');
    await put(service.main, 'c2', 'between us');
    const query = await keyWith(['query', 'ingest', 'admin', 'reports']);
    const stranger = await keyWith(['recordings', 'query'], 'strangers');
    const body = { segments: segmentsOf('mine') };
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const nobody = await service.app.inject({ method, url: URL('c2') });
      expect(nobody.statusCode).toBe(401);
      expect(await query.request(method, URL('c2'), method === 'PUT' ? body : undefined)).toMatchObject({
        status: 403,
      });
      expect(await stranger.request(method, URL('c2'), method === 'PUT' ? body : undefined)).toMatchObject({
        status: 404,
      });
    }
    expect((await request('GET', 'c2')).body).toMatchObject({ segments: [{ text: 'between us' }] });
    const reader = await keyWith(['recordings']);
    expect(await reader.request('GET', URL('c2'))).toMatchObject({ status: 200 });
  });

  it.each([
    ['no JSON', 'PUT', '{', 'invalid_json', ''],
    ['no segments', 'PUT', { segments: [] }, 'invalid_transcript', '/segments'],
    [
      'an unknown speaker',
      'PUT',
      { segments: [{ start_s: 0, speaker: 'bot', text: 'a' }] },
      'invalid_transcript',
      '/segments/0/speaker',
    ],
    [
      'an empty text',
      'PUT',
      { segments: [{ start_s: 0, speaker: 'agent', text: '' }] },
      'invalid_transcript',
      '/segments/0/text',
    ],
    [
      'a text that is too long',
      'PUT',
      { segments: segmentsOf('a'.repeat(2_001)) },
      'invalid_transcript',
      '/segments/0/text',
    ],
    [
      'a negative time',
      'PUT',
      { segments: [{ start_s: -1, speaker: 'agent', text: 'a' }] },
      'invalid_transcript',
      '/segments/0/start_s',
    ],
    [
      'an end before the begin',
      'PUT',
      { segments: [{ start_s: 2, end_s: 1, speaker: 'agent', text: 'a' }] },
      'invalid_transcript',
      '/segments/0/end_s',
    ],
    [
      'too many segments',
      'PUT',
      { segments: segmentsOf(...Array.from({ length: 10_001 }, () => 'a')) },
      'invalid_transcript',
      '/segments',
    ],
    ['no language', 'PUT', { segments: segmentsOf('a'), language: 'in German' }, 'invalid_transcript', '/language'],
    [
      'half a character',
      'PUT',
      '{"segments":[{"start_s":0,"speaker":"agent","text":"\\ud800"}]}',
      'invalid_unicode',
      '/segments/0/text',
    ],
    ['an unknown field', 'PUT', { segments: segmentsOf('a'), audio: 1 }, 'invalid_transcript', '/audio'],
  ] as const)('refuses %s', async (_, method, body, code, path) => {
    await haveCalls(service, 'c3');
    const type = { 'content-type': 'application/json' };
    const { status, body: answer } = await service.main.exchange(method, URL('c3'), body, type);
    expect({ status, answer }).toMatchObject({ status: 400, answer: { error: { code, path } } });
    expect(await request('GET', 'c3')).toMatchObject({ status: 404 });
  });

  it('takes as much as the limits say, and no more', async () => {
    await haveCalls(service, 'c4');
    const texts = (count: number): string[] => Array.from({ length: count }, () => 'word '.repeat(380).trim());
    expect(await put(service.main, 'c4', ...texts(1_000))).toMatchObject({ status: 201, body: { segments: 1_000 } });
    expect((await request('GET', 'c4')).body).toMatchObject({ segments: { length: 1_000 } });
    expect(await put(service.main, 'c4', ...texts(1_040))).toMatchObject({
      status: 413,
      body: { error: { code: 'transcript_too_large' } },
    });
    expect(await put(service.main, 'c4', ...Array.from({ length: 10_000 }, (_, at) => `part ${at}`))).toMatchObject({
      status: 200,
      body: { segments: 10_000 },
    });
  });

  it('cannot be stored for a call that is not known', async () => {
    expect(await put(service.main, 'nobody', 'hello')).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown_call' } },
    });
    for (const id of ['a%00b', 'a%0Ab', 'a'.repeat(400)])
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const body = method === 'PUT' ? { segments: segmentsOf('a') } : undefined;
        expect([400, 404]).toContain((await request(method, id, body)).status);
      }
  });
});

describe('a service that keeps no transcripts', () => {
  const service = TestService.forTests(NOW);

  it('says by which setting it would, and shows what it kept before', async () => {
    await haveCalls(service, 'c1');
    const refused = {
      status: 409,
      body: {
        error: { code: 'transcripts_not_kept', message: expect.stringContaining('CALLSIGHT_KEEP_TRANSCRIPTS=true') },
      },
    };
    expect(await put(service.main, 'c1', 'hello')).toMatchObject(refused);
    expect(await service.main.request('GET', URL('c1'))).toMatchObject({ status: 404 });
    await service.stop();
    await service.startReady(KEEPS);
    expect(await put(service.main, 'c1', 'hello')).toMatchObject({ status: 201 });
    await service.stop();
    await service.startReady();
    expect(await service.main.request('GET', URL('c1'))).toMatchObject({ status: 200 });
    expect(await put(service.main, 'c1', 'again')).toMatchObject(refused);
    expect(await service.main.request('DELETE', URL('c1'))).toMatchObject({ status: 204 });
  });
});

describe('CALLSIGHT_TRANSCRIPT_MASKING=off', () => {
  const service = TestService.forTests(NOW, { ...KEEPS, CALLSIGHT_TRANSCRIPT_MASKING: 'off' });

  it('keeps all that was said', async () => {
    await haveCalls(service, 'c1');
    expect(await put(service.main, 'c1', 'it is anna@example.com')).toMatchObject({ body: { masked: 0 } });
    expect((await service.main.request('GET', URL('c1'))).body).toMatchObject({
      segments: [{ text: 'it is anna@example.com' }],
    });
  });
});
