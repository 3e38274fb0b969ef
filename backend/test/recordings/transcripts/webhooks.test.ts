import type { Transcript } from '@callsight/contract/transcripts';
import { TestService } from '../../support/service/test-service.js';
import { deliver, sample, SECRETS } from '../../ingest/webhooks/platforms.js';
import { KEEPS, NOW, put, segmentsOf } from './calls.js';

const VAPI = '97f28e3d-f334-8026-3fdb-cab787d687e7';
const RETELL = 'call_7d4d725e08ee202dded00b067eb';

interface Payload {
  [key: string]: unknown;
}
const parsed = (file: string): { message: Payload; call: Payload; event: string } =>
  JSON.parse(sample(file)) as { message: Payload; call: Payload; event: string };

describe('transcripts of webhooks', () => {
  const service = TestService.forTests(NOW, { ...SECRETS, ...KEEPS });
  const settle = async (): Promise<void> => {
    await service.services.inbox.tick();
    await service.waitUntilProjected();
    await service.services.transcripts.drain();
  };
  const vapi = async (body: object | string): Promise<void> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(await deliver(service.app, 'vapi', text, NOW)).toMatchObject({ status: 200 });
    await settle();
  };
  const retell = async (body: object | string): Promise<void> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(await deliver(service.app, 'retell', text, NOW)).toMatchObject({ status: 200 });
    await settle();
  };
  const transcript = async (id: string): Promise<Transcript> =>
    (await service.main.get(`/v1/calls/${id}/transcript`)) as Transcript;
  const textsOf = async (id: string): Promise<string[]> => (await transcript(id)).segments.map(({ text }) => text);

  it('takes that of a Vapi report, without the prompt', async () => {
    await vapi(sample('vapi/end-of-call-report.2025-06.webcall.json'));
    const { segments, language, source } = await transcript(VAPI);
    expect({ language, source }).toEqual({ language: 'en', source: 'vapi' });
    expect(segments.slice(0, 2)).toEqual([
      { start_s: 1.28, end_s: 1.78, speaker: 'agent', text: 'Example text.' },
      { start_s: 3.52, end_s: 4.02, speaker: 'caller', text: 'Example text.' },
    ]);
    expect(segments).toHaveLength(5);
  });

  it('takes that of an older report by the id of Twilio as well', async () => {
    await vapi(sample('vapi/end-of-call-report.2024-03.inbound-twilio.json'));
    expect((await transcript('CA97235e71e15244503ba94d2609ceae78')).segments[0]).toEqual({
      start_s: 1.76,
      end_s: 6.95,
      speaker: 'agent',
      text: 'Example text.',
    });
  });

  it('takes that of Retell with the times of its words, without calls of tools', async () => {
    await retell(sample('retell/call_ended.2025-10.json'));
    const { segments, source } = await transcript(RETELL);
    expect(source).toBe('retell');
    expect(segments[0]).toMatchObject({ start_s: 2.853, speaker: 'agent', text: 'Example text.' });
    expect(segments[1]).toMatchObject({ start_s: 10.201, speaker: 'caller' });
    expect(segments.map(({ start_s }) => start_s)).toEqual(
      segments.map(({ start_s }) => start_s).sort((a, b) => a - b),
    );
  });

  const said = (...texts: readonly string[]) =>
    texts.map((content, index) => ({
      role: index % 2 === 0 ? 'agent' : 'user',
      content,
      words: [{ word: content, start: index, end: index + 0.5 }],
    }));
  const ended = (id: string, event: 'call_ended' | 'call_analyzed', call: object): object => {
    const { call: known } = parsed('retell/call_ended.2025-10.json');
    const {
      transcript_object: _,
      transcript_with_tool_calls: _b,
      transcript: _c,
      telephony_identifier: _d,
      ...rest
    } = known;
    return { event, call: { ...rest, custom_sip_headers: {}, call_id: id, ...call } };
  };

  it('prefers the scrubbed form, and leaves out what tools were asked', async () => {
    const scrubbed = [
      ...said('Hello', 'I am [NAME]'),
      { role: 'tool_call_invocation', name: 'lookup', arguments: 'secret argument' },
      { role: 'tool_call_result', content: 'secret result' },
      { role: 'transfer_target', content: 'Front desk', words: [{ word: 'Front', start: 9, end: 10 }] },
    ];
    await retell(ended('r1', 'call_ended', { transcript_object: said('Hello', 'I am Anna Berg and more') }));
    expect(await textsOf('r1')).toEqual(['Hello', 'I am Anna Berg and more']);
    await retell(ended('r1', 'call_analyzed', { scrubbed_transcript_with_tool_calls: scrubbed }));
    expect((await transcript('r1')).segments.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['agent', 'Hello'],
      ['caller', 'I am [NAME]'],
      ['other', 'Front desk'],
    ]);
    await retell(ended('r1', 'call_ended', { transcript_object: said('Hello', 'I am Anna Berg and more') }));
    expect(await textsOf('r1')).toContain('I am [NAME]');
  });

  it('keeps the fuller one, in whatever order both come, and one that came again once', async () => {
    for (const [id, first, second] of [
      ['r2', said('Hello'), said('Hello', 'Good morning')],
      ['r3', said('Hello', 'Good morning'), said('Hello')],
      ['r4', said('Hello', 'Good morning'), said('Hello', 'Good morning')],
    ] as const) {
      await retell(ended(id, 'call_ended', { transcript_object: first }));
      await retell(ended(id, 'call_ended', { transcript_object: second }));
      expect(await textsOf(id)).toEqual(['Hello', 'Good morning']);
    }
    const { blobs } = await service.services.blobs.list('main/transcripts/');
    const known = ['r2', 'r3', 'r4', 'r1', RETELL, VAPI, '6832bff8-0109-99d7-6afb-437f9d9be576'];
    expect(await service.services.transcripts.has('main', known)).toEqual(new Set(known));
    expect(blobs).toHaveLength(known.length);
  });

  it('takes the text where there are no messages', async () => {
    await retell(ended('r5', 'call_ended', { transcript: 'Agent: Hello.\nUser: Good morning,\nI am here.\n' }));
    expect(await transcript('r5')).toMatchObject({
      segments: [
        { start_s: 0, speaker: 'agent', text: 'Hello.' },
        { start_s: 0, speaker: 'caller', text: 'Good morning,' },
        { start_s: 0, speaker: 'caller', text: 'I am here.' },
      ],
    });
    const { message } = parsed('vapi/end-of-call-report.2025-06.webcall.json');
    const { artifact: _, messages: _b, ...rest } = message;
    const call = { ...(message['call'] as object), id: 'v5' };
    await vapi({ message: { ...rest, call, transcript: 'AI: Hello.\nUser: Good morning.\n' } });
    expect(await textsOf('v5')).toEqual(['Hello.', 'Good morning.']);
  });

  it('masks what is personal before anything is stored', async () => {
    const text = 'My card is 4242 4242 4242 4242 and I am anna@example.com';
    await retell(ended('r6', 'call_ended', { transcript_object: said('Hello', text) }));
    expect(await textsOf('r6')).toEqual(['Hello', 'My card is [card number] and I am [e-mail]']);
    const entries = await service.services.ledger.store.iterator().all();
    expect(entries.map(([key, value]) => key + value).join('\n')).not.toMatch(/4242 4242|anna@example/);
  });

  it('never takes the place of one from code, nor of one that was deleted', async () => {
    await retell(ended('r7', 'call_ended', { transcript_object: said('from the platform') }));
    expect(await put(service.main, 'r7', 'from code')).toMatchObject({ status: 200 });
    await retell(ended('r7', 'call_analyzed', { transcript_object: said('from the platform, and fuller') }));
    expect((await transcript('r7')).segments).toEqual(segmentsOf('from code'));
    expect(await service.main.request('DELETE', '/v1/calls/r7/transcript')).toMatchObject({ status: 204 });
    await retell(ended('r7', 'call_analyzed', { transcript_object: said('from the platform, and fuller again') }));
    expect(await service.main.request('GET', '/v1/calls/r7/transcript')).toMatchObject({ status: 404 });
    expect(await put(service.main, 'r7', 'from code again')).toMatchObject({ status: 201 });
  });

  it('cuts what is too large, and stores the rest', async () => {
    const long = Array.from({ length: 1_200 }, (_, index) => `${index} ${'word '.repeat(400)}`);
    await retell(ended('r8', 'call_ended', { transcript_object: said(...long) }));
    const { segments } = await transcript('r8');
    expect(segments.length).toBeGreaterThan(900);
    expect(segments[0]!.text).toMatch(/^0 word/);
    expect(Buffer.byteLength(JSON.stringify(segments))).toBeLessThanOrEqual(2_000_100);
    expect(segments.every(({ text }) => text.length <= 2_000)).toBe(true);
  });

  it.each([
    ['no object', { event: 'call_ended', call: { call_id: 'odd1', direction: 'inbound', transcript_object: 'text' } }],
    [
      'no texts',
      {
        event: 'call_ended',
        call: { call_id: 'odd2', direction: 'inbound', transcript_object: [{ role: 'agent' }, 7, null] },
      },
    ],
    [
      'odd words',
      {
        event: 'call_ended',
        call: {
          call_id: 'odd3',
          direction: 'inbound',
          transcript_object: [{ role: 'agent', content: '', words: 'x' }],
        },
      },
    ],
  ])('takes a webhook whose transcript has %s', async (_, body) => {
    await retell(body);
    expect(await service.main.request('GET', `/v1/calls/${body.call.call_id}`)).toMatchObject({ status: 200 });
    expect(await service.main.request('GET', `/v1/calls/${body.call.call_id}/transcript`)).toMatchObject({
      status: 404,
    });
  });
});

describe('webhooks of a service that keeps no transcripts', () => {
  const service = TestService.forTests(NOW, SECRETS);

  it('leave nothing of what was said', async () => {
    const body = sample('retell/call_ended.2025-10.json').replaceAll('Example text.', 'Said in confidence.');
    expect(await deliver(service.app, 'retell', body, NOW)).toMatchObject({ status: 200 });
    await service.services.inbox.tick();
    await service.services.transcripts.drain();
    expect(await service.main.request('GET', `/v1/calls/${RETELL}/transcript`)).toMatchObject({ status: 404 });
    expect((await service.services.blobs.list('')).blobs).toEqual([]);
  });
});
