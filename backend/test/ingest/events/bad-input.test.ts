/* eslint-disable max-lines -- one table of bad input with the error of each */
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import type { IngestAnswer } from '@callsight/contract/events/verdict';
import { TEST_KEY } from '../../support/service/service-under-test.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const JSON_TYPE = 'application/json';

const good = (id: string): Record<string, unknown> => ({
  specversion: '1.0',
  id,
  source: 'bad-input',
  type: 'call.started',
  subject: `call-${id}`,
  time: '2026-05-01T11:00:00Z',
  data: { direction: 'inbound', agent: { id: 'a1' } },
});

const running = TestService.forTests(NOW);
let url: string;
beforeAll(async () => {
  url = await running.listen();
});

const post = (body: string | Uint8Array, type = JSON_TYPE, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/events`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${TEST_KEY}`, 'content-type': type, ...headers },
  });

async function verdict(body: string | Uint8Array, type = JSON_TYPE): Promise<{ status: number; answer: IngestAnswer }> {
  const response = await post(body, type);
  return { status: response.status, answer: (await response.json()) as IngestAnswer };
}

async function codeOf(event: unknown): Promise<string | undefined> {
  const { status, answer } = await verdict(JSON.stringify(event));
  expect(status).toBe(400);
  expect(answer).toMatchObject({ accepted: 0, duplicates: 0 });
  return answer.rejected[0]?.code;
}

describe('events that are refused', () => {
  it.each<[string, unknown, string]>([
    ['no object', 42, 'not_an_object'],
    ['null', null, 'not_an_object'],
    ['a string', 'call.started', 'not_an_object'],
    ['an unknown type', { ...good('1'), type: 'call.exploded' }, 'unknown_type'],
    ['a type of the prototype', { ...good('1'), type: 'constructor' }, 'unknown_type'],
    ['no subject', { ...good('1'), subject: undefined }, 'missing_subject'],
    ['an empty subject', { ...good('1'), subject: '' }, 'invalid_envelope'],
    ['a subject of another type', { ...good('1'), subject: { id: 1 } }, 'invalid_envelope'],
    ['an old version', { ...good('1'), specversion: '0.3' }, 'invalid_envelope'],
    ['no time', { ...good('1'), time: undefined }, 'invalid_envelope'],
    ['a time without a zone', { ...good('1'), time: '2026-05-01T11:00:00' }, 'invalid_envelope'],
    ['a day that does not exist', { ...good('1'), time: '2026-02-30T11:00:00Z' }, 'invalid_envelope'],
    ['a time in epoch seconds', { ...good('1'), time: 1_777_000_000 }, 'invalid_envelope'],
    ['a time far ahead', { ...good('1'), time: '2026-05-01T12:06:00Z' }, 'time_in_future'],
    ['a time long ago', { ...good('1'), time: '1969-12-31T23:59:59Z' }, 'time_out_of_range'],
    ['data of another type', { ...good('1'), data: 'inbound' }, 'invalid_envelope'],
    ['a wrong direction', { ...good('1'), data: { direction: 'sideways', agent: { id: 'a' } } }, 'invalid_data'],
    ['no agent', { ...good('1'), data: { direction: 'inbound' } }, 'invalid_data'],
    ['an id with a line break', { ...good('1'), id: 'a\nb' }, 'invalid_envelope'],
    ['an id with a NUL', { ...good('1'), id: 'a\u0000b' }, 'invalid_unicode'],
    ['half a surrogate pair', { ...good('1'), subject: 'call-\ud800' }, 'invalid_unicode'],
    [
      'half a surrogate pair deep inside',
      { ...good('1'), data: { direction: 'inbound', agent: { id: 'a', name: '\udfff' } } },
      'invalid_unicode',
    ],
    ['an id that is too long', { ...good('1'), id: 'x'.repeat(257) }, 'invalid_envelope'],
  ])('%s', async (_title, event, code) => {
    expect(await codeOf(event)).toBe(code);
  });

  it('names what would be valid', async () => {
    const { answer } = await verdict(JSON.stringify({ ...good('1'), type: 'call.start' }));
    expect(answer.rejected[0]).toEqual({
      index: 0,
      id: '1',
      code: 'unknown_type',
      message: expect.stringContaining('call.started') as string,
      path: '/type',
    });
  });

  it('leaves the good ones of a batch alone, and keeps the bad ones with their reason', async () => {
    const { status, answer } = await verdict(
      JSON.stringify([good('m1'), { ...good('m2'), type: 'nope' }, 7, good('m3')]),
    );
    expect(status).toBe(202);
    expect(answer).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(answer.rejected.map(({ index, id, code }) => ({ index, id, code }))).toEqual([
      { index: 1, id: 'm2', code: 'unknown_type' },
      { index: 2, id: null, code: 'not_an_object' },
    ]);
    const { body } = await running.main.request('GET', '/v1/quarantine?limit=2');
    const { events } = body as { events: { code: string; event: string }[] };
    expect(events.map(({ code }) => code)).toEqual(['not_an_object', 'unknown_type']);
    expect(JSON.parse(events[1]!.event)).toMatchObject({ id: 'm2', type: 'nope' });
  });

  it('counts a repeat within a batch and across batches once', async () => {
    expect((await verdict(JSON.stringify([good('d1'), good('d1')]))).answer).toMatchObject({
      accepted: 1,
      duplicates: 1,
    });
    expect((await verdict(JSON.stringify({ ...good('d1'), subject: 'another-call' }))).answer).toMatchObject({
      accepted: 0,
      duplicates: 1,
    });
  });
});

