import type { Run } from '@callsight/contract/reports/run';
import type { Email } from 'postal-mime';
import { until } from '../../support/service/until.js';
import { deliveriesOf, MailingFirm, PUBLIC_URL, schedule } from './mailing-firm.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const firm = MailingFirm.forTests();

const header = (mail: Email | undefined, key: string): string | undefined =>
  mail?.headers.find((one) => one.key === key)?.value;

test('those of the house get one message, each other one a message that can be left; nobody sees blind copies', async () => {
  const run = await firm.sent(
    'kinds',
    [
      { email: 'anna@firm.example', name: 'Anna Bauer' },
      { email: 'ben@firm.example', kind: 'cc' },
      { email: 'carl@firm.example', kind: 'bcc' },
      { email: 'dora@other.example' },
    ],
    { reply_to: 'ops@firm.example', subject: '{title} | {period}', message: 'Good morning' },
  );
  expect(run).toMatchObject({
    status: 'sent',
    deliveries: [1, 2, 3, 4].map(() => ({ status: 'sent', code: 250, attempts: 1 })),
  });
  const messages = (await firm.received()).sort((a, b) => b.to.length - a.to.length);
  expect(messages.map(({ to }) => to)).toEqual([
    ['anna@firm.example', 'ben@firm.example', 'carl@firm.example'],
    ['dora@other.example'],
  ]);
  const [house, other] = messages.map(({ mail }) => mail);
  expect(house).toMatchObject({
    from: { address: 'reports@firm.example', name: 'Callsight' },
    to: [{ address: 'anna@firm.example', name: 'Anna Bauer' }],
    cc: [{ address: 'ben@firm.example' }],
    replyTo: [{ address: 'ops@firm.example' }],
    subject: expect.stringMatching(/^Calls of the day \| .*26/) as string,
    attachments: [
      { mimeType: 'application/pdf', filename: expect.stringMatching(/^calls-of-the-day_2026-11-26\.pdf$/) as string },
    ],
    text: expect.stringContaining('Good morning') as string,
  });
  expect(header(house, 'list-unsubscribe')).toBeUndefined();
  expect(header(other, 'list-unsubscribe')).toMatch(
    /^<https:\/\/calls\.firm\.example\/v1\/unsubscribe\/kinds\/[0-9a-f]{32}\?/,
  );
  expect(header(other, 'list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(JSON.stringify(other)).not.toContain('dora@other.example?');
  expect(house?.messageId).not.toBe(other?.messageId);
}, 60_000);

/** The number of calls, and the language, of the report that a mail has as JSON. */
function callsIn({ attachments: [file] }: Email): readonly [number | undefined, string] {
  const { sections, language } = JSON.parse(Buffer.from(file?.content as ArrayBuffer).toString()) as {
    readonly language: string;
    readonly sections: readonly { content: { tiles: { figure: { value: number } }[] } }[];
  };
  return [sections[0]?.content.tiles[0]?.figure.value, language];
}

/** A link to what one recipient gets opens nothing of another one. */
async function expectOwnLinks({ artifacts }: Run): Promise<void> {
  const [first, second] = artifacts.filter(({ variant }) => variant !== undefined).map(({ url }) => new URL(url));
  if (first === undefined || second === undefined) throw new Error('there are two variants');
  expect(await firm.statusOf(first.href)).toBe(200);
  first.pathname = second.pathname;
  expect(await firm.statusOf(first.href)).toBe(403);
}

test('seventeen recipients with filters of their own get their own numbers', async () => {
  const recipients = Array.from({ length: 17 }, (_, agent) => ({
    email: `team${agent + 1}@firm.example`,
    filters: [{ dimension: 'agent', op: 'in', values: [`agent-${agent + 1}`] }],
    ...(agent % 2 === 0 ? {} : { locale: 'de' }),
  }));
  const run = await firm.sent('teams', recipients, { formats: ['json'] });
  expect(run.status).toBe('sent');
  const numbers = (await firm.received()).map(({ to, mail }) => [to[0], ...callsIn(mail)]);
  expect(numbers.sort()).toEqual(
    recipients.map(({ email }, agent) => [email, agent + 1, agent % 2 === 0 ? 'en' : 'de']).sort(),
  );
  await expectOwnLinks(run);
}, 120_000);

test('each address has its own outcome; only what may still succeed is tried again, with the same Message-ID', async () => {
  firm.refusals.set('gone@firm.example', [550, '5.1.1 no such user']);
  firm.refusals.set('later@firm.example', [451, '4.7.1 try again later']);
  await firm.begin(
    'outcomes',
    ['ok', 'gone', 'later'].map((name) => ({ email: `${name}@firm.example` })),
  );
  await until(async () => deliveriesOf(await firm.runOf('outcomes'))['later@firm.example'] === 'retrying');
  expect(deliveriesOf(await firm.runOf('outcomes'))).toEqual({
    'ok@firm.example': 'sent',
    'gone@firm.example': 'refused',
    'later@firm.example': 'retrying',
  });
  const [first] = await firm.received();
  expect(first?.to).toEqual(['ok@firm.example']);
  firm.refusals.delete('later@firm.example');
  firm.service.now += MINUTE_MS;
  const run = await firm.ended('outcomes');
  expect(deliveriesOf(run)['later@firm.example']).toBe('sent');
  expect(run).toMatchObject({
    status: 'failed',
    reason: expect.stringContaining('gone@firm.example: refused, 550 5.1.1') as string,
  });
  const [again, ...others] = await firm.received();
  expect([again?.to, others]).toEqual([['later@firm.example'], []]);
  expect(again?.mail.messageId).toBe(first?.mail.messageId);
  expect(again?.mail.to?.map(({ address }) => address)).toEqual(first?.mail.to?.map(({ address }) => address));
}, 60_000);

test('who did not get it can get it again, and who did gets a new message', async () => {
  firm.refusals.set('second@firm.example', [550, '5.1.1 no such user']);
  const run = await firm.sent('again', [{ email: 'first@firm.example' }, { email: 'second@firm.example' }]);
  const [original] = await firm.received();
  firm.refusals.clear();
  const resend = async (only: unknown): Promise<void> => {
    expect(await firm.service.main.request('POST', `/v1/runs/${run.id}/resend`, { only })).toMatchObject({
      status: 202,
    });
    await firm.ended('again');
  };
  await resend('failed');
  expect((await firm.runOf('again'))?.status).toBe('sent');
  const [failed, ...rest] = await firm.received();
  expect([failed?.to, rest]).toEqual([['second@firm.example'], []]);
  expect(await firm.service.main.request('POST', `/v1/runs/${run.id}/resend`, { only: 'failed' })).toMatchObject({
    status: 409,
  });
  await resend(['first@firm.example']);
  const [repeated] = await firm.received();
  expect(repeated?.to).toEqual(['first@firm.example']);
  expect(repeated?.mail.messageId).not.toBe(original?.mail.messageId);
  expect(await firm.service.main.request('POST', `/v1/runs/${run.id}/resend`, { only: ['x@y.example'] })).toMatchObject(
    {
      status: 409,
    },
  );
}, 60_000);

test('leaving: looking at the link changes nothing, posting to it does, and tests can be left by nobody', async () => {
  await firm.sent('leaving', [{ email: 'eve@other.example' }, { email: 'anna@firm.example' }]);
  const outside = (await firm.received()).find(({ to }) => to[0] === 'eve@other.example')?.mail;
  const link = header(outside, 'list-unsubscribe')?.slice(1, -1) ?? '';
  expect(outside?.html).toContain(link.replaceAll('&', '&amp;'));
  const url = link.slice(PUBLIC_URL.length);
  const looked = await firm.service.app.inject({ method: 'GET', url });
  expect([looked.statusCode, looked.headers['content-security-policy']]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  expect(looked.body).toContain('<form method="post">');
  const next = async (): Promise<Run> => {
    firm.service.now += DAY_MS;
    await firm.service.services.scheduler.round();
    return firm.ended('leaving');
  };
  expect(deliveriesOf(await next())['eve@other.example']).toBe('sent');
  const forged = url.replace('/leaving/', '/kinds/');
  expect((await firm.service.app.inject({ method: 'POST', url: forged, payload: '' })).statusCode).toBe(403);
  const left = await firm.service.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'List-Unsubscribe=One-Click',
  });
  expect([left.statusCode, left.body]).toEqual([200, expect.stringContaining('You have unsubscribed')]);
  await firm.received();
  const run = await next();
  expect([run.status, deliveriesOf(run)]).toEqual([
    'sent',
    { 'eve@other.example': 'unsubscribed', 'anna@firm.example': 'sent' },
  ]);
  expect((await firm.received()).map(({ to }) => to)).toEqual([['anna@firm.example']]);
  const tested = await firm.service.main.request('POST', '/v1/schedules/leaving/test', { to: 'eve@other.example' });
  expect(tested).toMatchObject({ status: 200, body: { to: 'eve@other.example', status: 'sent', code: 250 } });
  const [test] = await firm.received();
  expect(test?.mail.headers.some(({ key }) => key === 'list-unsubscribe')).toBe(false);
  await firm.service.main.request('DELETE', '/v1/schedules/leaving');
}, 60_000);

test('a test says what the mail server answered, and is no run', async () => {
  await firm.put('schedules', schedule('tried', []));
  firm.refusals.set('gone@firm.example', [550, '5.1.1 no such user']);
  expect(
    (await firm.service.main.request('POST', '/v1/schedules/tried/test', { to: 'gone@firm.example' })).body,
  ).toMatchObject({
    status: 'refused',
    code: 550,
    message: '550 5.1.1 no such user',
  });
  expect(await firm.runOf('tried')).toBeUndefined();
}, 60_000);
