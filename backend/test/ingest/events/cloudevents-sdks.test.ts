import type { CallDetail } from '@callsight/contract/call-detail';
import { CloudEvent, HTTP } from 'cloudevents';
import { join } from 'node:path';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';
import { goProgram, output, pythonPackages } from './sdks/installed.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const INSTALL_MS = 300_000;

const running = TestService.forTests(NOW);
let url: string;
beforeAll(async () => {
  url = await running.listen();
});

/** What became of the event that was sent in a mode. */
const agentOf = async (call: string): Promise<unknown> => {
  await running.waitUntilProjected();
  const { body } = await running.main.request('GET', `/v1/calls/${call}`);
  return [(body as CallDetail).call.agent, (body as CallDetail).call.started_at];
};
const TOLD = ['Zoë', '2026-05-10T10:00:00.000Z'];

describe('the official SDKs of CloudEvents', () => {
  const event = (mode: string) =>
    new CloudEvent({
      id: `js-${mode}`,
      source: 'sdk/js',
      type: 'call.started',
      subject: `js-${mode}`,
      time: '2026-05-10T10:00:00.000Z',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data: { direction: 'inbound', agent: { id: 'Zoë' }, queue: null },
    });

  test.each(['structured', 'binary'] as const)('JavaScript, %s', async (mode) => {
    const { headers, body } = HTTP[mode](event(mode));
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { ...(headers as Record<string, string>), authorization: `Bearer ${TEST_KEY}` },
      body: body as string,
    });
    expect([response.status, await response.json()]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
    expect(await agentOf(`js-${mode}`)).toEqual(TOLD);
  });

  test(
    'Python, structured and binary',
    async () => {
      const env = { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY, PYTHONPATH: await pythonPackages() };
      const sent = await output('python3', [join(__dirname, 'sdks/send.py')], env);
      expect(sent).toBe('structured 202\nbinary 202\n');
      for (const mode of ['structured', 'binary']) expect(await agentOf(`python-${mode}`)).toEqual(TOLD);
    },
    INSTALL_MS,
  );

  test(
    'Go, structured, binary and in a batch',
    async () => {
      const sent = await output(await goProgram(), [], { CALLSIGHT_URL: url, CALLSIGHT_API_KEY: TEST_KEY });
      expect(sent.split('\n').filter(Boolean).sort()).toEqual(['batch 202', 'binary 202', 'structured 202']);
      for (const mode of ['structured', 'binary', 'batch-1', 'batch-2'])
        expect(await agentOf(`go-${mode}`)).toEqual(TOLD);
    },
    INSTALL_MS,
  );
});

