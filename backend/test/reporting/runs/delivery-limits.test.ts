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
