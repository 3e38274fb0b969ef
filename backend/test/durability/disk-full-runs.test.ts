import type { Run } from '@callsight/contract/reports/run';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEvent, microsOf } from '../support/events/event.js';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';
import { MailServer } from '../reporting/smtp/mail-server.js';
import { DAILY_REPORT } from './daily-report.js';

const folder = mkdtempSync(join(tmpdir(), 'callsight-full-runs-'));
beforeAll(() => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'callsight-test', folder]));
afterAll(() => {
  execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
});

test('a run whose state cannot be stored sends nothing it cannot answer for, and goes on when there is room', async () => {
  let answer: () => void = () => undefined;
  let isAsked = false;
  // The answer to the first recipient waits until the disk is full.
  const mails = await MailServer.start({
    onRcptTo: (_address, _session, done) => {
      isAsked = true;
      answer = done;
    },
  });
  const service = await ServiceProcess.startOn(join(folder, 'data'), {
    CALLSIGHT_MIN_FREE_BYTES: '0',
    CALLSIGHT_SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
    CALLSIGHT_MAIL_FROM: 'reports@firm.example',
  });
  const runOf = async (id: string): Promise<Run> => (await service.main.get(`/v1/runs/${id}`)) as Run;
  const takesEvents = async (id: string): Promise<boolean> => {
    const event = callEvent(
      'call.started',
      id,
      microsOf('2026-03-01T00:00:00Z'),
      { direction: 'inbound', agent: { id: 'a' } },
      id,
    );
    return (await service.main.request('POST', '/v1/events', [event])).status === 202;
  };
  try {
    await service.main.request('POST', '/v1/reports', DAILY_REPORT);
    const recipients = [{ email: 'anna@firm.example' }];
    const { body } = await service.main.request('POST', '/v1/reports/daily/runs', { formats: ['html'], recipients });
    const { id } = body as Run;
    await until(() => Promise.resolve(isAsked));
    const { bavail, bsize } = await statfs(folder);
    await writeFile(join(folder, 'filler'), Buffer.alloc(bavail * bsize));
    // Whoever sends events meets the full disk, too.
    await until(async () => !(await takesEvents('full')));
    answer();
    // The mark before the last byte could not be stored: the server has no mail.
    await until(async () => !(await takesEvents('still-full')));
    expect(mails.received).toEqual([]);
    await rm(join(folder, 'filler'));
    await until(() => takesEvents('room'));
    // It is tried again after a minute.
    answer = () => undefined;
    isAsked = false;
    await until(() => Promise.resolve(isAsked), 90);
    answer();
    await until(async () => (await runOf(id)).finished_at !== null);
    expect(await runOf(id)).toMatchObject({ status: 'sent', deliveries: [{ status: 'sent', attempts: 2 }] });
    expect(mails.received.map(({ to }) => to)).toEqual([['anna@firm.example']]);
    await service.stop();
  } finally {
    await service.remove();
    await mails.stop();
  }
}, 180_000);