describe('CloudEvents as others write them', () => {
  const attributes = (id: string) => ({
    specversion: '1.0',
    id,
    source: 'others',
    type: 'call.started',
    subject: id,
    time: '2026-05-10T10:00:00Z',
  });
  const data = { direction: 'inbound', agent: { id: 'Zoë' } };
  const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

  interface Sent {
    readonly status: number;
    readonly body: { readonly rejected?: { code: string; path: string }[]; readonly error?: { message: string } };
  }
  const post = async (body: unknown, headers: Record<string, string>): Promise<Sent> => {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_KEY}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Sent['body'] };
  };
  const CLOUDEVENT = { 'content-type': 'application/cloudevents+json' };
  const accepted = { status: 202, body: { accepted: 1, duplicates: 0, rejected: [] } };

  test.each([
    ['null attributes', { dataschema: null, datacontenttype: null, traceparent: null, data_base64: null, data }],
    ['data as base64', { datacontenttype: 'application/json', data_base64: base64(data) }],
    ['data as base64 without a content type', { data_base64: base64(data) }],
    ['data as base64, and data that is null', { data_base64: base64(data), data: null }],
    ['a content type with a charset', { datacontenttype: 'Application/JSON; charset="utf-8"', data }],
    ['a content type of its own', { datacontenttype: 'application/vnd.example.call+json', data }],
  ])('%s', async (id, more) => {
    expect(await post({ ...attributes(id), ...more }, CLOUDEVENT)).toEqual(accepted);
    expect(await agentOf(encodeURIComponent(id))).toEqual(TOLD);
  });

  test('a type whose data is all optional needs none; a subject that is null is none', async () => {
    const id = 'without-data';
    await post({ ...attributes(id), data }, CLOUDEVENT);
    const answered = { ...attributes(id), id: 'a', type: 'call.answered' };
    expect(await post(answered, CLOUDEVENT)).toEqual(accepted);
    expect(await post({ ...answered, id: 'b', data: null }, CLOUDEVENT)).toEqual(accepted);
    const check = { ...attributes('c'), type: 'system.check', subject: null, data: { component: 'sip', status: 'up' } };
    expect(await post(check, CLOUDEVENT)).toEqual(accepted);
    const nobody = await post({ ...answered, id: 'd', subject: null }, CLOUDEVENT);
    expect(nobody).toMatchObject({ status: 400, body: { rejected: [{ code: 'missing_subject' }] } });
  });

  test.each([
    ['no base64', { data_base64: 'n o' }, '/data_base64'],
    ['base64 of no text', { data_base64: Buffer.from([0xff, 0xfe]).toString('base64') }, '/data_base64'],
    ['base64 of no JSON', { data_base64: Buffer.from('{').toString('base64') }, '/data_base64'],
    ['base64 of what is no object', { data_base64: base64(7) }, '/data'],
    ['base64 and data', { data_base64: base64(data), data }, ''],
    ['a NUL within base64', { data_base64: base64({ ...data, queue: '\u0000' }) }, '/queue'],
    ['another content type', { data_base64: base64(data), datacontenttype: 'text/plain' }, '/datacontenttype'],
  ])('%s is refused', async (id, more, path) => {
    const { status, body } = await post({ ...attributes(id), ...more }, CLOUDEVENT);
    expect([status, body.rejected?.[0]?.path]).toEqual([400, path]);
  });

  const headersOf = (id: string): Record<string, string> =>
    Object.fromEntries(Object.entries(attributes(id)).map(([name, value]) => [`ce-${name}`, value]));

  test.each([
    ['application/json', 'plain'],
    ['APPLICATION/JSON; Charset=UTF-8', 'upper'],
    ['application/vnd.example+json', 'suffix'],
    ['text/json', 'text'],
  ])('binary mode with %s', async (type, id) => {
    expect(await post(data, { ...headersOf(id), 'content-type': type })).toEqual(accepted);
    expect(await agentOf(id)).toEqual(TOLD);
  });

  test('binary mode: values are percent-encoded or quoted, and data may be absent', async () => {
    const headers = { ...headersOf('x'), 'ce-subject': 'Zo%C3%AB%20%251', 'ce-source': '"a \\"b\\""' };
    expect(await post(data, { ...headers, 'content-type': 'application/json' })).toEqual(accepted);
    expect(await agentOf(encodeURIComponent('Zoë %1'))).toEqual(TOLD);
    expect(await post(undefined, { ...headers, 'ce-id': 'y', 'ce-type': 'call.answered' })).toEqual(accepted);
  });

  test('binary mode: what is refused is kept as an event that can be tried again', async () => {
    const headers = { ...headersOf('kept'), 'content-type': 'application/json' };
    const wrong = await post({ ...data, direction: 'sideways' }, headers);
    expect(wrong).toMatchObject({ status: 400, body: { rejected: [{ id: 'kept', path: '/data/direction' }] } });
    expect(await post('{"direction":', headers)).toMatchObject({
      status: 400,
      body: { rejected: [{ code: 'invalid_json', path: '/data' }] },
    });
    const { body } = await running.main.request('GET', '/v1/quarantine?limit=2');
    const events = (body as { events: { event: string }[] }).events.map(({ event }) => JSON.parse(event) as object);
    expect(events).toMatchObject([{ id: 'kept' }, { id: 'kept', data: { direction: 'sideways' } }]);
  });

  test.each([
    ['application/cloudevents+json', 'APPLICATION/CloudEvents+JSON; charset=utf-8', (event: object) => event],
    ['application/cloudevents-batch+json', 'Application/CloudEvents-Batch+json', (event: object) => [event]],
    ['application/x-ndjson', 'Application/X-NDJSON; charset=utf-8', (event: object) => `${JSON.stringify(event)}\n`],
  ])('%s in any case, with parameters', async (name, type, wrap) => {
    expect(await post(wrap({ ...attributes(name), data }), { 'content-type': type })).toEqual(accepted);
  });

  test.each([
    ['no content type', {}],
    ['a text', { 'content-type': 'text/plain' }],
    ['a text in binary mode', { ...headersOf('t'), 'content-type': 'text/plain' }],
    ['JSON of another kind', { 'content-type': 'application/vnd.example+json' }],
  ])('415 for %s names what is taken', async (_, headers) => {
    const { status, body } = await post('{}', headers);
    expect(status).toBe(415);
    for (const type of ['application/cloudevents+json', 'application/json', 'application/x-ndjson', 'binary mode'])
      expect(body.error?.message).toContain(type);
  });
});
