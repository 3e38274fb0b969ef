import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { until } from '../../support/service/until.js';
import { ScriptedServer } from '../smtp/mail-server.js';
import { deliveriesOf, MailingFirm, PLANNED, REPORT, schedule } from './mailing-firm.js';

const DAY_MS = 86_400_000;

const firm = MailingFirm.forTests();

/** So many letters, without any that a ZIP could join. */
const prose = (letters: number): object => ({
  type: 'text',
  markdown: Array.from({ length: 4_000 }, (_, index) => `word${index}`)
    .join(' ')
    .slice(0, letters),
});

const FORMATS = ['pdf', 'xlsx', 'html', 'json', 'parquet', 'csv'];

test.each([
  ['the files', 'links', 1],
  ['the report itself', 'brief', 3],
])(
  '%s of a mail that would be too large: links go that open without a key, and the mail says why',
  async (_title, id, count) => {
    await firm.restart({ CALLSIGHT_MAIL_MAX_BYTES: '100000' });
    const sections = [...REPORT.sections, ...Array.from({ length: count }, () => prose(20_000))];
    await firm.put('reports', { ...REPORT, id, sections });
    const run = await firm.sent(id, [{ email: 'anna@firm.example' }], { report: id, formats: FORMATS });
    expect(run.status).toBe('sent');
    const [message, ...others] = await firm.received();
    expect(others).toEqual([]);
    expect(message?.mail.attachments.filter(({ disposition }) => disposition === 'attachment').length).toBe(0);
    const text = message?.mail.text ?? '';
    expect(text).toContain('too large');
    expect(text.includes('word0')).toBe(id === 'links');
    for (const { url } of run.artifacts) {
      expect(text.replaceAll(/\s/g, '')).toContain(url);
      expect(await firm.statusOf(url)).toBe(200);
    }
  },
  60_000,
);

test('domains that are not permitted any more get nothing, and it is shown', async () => {
  await firm.sent('domains', [{ email: 'anna@firm.example' }, { email: 'dora@other.example' }]);
  await firm.restart({ CALLSIGHT_MAIL_DOMAINS: 'firm.example' });
  await firm.received();
  await firm.at(PLANNED + DAY_MS);
  await until(async () => (await firm.runOf('domains'))?.planned_at === '2026-11-28T07:00:00.000Z');
  const run = await firm.ended('domains');
  expect(deliveriesOf(run)).toEqual({ 'anna@firm.example': 'sent', 'dora@other.example': 'refused' });
  expect((await firm.received()).flatMap(({ to }) => to).filter((to) => to.endsWith('other.example'))).toEqual([]);
  expect(
    await firm.service.main.request('POST', '/v1/schedules', schedule('outside', [{ email: 'x@other.example' }])),
  ).toMatchObject({ status: 400 });
  expect(
    await firm.service.main.request('POST', '/v1/schedules/domains/test', { to: 'x@other.example' }),
  ).toMatchObject({
    status: 400,
  });
}, 60_000);

test('a message whose answer is lost is sent once more with the same Message-ID; lost again, it is unknown, and the owner is told', async () => {
  const broken = await ScriptedServer.start({ end: 'cut' });
  try {
    await firm.restart({ CALLSIGHT_SMTP_URL: `smtp://127.0.0.1:${broken.port}` });
    await firm.begin('lost', [{ email: 'anna@firm.example' }], { owner: 'owner@firm.example' });
    await until(async () => deliveriesOf(await firm.runOf('lost'))['anna@firm.example'] === 'retrying');
    firm.service.now += 10_000;
    const run = await firm.ended('lost');
    expect(run).toMatchObject({ status: 'failed', deliveries: [{ status: 'unknown', attempts: 2 }] });
    // Twice the report, once the notice to the owner.
    await until(() => Promise.resolve(broken.steps.filter((step) => step === 'DATA').length >= 3));
  } finally {
    await broken.stop();
  }
}, 60_000);

test('targets of the settings get a run as addresses do: a folder its files, a webhook its links; what is away is tried again', async () => {
  const folder = join(firm.service.folder, 'out');
  const posts: { readonly signature: string; readonly body: string }[] = [];
  let status = 503;
  const hook = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      posts.push({ signature: String(request.headers['callsight-signature']), body });
      response.writeHead(status).end();
    });
  });
  hook.listen(0, '127.0.0.1');
  await once(hook, 'listening');
  const file = join(firm.service.folder, 'targets.yaml');
  const { port } = hook.address() as AddressInfo;
  const secret = 'a-secret-of-the-webhook';
  await writeFile(
    file,
    JSON.stringify({
      targets: [
        { name: 'archive', kind: 'folder', path: folder },
        { name: 'hook', kind: 'webhook', url: `http://127.0.0.1:${port}/reports`, secret },
      ],
    }),
  );
  try {
    await firm.restart({ CALLSIGHT_TARGETS_FILE: file, CALLSIGHT_TARGETS_PRIVATE: 'true' });
    expect(await firm.service.main.get('/v1/delivery-targets')).toEqual({
      targets: [
        { name: 'archive', kind: 'folder' },
        { name: 'hook', kind: 'webhook' },
      ],
    });
    await firm.begin('targets', [], { targets: ['archive', 'hook'], formats: ['csv', 'html'] });
    await until(async () => deliveriesOf(await firm.runOf('targets'))['hook'] === 'retrying');
    status = 200;
    firm.service.now += 60_000;
    const run = await firm.ended('targets');
    expect([run.status, deliveriesOf(run)]).toEqual(['sent', { archive: 'sent', hook: 'sent' }]);
    const names = (await readdir(folder, { recursive: true }))
      .filter((name) => /\.(?:csv|html)$/.test(name))
      .map((name) => basename(name));
    expect(names.sort()).toEqual(run.artifacts.map(({ name }) => name).sort());
    const { signature, body } = posts.at(-1) ?? { signature: '', body: '{}' };
    const [, seconds = ''] = /^t=(\d+),/.exec(signature) ?? [];
    expect(signature).toBe(
      `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
    );
    const told = JSON.parse(body) as { run: string; artifacts: { url: string }[] };
    expect(told.run).toBe(run.id);
    for (const { url } of told.artifacts) expect(await firm.statusOf(url)).toBe(200);
  } finally {
    hook.close();
  }
}, 60_000);

test('a section that cannot be calculated: after three attempts the report goes marked, or not at all', async () => {
  await firm.restart();
  const sections = [
    ...REPORT.sections,
    { type: 'attribution', title: 'Sources', attribution: { model: 'no_such_model', groupBy: ['source'] } },
  ];
  await firm.put('reports', { ...REPORT, id: 'broken', sections });
  const recipients = [{ email: 'anna@firm.example' }];
  const sent = await firm.sent('marked', recipients, { report: 'broken' });
  expect(sent).toMatchObject({
    status: 'sent',
    attempts: 3,
    reason: expect.stringContaining('no_such_model') as string,
  });
  const [message] = await firm.received();
  expect(message?.mail.subject).toMatch(/^\[incomplete\] Calls of the day/);
  expect(message?.mail.text).toContain('Sources');
  const failed = await firm.sent('withheld', recipients, { report: 'broken', incomplete: 'fail' });
  expect(failed).toMatchObject({ status: 'failed', attempts: 3, deliveries: [{ status: 'failed', attempts: 0 }] });
  expect(await firm.received()).toEqual([]);
}, 60_000);
