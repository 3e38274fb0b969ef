import type { Millis } from '../../lib/time/units.js';

/** How the service shows a mail server who it is. */
export type SmtpLogin =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** An access token that something else keeps fresh; the file is read for each mail. */
  | { readonly kind: 'access-token'; readonly user: string; readonly file: string }
  | {
      readonly kind: 'oauth2';
      readonly user: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
      /** Where access tokens are had. */
      readonly tokenUrl: string;
    };

/** A mail server, and how it is spoken to. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** Encrypted from the first byte on (`smtps:`). */
  readonly isTls: boolean;
  /** Without `smtps:`: encryption is demanded, taken if it is offered, or not used. */
  readonly startTls: 'required' | 'opportunistic' | 'off';
  /** Certificates in PEM, in the place of those of the system. */
  readonly ca: string | undefined;
  readonly login: SmtpLogin | undefined;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly key: string } | undefined;
  /** Largest message, as it goes over the wire. */
  readonly maxBytes: number;
  /** A server that is silent for so long is given up. */
  readonly silenceMs: Millis;
  /** Time for a whole mail. */
  readonly deadlineMs: Millis;
}
