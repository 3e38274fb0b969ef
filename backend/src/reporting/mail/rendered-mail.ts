import type { Millis } from '../../lib/time/units.js';

/** A picture of a mail. */
export interface MailImage {
  /** Content-ID without angle brackets; `cid:` in the HTML names it. */
  readonly cid: string;
  readonly png: Uint8Array;
  /** CSS pixels; the picture has twice as many. */
  readonly width: number;
  readonly height: number;
  readonly alt: string;
}

/** Text before what is said to single recipients, the report itself, and what stands below it. */
interface Parts {
  readonly top: string;
  readonly report: string;
  readonly end: string;
}

/**
 * A report as a mail, as far as all who get it in this language, zone and of these calls get the same.
 * `mailContent` adds what differs.
 */
export interface RenderedMail {
  readonly locale: string;
  readonly timezone: string;
  readonly subjectParts: { readonly title: string; readonly period: string; readonly account: string };
  readonly plannedAt: Millis;
  readonly isIncomplete: boolean;
  readonly html: Parts;
  readonly text: Parts;
  readonly images: readonly MailImage[];
}

/** What the mails of one report do not have in common. */
export interface MailExtras {
  /** With `{title}`, `{period}` and `{account}`; "{title}: {period}" if absent. */
  readonly subject?: string | undefined;
  /** Of the sender, above the report: plain text. */
  readonly message?: string | undefined;
  /** Whether the mail says that it comes later than it was planned. */
  readonly isLate?: boolean | undefined;
  readonly files?:
    | {
        readonly links: readonly { readonly name: string; readonly url: string }[];
        readonly expiresAt: Millis;
        /** Whether the links stand in the place of attachments that would have been too large. */
        readonly areTooLarge: boolean;
      }
    | undefined;
  readonly unsubscribeUrl?: string | undefined;
}

/** A mail as a recipient sees it. */
export interface MailContent {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly images: readonly MailImage[];
}
