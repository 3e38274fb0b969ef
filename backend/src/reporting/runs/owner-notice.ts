import { html } from '../../lib/html/html.js';
import type { Millis } from '../../lib/time/units.js';
import type { Mailbox, MailMessage } from '../mail/message.js';
import type { StoredRun } from './run-store.js';

/** What the owner of a schedule is told of a run that failed. */
export function ownerNotice(run: StoredRun, owner: string, from: Mailbox, at: Millis): MailMessage {
  const { id, title, schedule = '', planned_at: planned, period, reason = 'no reason is known', attempts } = run;
  const lines = [
    `The report "${title}" of the schedule "${schedule}", planned for ${planned}, was not sent to everybody.`,
    `Reason: ${reason}`,
    `Period: ${period.from} to ${period.to}. Attempts: ${attempts}. Run: ${id}.`,
    'Its history on the Reports page shows what was made and who has got it, and sends it again.',
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
      </head>
      <body style="font-family:sans-serif;font-size:15px;line-height:23px">
        ${lines.map((line) => html`<p>${line}</p>`)}
      </body>
    </html>`;
  return {
    messageId: `<${id}.owner@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`,
    date: at,
    from,
    to: [{ email: owner }],
    subject: `Not sent: ${title}, planned for ${planned}`,
    html: page.text,
    text: `${lines.join('\n\n')}\n`,
    images: [],
    attachments: [],
  };
}
