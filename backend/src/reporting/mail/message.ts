import { createHash } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Millis } from '../../lib/time/units.js';
import { plainText } from './plain-text.js';
import type { MailContent } from './rendered-mail.js';

/** An address with the name of whom it belongs to. */
export interface Mailbox {
  readonly email: string;
  readonly name?: string | undefined;
}

/** A file that goes with a mail. */
interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** A mail before it is written out. */
export interface MailMessage extends MailContent {
  /** With angle brackets; the same when it is sent again, so that nobody sees it twice. */
  readonly messageId: string;
  readonly date: Millis;
  readonly from: Mailbox;
  readonly to: readonly Mailbox[];
  readonly cc?: readonly Mailbox[] | undefined;
  readonly replyTo?: Mailbox | undefined;
  readonly attachments: readonly Attachment[];
  /** Where mail programs post to unsubscribe with one click (RFC 8058). */
  readonly unsubscribe?: { readonly url: string } | undefined;
}

/** On one line: what would be a header of its own stays part of the text. */
const oneLine = (text: string): string => plainText(text).replaceAll(/\s+/g, ' ').trim();

const addressOf = ({ email, name }: Mailbox) => ({ address: oneLine(email), name: oneLine(name ?? '') });

/** Names that file systems and mail programs take. */
const fileName = (name: string): string => oneLine(name).replaceAll(/[/\\"]/g, '-');

/**
 * The message as it goes over the wire (RFC 5322), the same bytes each time. Who gets a blind copy is in the envelope
 * alone.
 */
export async function composeMessage(message: MailMessage): Promise<Buffer> {
  const {
    messageId,
    date,
    from,
    to,
    cc = [],
    replyTo,
    subject,
    html,
    text,
    images,
    attachments,
    unsubscribe,
  } = message;
  const composer = new MailComposer({
    messageId: oneLine(messageId),
    date: new Date(date),
    from: addressOf(from),
    to: to.map(addressOf),
    ...(cc.length === 0 ? {} : { cc: cc.map(addressOf) }),
    ...(replyTo === undefined ? {} : { replyTo: addressOf(replyTo) }),
    subject: oneLine(subject),
    text,
    html,
    attachments: [
      ...images.map(({ cid, png }, index) => ({
        cid,
        filename: `chart-${index + 1}.png`,
        contentType: 'image/png',
        contentDisposition: 'inline',
        content: Buffer.from(png),
      })),
      ...attachments.map(({ name, contentType, body }) => ({
        filename: fileName(name),
        contentType,
        contentDisposition: 'attachment',
        content: Buffer.from(body),
      })),
    ],
    headers: {
      // Programs that answer by themselves, such as notes of absence, do not answer this (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe === undefined
        ? {}
        : {
            'List-Unsubscribe': { prepared: true, value: `<${new URL(unsubscribe.url).href}>` },
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24),
    newline: 'win',
  });
  return composer.compile().build();
}