describe('bodies that cannot be read', () => {
  it.each([
    ['broken JSON', '{"specversion":"1.0",', JSON_TYPE, 'invalid_json'],
    ['nothing', '', JSON_TYPE, 'invalid_json'],
    ['an array where one event is announced', '[]', 'application/cloudevents+json', 'not_an_object'],
    ['one event where an array is announced', '{}', 'application/cloudevents-batch+json', 'not_an_array'],
  ])('%s', async (_title, body, type, code) => {
    const { status, answer } = await verdict(body, type);
    expect(status).toBe(400);
    expect(answer.rejected.map((one) => one.code)).toEqual([code]);
  });

  it('bytes that are not UTF-8', async () => {
    const { answer } = await verdict(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(answer.rejected[0]?.code).toBe('invalid_utf8');
  });

  it('never repeats what stands around the fault', async () => {
    const { answer } = await verdict('{"from":"+4930123456",,}');
    expect(JSON.stringify(answer)).not.toContain('4930');
  });

  it.each([['text/plain'], ['application/xml'], ['multipart/form-data; boundary=x']])(
    'refuses %s with 415',
    async (type) => {
      const response = await post('{}', type);
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ error: { code: 'unsupported_media_type' } });
    },
  );

  it('refuses a compressed body with 415', async () => {
    expect((await post('{}', JSON_TYPE, { 'content-encoding': 'gzip' })).status).toBe(415);
  });

  it('takes a charset after the content type', async () => {
    expect((await verdict(JSON.stringify(good('charset')), 'application/json; charset=utf-8')).status).toBe(202);
  });

  it('takes an empty batch', async () => {
    expect(await verdict('[]')).toEqual({ status: 202, answer: { accepted: 0, duplicates: 0, rejected: [] } });
  });
});

