import type { MailMessage } from '../../../src/reporting/mail/message.js';
import type { SmtpSettings } from '../../../src/reporting/smtp/smtp-settings.js';

/** A mail with a picture. */
export const mail = (further: Partial<MailMessage> = {}): MailMessage => ({
  messageId: '<one@example.com>',
  date: Date.UTC(2026, 10, 27, 5),
  from: { email: 'reports@example.com', name: 'Callsight' },
  to: [{ email: 'anna@example.com', name: 'Anna Müller' }],
  subject: 'Wochenbericht: 16.–22. November 2026',
  html: '<p>432 Anrufe</p><img src="cid:chart-1@callsight" alt="Anrufe" width="1" height="1" />',
  text: '432 Anrufe\n',
  images: [{ cid: 'chart-1@callsight', png: Buffer.from('89504e47', 'hex'), width: 1, height: 1, alt: 'Anrufe' }],
  attachments: [],
  ...further,
});

/** How the servers of the tests are spoken to. */
export const settings = (port: number, further: Partial<SmtpSettings> = {}): SmtpSettings => ({
  host: '127.0.0.1',
  port,
  isTls: false,
  startTls: 'required',
  ca: undefined,
  login: undefined,
  dkim: undefined,
  maxBytes: 1 << 20,
  silenceMs: 5_000,
  deadlineMs: 20_000,
  ...further,
});

/** Never aborted. */
export const patient = new AbortController().signal;
