import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TargetDefinition } from '../../../src/reporting/targets/target.js';
import { NOW, patient, report, SECRET, targets } from './sample-report.js';

interface Posted {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly path: string | undefined;
}

/** A web server that keeps what is posted to it. */
async function receiver(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const posted: Posted[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      posted.push({ headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url });
      answer(response, request);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { posted, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

const open: { stop(): Promise<void> }[] = [];
const opened = <T extends { stop(): Promise<void> }>(one: T): T => {
  open.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

const webhook = (url: string): TargetDefinition => ({
  name: 'hook',
  tenant: 'main',
  kind: 'webhook',
  url,
  secret: SECRET,
});
const ok = (response: ServerResponse): void => {
  response.end('ok');
};

describe('a webhook', () => {
  test('gets the run with links, signed with the time', async () => {
    const server = opened(await receiver(ok));
    const outcome = await targets(webhook(`${server.url}/in?a=1`)).send('main', 'hook', report(), patient);
    expect(outcome).toEqual({ address: 'hook', status: 'sent', code: 200, message: 'HTTP 200' });
    const [{ headers, body, path } = { headers: {}, body: '', path: '' }] = server.posted;
    expect(path).toBe('/in?a=1');
    expect(headers['content-type']).toBe('application/json');
    expect(headers['idempotency-key']).toBe('0n5tq2');
    const seconds = NOW / 1_000;
    const expected = createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex');
    expect(headers['callsight-signature']).toBe(`t=${seconds},v1=${expected}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'report.made',
      run: '0n5tq2',
      report: 'weekly',
      title: 'Weekly <report> & more',
      planned_at: '2026-11-30T07:00:00.000Z',
      period: { from: '2026-11-23T00:00:00.000Z', to: '2026-11-30T00:00:00.000Z', text: '23 – 29 November 2026' },
      incomplete: false,
      artifacts: [
        {
          format: 'csv',
          name: 'wöchentlich_1.csv',
          bytes: 10,
          url: expect.stringContaining('signature='),
          expires_at: '2027-02-28T00:00:00.000Z',
        },
        { format: 'pdf' },
      ],
    });
  });

  test.each([
    [204, 'sent'],
    [400, 'refused'],
    [404, 'refused'],
    [410, 'refused'],
    [408, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('that answers %i: %s', async (code, status) => {
    const server = opened(await receiver((response) => response.writeHead(code).end('secret answer')));
    const outcome = await targets(webhook(server.url)).send('main', 'hook', report(), patient);
    expect(outcome).toEqual({ address: 'hook', status, code, message: `HTTP ${code}` });
  });

  test('that leads elsewhere gets nothing there', async () => {
    const other = opened(await receiver(ok));
    const server = opened(await receiver((response) => response.writeHead(307, { location: other.url }).end()));
    expect(await targets(webhook(server.url)).send('main', 'hook', report(), patient)).toMatchObject({
      status: 'refused',
      code: 307,
    });
    expect(other.posted).toEqual([]);
  });

  test('in a private network gets nothing unless that is allowed', async () => {
    const server = opened(await receiver(ok));
    const outcome = await targets(webhook(server.url), { allowsPrivate: false }).send(
      'main',
      'hook',
      report(),
      patient,
    );
    expect(outcome).toEqual({ address: 'hook', status: 'refused', message: 'the address is not a public one' });
    expect(server.posted).toEqual([]);
  });

  test('that is not there is tried again, and its address is not told', async () => {
    const server = await receiver(ok);
    await server.stop();
    const outcome = await targets(webhook(server.url)).send('main', 'hook', report(), patient);
    expect(outcome).toEqual({ address: 'hook', status: 'retry', message: 'ECONNREFUSED' });
  });

  test('that says nothing to a message, or hangs up, may have it', async () => {
    const silent = opened(await receiver(() => undefined));
    expect(await targets(webhook(silent.url), { postMs: 200 }).send('main', 'hook', report(), patient)).toMatchObject({
      status: 'unknown',
    });
    const cut = opened(await receiver((_, request) => request.socket.destroy()));
    expect(await targets(webhook(cut.url)).send('main', 'hook', report(), patient)).toMatchObject({
      status: 'unknown',
      message: 'ECONNRESET',
    });
  });

  test('is left when the attempt is ended', async () => {
    const controller = new AbortController();
    const server = opened(await receiver(() => controller.abort(new Error('stopping'))));
    await expect(targets(webhook(server.url)).send('main', 'hook', report(), controller.signal)).rejects.toThrow(
      'stopping',
    );
  });

  test('of another tenant is none', async () => {
    const one = targets(webhook('http://127.0.0.1:1'));
    expect(await one.send('other', 'hook', report(), patient)).toEqual({
      address: 'hook',
      status: 'refused',
      message: 'there is no such target',
    });
    expect([one.of('main'), one.of('other')]).toEqual([[{ name: 'hook', kind: 'webhook' }], []]);
  });
});

describe('Slack', () => {
  const slack = (url: string): TargetDefinition => ({ name: 'team', tenant: 'main', kind: 'slack', url });

  test('gets title, period, findings, figures and links, in which nothing of people is markup', async () => {
    const server = opened(await receiver(ok));
    const outcome = await targets(slack(`${server.url}/services/T0/B0/key`)).send(
      'main',
      'team',
      report({ isIncomplete: true }),
      patient,
    );
    expect(outcome).toMatchObject({ address: 'team', status: 'sent', code: 200 });
    const body = JSON.parse(server.posted[0]?.body ?? '') as {
      text: string;
      blocks: { type: string; text?: { text: string } }[];
    };
    expect(body.text).toBe('[incomplete] Weekly &lt;report&gt; &amp; more: 23 – 29 November 2026');
    expect(body.blocks.map(({ type }) => type)).toEqual(['header', 'context', 'section', 'section', 'section']);
    expect(body.blocks[0]?.text?.text).toBe('[incomplete] Weekly <report> & more');
    expect(body.blocks[2]?.text?.text).toBe('• Calls rose to 432, +8.5% &lt;!channel&gt;');
    expect(body.blocks[3]?.text?.text).toBe('Calls: 432 ▲ 8.5%\nNet revenue: €7,633.52 ▼ 9.7%');
    expect(body.blocks[4]?.text?.text.split('\n')[0]).toBe(
      '<https://calls.example.com/v1/runs/0n5tq2/artifacts/csv?expires=1&signature=a%3D%7Cx|wöchentlich_1.csv>',
    );
  });

  test('has blocks within its limits', async () => {
    const server = opened(await receiver(ok));
    const long = report({
      title: 'x'.repeat(300),
      findings: Array.from({ length: 20 }, () => '<'.repeat(200)),
      figures: [],
      files: [],
    });
    await targets(slack(server.url)).send('main', 'team', long, patient);
    const { blocks } = JSON.parse(server.posted[0]?.body ?? '') as {
      blocks: { type: string; text?: { text: string } }[];
    };
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'context', 'section']);
    expect(blocks[0]?.text?.text.length).toBe(150);
    const section = blocks[2]?.text?.text ?? '';
    expect(section.length).toBeLessThanOrEqual(3_000);
    expect(section.split('\n').every((line) => /^• (?:&lt;)+$/.test(line))).toBe(true);
  });

  test('that refuses is told in its words', async () => {
    const server = opened(await receiver((response) => response.writeHead(404).end('channel_not_found')));
    const outcome = await targets(slack(`${server.url}/services/key`)).send('main', 'team', report(), patient);
    expect(outcome).toEqual({ address: 'team', status: 'refused', code: 404, message: 'HTTP 404: channel_not_found' });
  });
});
