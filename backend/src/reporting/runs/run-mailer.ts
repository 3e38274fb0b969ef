import type { Recipient } from '@callsight/contract/reports/recipient';
import type { Delivery } from '@callsight/contract/reports/delivery';
import { QueryError } from '../../analytics/catalogue/language/query-error.js';
import type { BlobStore } from '../../storage/blobs/blob-store.js';
import { MINUTE_MS } from '../../lib/time/durations.js';
import type { Clock, Millis } from '../../lib/time/units.js';
import { allowList } from '../mail/allow-list.js';
import { mailContent } from '../mail/mail-content.js';
import type { Mailbox, MailMessage } from '../mail/message.js';
import type { MailExtras, RenderedMail } from '../mail/rendered-mail.js';
import type { MailSender } from '../smtp/mail-sender.js';
import type { DeliveryOutcome } from '../smtp/outcome.js';
import { ownerNotice } from './owner-notice.js';
import { readAll } from './read-blob.js';
import type { StoredArtifact, StoredRun } from './run-store.js';
import type { Mailer, Parcel } from './send-run.js';
import { linkTo, type Links } from './shown-run.js';
import { readMailParts } from './stored-mail.js';

/** A report that comes later than this says so. */
const LATE_S = (15 * MINUTE_MS) / 1_000;

/** Time to tell an owner; nobody waits for it. */
const OWNER_MS = 2 * MINUTE_MS;

/** Base64, with its line ends. */
const ENCODED = 1.37;

interface Dependencies extends Links {
  readonly sender: MailSender | undefined;
  readonly from: Mailbox;
  /** Domains that mail may go to; empty: all. */
  readonly domains: readonly string[];
  readonly blobs: Pick<BlobStore, 'get'>;
  /** Where somebody can leave a schedule. */
  readonly leaveUrl: (tenant: string, schedule: string, hash: string) => string;
  readonly clock: Clock;
}

const SIZES = ['whole', 'links', 'brief'] as const;
type Size = (typeof SIZES)[number];

/** The top and the end of a mail alone. */
const briefOf = (mail: RenderedMail): RenderedMail => ({
  ...mail,
  html: { ...mail.html, report: '' },
  text: { ...mail.text, report: '' },
  images: [],
});

/** A mail that belongs to no run. */
interface AloneMail {
  readonly mail: RenderedMail;
  readonly files: MailMessage['attachments'];
  readonly extras: MailExtras;
  readonly replyTo: string | undefined;
  readonly messageId: string;
}

const mailboxOf = ({ email, name }: Recipient): Mailbox => (name === undefined ? { email } : { email, name });