describe('hostile shapes', () => {
  it('survives nesting of a hundred thousand levels, around an event and within it', async () => {
    const depth = 100_000;
    const nest = '['.repeat(depth) + ']'.repeat(depth);
    expect((await verdict(nest)).answer.rejected[0]?.code).toBe('not_an_object');
    const inside = JSON.stringify({
      ...good('deep'),
      data: { direction: 'inbound', agent: { id: 'a' }, extra: 'HERE' },
    }).replace('"HERE"', nest);
    expect((await verdict(inside)).answer.accepted).toBe(1);
    const bad = JSON.stringify({ ...good('deep2'), type: 'nope', data: { extra: 'HERE' } }).replace('"HERE"', nest);
    expect((await verdict(`[${bad}]`)).answer.rejected[0]?.code).toBe('unknown_type');
  });

  it('takes __proto__ for a field like any other', async () => {
    const event = JSON.stringify(good('proto')).replace(
      '"data":{',
      '"data":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    expect((await verdict(event)).status).toBe(202);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const attributes = JSON.stringify({
      ...good('proto2'),
      data: { direction: 'inbound', agent: { id: 'a' }, attributes: 'HERE' },
    }).replace('"HERE"', '{"__proto__":"x","plan":"y"}');
    expect((await verdict(attributes)).status).toBe(202);
  });

  it.each([
    ['with its length announced', { 'content-length': String(100 << 20) }],
    ['in chunks', {}],
  ])('answers 413 to a body of 100 MB %s, without holding it in memory', async (_title, length) => {
    const before = process.memoryUsage().rss;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { authorization: `Bearer ${TEST_KEY}`, 'content-type': JSON_TYPE, ...length };
      const sending = httpRequest(`${url}/v1/events`, { method: 'POST', headers });
      sending.on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sending.on('error', reject);
      const piece = Buffer.alloc(1 << 20, ' ');
      let sent = 0;
      const more = (): void => {
        while (sent < 100) {
          sent += 1;
          if (!sending.write(piece)) {
            sending.once('drain', more);
            return;
          }
        }
        sending.end();
      };
      more();
    });
    expect(status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(120 << 20);
  });

  it('passes over a line of NDJSON that never ends, and takes those around it', async () => {
    const long = JSON.stringify({ ...good('long'), extra: 'x'.repeat(3 << 20) });
    const { status, answer } = await verdict(
      `${JSON.stringify(good('n1'))}\n${long}\n\n${JSON.stringify(good('n2'))}`,
      'application/x-ndjson',
    );
    expect(status).toBe(202);
    expect(answer.accepted).toBe(2);
    expect(answer.rejected).toMatchObject([{ index: 1, code: 'event_too_large' }]);
  });

  it('keeps the lines of an upload that breaks off, and goes on', async () => {
    const { hostname, port } = new URL(url);
    const lines = Array.from({ length: 50 }, (_, index) => JSON.stringify(good(`cut-${index}`))).join('\n') + '\n';
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TEST_KEY}\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n${lines}`,
          () => socket.destroy(),
        );
      });
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
    });
    const { status, answer } = await verdict(lines, 'application/x-ndjson');
    expect(status).toBe(202);
    expect(answer.accepted + answer.duplicates).toBe(50);
  });

  it('ends an upload that comes too slowly, and goes on', async () => {
    const strict = await TestService.start(NOW, { CALLSIGHT_REQUEST_TIMEOUT_SECONDS: '1' });
    const { port, hostname } = new URL(await strict.listen());
    const answer = await new Promise<string>((resolve) => {
      let received = '';
      const socket = connect(Number(port), hostname, () => {
        socket.write(
          `POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${TEST_KEY}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[`,
        );
      });
      socket.on('data', (piece: Buffer) => (received += piece.toString()));
      socket.on('close', () => resolve(received));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await strict.main.request('GET', '/readyz')).status).toBe(200);
    await strict.remove();
  });

  it('lists a thousand refused lines and counts the others', async () => {
    const { status, answer } = await verdict('{"bad":true}\n'.repeat(1_500), 'application/x-ndjson');
    expect(status).toBe(400);
    expect(answer.rejected).toHaveLength(1_000);
    expect(answer.rejected_omitted).toBe(500);
  });
});

describe('who may', () => {
  it('401 without a key or with a wrong one, 403 with a key of another scope', async () => {
    expect(
      (await fetch(`${url}/v1/events`, { method: 'POST', body: '{}', headers: { 'content-type': JSON_TYPE } })).status,
    ).toBe(401);
    expect((await post('{}', JSON_TYPE, { authorization: 'Bearer wrong' })).status).toBe(401);
    const { body } = await running.main.request('POST', '/v1/keys', { name: 'reader', scopes: ['query'] });
    const response = await post('{}', JSON_TYPE, { authorization: `Bearer ${(body as { key: string }).key}` });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: 'missing_scope' } });
  });

  it('a revoked and an expired key open nothing', async () => {
    const make = async (more: object) =>
      (await running.main.request('POST', '/v1/keys', { name: 'k', scopes: ['query'], ...more })).body as {
        key: string;
        id: string;
      };
    const revoked = await make({});
    await running.main.request('DELETE', `/v1/keys/${revoked.id}`);
    const expired = await make({ expires_at: '2026-05-01T11:59:59Z' });
    for (const { key } of [revoked, expired]) {
      expect((await fetch(`${url}/v1/catalogue`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
    }
  });
});

describe('quarantine', () => {
  it('an event is replayed once what was wrong with it is mended', async () => {
    const tenant = await running.tenant();
    await tenant.request('POST', '/v1/events', { ...good('late'), time: '2026-05-01T12:30:00Z' });
    const list = async () =>
      ((await tenant.request('GET', '/v1/quarantine')).body as { events: { id: string }[] }).events;
    const [entry] = await list();
    expect((await tenant.request('POST', `/v1/quarantine/${entry!.id}/replay`)).status).toBe(409);
    running.now = Date.parse('2026-05-01T12:40:00Z');
    expect((await tenant.request('POST', '/v1/quarantine/replay')).body).toEqual({ replayed: 1, refused: 0 });
    running.now = NOW;
    expect(await list()).toEqual([]);
  });

  it('shows and deletes', async () => {
    const tenant = await running.tenant();
    await tenant.request('POST', '/v1/events', { nonsense: true });
    const { events } = (await tenant.request('GET', '/v1/quarantine')).body as { events: { id: string }[] };
    const path = `/v1/quarantine/${events[0]!.id}`;
    expect((await tenant.request('GET', path)).body).toMatchObject({
      code: 'invalid_envelope',
      event: '{"nonsense":true}',
    });
    expect((await tenant.request('DELETE', path)).status).toBe(204);
    expect((await tenant.request('GET', path)).status).toBe(404);
  });
});