/** Composes the messages of runs and sends them. */
export class RunMailer implements Mailer {
  readonly #dependencies: Dependencies;
  readonly #allowed: ReturnType<typeof allowList>;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
    this.#allowed = allowList(dependencies.domains, dependencies.from.email);
  }

  get obstacle(): string | undefined {
    return this.#dependencies.sender === undefined
      ? 'mail is not configured; set CALLSIGHT_SMTP_URL and CALLSIGHT_MAIL_FROM'
      : undefined;
  }

  isAllowed(address: string): boolean {
    return this.#allowed.permits(address);
  }

  isExternal(address: string): boolean {
    return this.#allowed.isExternal(address);
  }

  /** Domain of the sender, as it stands in Message-IDs. */
  get domain(): string {
    const { email } = this.#dependencies.from;
    return email.slice(email.lastIndexOf('@') + 1);
  }

  messageIdOf({ run, part }: Pick<Parcel, 'run' | 'part'>): string {
    return `<${run.id}.${part}@${this.domain}>`;
  }

  async send(
    parcel: Parcel,
    onLastByte: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<readonly DeliveryOutcome[]> {
    const { sender } = this.#dependencies;
    if (sender === undefined) throw new Error('mail is not configured');
    const files = filesOf(parcel);
    const isTooLarge = files.reduce((bytes, file) => bytes + file.bytes, 0) * ENCODED > sender.maxBytes;
    const done = new Map<string, DeliveryOutcome>();
    let left = parcel.envelope;
    // What does not go through as a whole goes with links in the place of files, and then without the report itself.
    for (const size of SIZES) {
      if (size === 'whole' && isTooLarge) continue;
      const message = await this.#message(parcel, files, size);
      const outcomes = await sender.send(message, left, signal, onLastByte);
      for (const outcome of outcomes) done.set(outcome.address, outcome);
      left = outcomes.flatMap((one) => (one.isTooLarge === true ? [one.address] : []));
      if (left.length === 0) break;
    }
    return [...done.values()];
  }

  /** Tells the owner of a schedule that its run has failed; nothing where no mail can be sent. */
  async tellOwner(run: StoredRun): Promise<void> {
    const { sender, from, clock } = this.#dependencies;
    const { owner } = run.order;
    if (sender === undefined || owner === undefined || !this.isAllowed(owner)) return;
    const signal = AbortSignal.timeout(OWNER_MS);
    const [outcome] = await sender.send(ownerNotice(run, owner, from, clock()), [owner], signal);
    if (outcome?.status !== 'sent') throw new Error(outcome?.message ?? 'there was no answer');
  }

  /** Sends a report to one address, with the files that were made of it; who gets it cannot leave anything by it. */
  async sendAlone(
    { mail, files, extras, replyTo, messageId }: AloneMail,
    to: string,
    signal: AbortSignal,
  ): Promise<Delivery> {
    const { sender, from, clock } = this.#dependencies;
    if (sender === undefined) throw new QueryError('mail_not_configured', this.obstacle ?? '');
    const message: MailMessage = {
      ...mailContent(mail, extras),
      messageId,
      date: clock(),
      from,
      to: [{ email: to }],
      replyTo: replyTo === undefined ? undefined : { email: replyTo },
      attachments: files,
    };
    const [outcome] = await sender.send(message, [to], signal);
    if (outcome === undefined) throw new Error('an address has an outcome');
    return deliveryOf(outcome, messageId, clock());
  }

  async #message(parcel: Parcel, files: readonly StoredArtifact[], size: Size): Promise<MailMessage> {
    const { run, variant, recipients, leaves } = parcel;
    const { from, blobs, leaveUrl } = this.#dependencies;
    const key = run.mails[variant];
    if (key === undefined) throw new Error('a run that is sent has a mail for each variant');
    const whole = await readMailParts(key, blobs);
    const mail = size === 'brief' ? briefOf(whole) : whole;
    const hasLinks = size !== 'whole';
    const url = leaves === undefined ? undefined : leaveUrl(run.tenant, leaves.schedule, leaves.hash);
    const { order } = run;
    const extras: MailExtras = {
      subject: order.subject,
      message: order.message,
      isLate: run.late_s > LATE_S,
      files: hasLinks && files.length > 0 ? this.#links(run, files) : undefined,
      unsubscribeUrl: url,
    };
    const attachments = hasLinks
      ? []
      : await Promise.all(
          files.map(async ({ name, contentType, key: file }) => ({
            name,
            contentType,
            body: await readAll(file, blobs),
          })),
        );
    const of = (kind: 'to' | 'cc'): Mailbox[] => recipients.filter((one) => (one.kind ?? 'to') === kind).map(mailboxOf);
    return {
      ...mailContent(mail, extras),
      messageId: this.messageIdOf(parcel),
      // The same each time that it is sent, as the Message-ID is.
      date: Date.parse(run.created_at),
      from,
      to: of('to'),
      cc: of('cc'),
      replyTo: order.replyTo === undefined ? undefined : { email: order.replyTo },
      attachments,
      unsubscribe: url === undefined ? undefined : { url },
    };
  }

  #links(run: StoredRun, files: readonly StoredArtifact[]): NonNullable<MailExtras['files']> {
    const links = files.map((file) => ({ name: file.name, ...linkTo(run, file, this.#dependencies) }));
    const expiresAt = Math.min(...links.map((link) => link.expiresAt)) as Millis;
    return { links, expiresAt, areTooLarge: true };
  }
}

/** Files that go with a message: those of its variant, without the message itself. */
const filesOf = ({ run, variant }: Parcel): readonly StoredArtifact[] =>
  run.artifacts.filter((one) => (one.variant ?? 0) === variant && one.format !== 'mail');

/** How an outcome is told where nothing is tried again. */
const deliveryOf = (
  { address: to, status, code, message }: DeliveryOutcome,
  messageId: string,
  at: Millis,
): Delivery => ({
  to,
  status: status === 'retry' ? 'failed' : status,
  ...(code === undefined ? {} : { code }),
  message,
  message_id: messageId,
  attempts: 1,
  at: new Date(at).toISOString(),
});
