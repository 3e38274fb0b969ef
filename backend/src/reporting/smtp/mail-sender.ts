import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { domainToASCII } from 'node:url';
import DKIM from 'nodemailer/lib/dkim';
import SMTPConnection, { type SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import { composeMessage, type MailMessage } from '../mail/message.js';
import { outcomesOf, type Outcome } from './outcome.js';
import type { SmtpLogin, SmtpSettings } from './smtp-settings.js';
import { Transcript } from './transcript.js';

/** Headers that a signature covers; those to unsubscribe have to be among them (RFC 8058). */
const SIGNED =
  'from:reply-to:to:cc:subject:date:message-id:mime-version:content-type:auto-submitted:list-unsubscribe:list-unsubscribe-post';

/** A server that does not say goodbye is left. */
const CLOSE_MS = 500;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** A server that is told credentials, or is asked to, has to be this one or to encrypt. */
function demandOf({ host, isTls, startTls, login }: SmtpSettings): 'tls' | 'required' | 'opportunistic' | 'off' {
  if (isTls) return 'tls';
  if (startTls === 'off') return 'off';
  if (LOOPBACK.test(host)) return 'opportunistic';
  return startTls === 'required' || login !== undefined ? 'required' : 'opportunistic';
}

const START_TLS = {
  tls: { secure: true, ignoreTLS: true },
  required: { secure: false, requireTLS: true },
  opportunistic: { secure: false, opportunisticTLS: true },
  off: { secure: false, ignoreTLS: true },
} as const;

function tlsOptions(settings: SmtpSettings) {
  const { ca } = settings;
  const demand = demandOf(settings);
  // Who would take the mail without encryption gains nothing by refusing a certificate (RFC 7435).
  const isTrusting = demand === 'opportunistic' && ca === undefined;
  return {
    ...START_TLS[demand],
    tls: {
      minVersion: 'TLSv1.2' as const,
      ...(ca === undefined ? {} : { ca }),
      ...(isTrusting ? { rejectUnauthorized: false } : {}),
    },
  };
}

/** Addresses as servers take them that know no letters beyond ASCII in domains. */
function wireAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1)) || address.slice(at + 1)}`;
}

/** What must not be repeated, whatever a server answers. */
function secretsOf(login: SmtpLogin | undefined): string[] {
  if (login === undefined || login.kind === 'access-token') return [];
  const plain = login.kind === 'password' ? [login.password] : [login.clientSecret, login.refreshToken];
  const combined = login.kind === 'password' ? [`\u0000${login.user}\u0000${login.password}`] : [];
  return [...plain, ...[...plain, ...combined].map((text) => Buffer.from(text).toString('base64'))];
}

interface Parcel {
  readonly from: string;
  readonly envelope: readonly string[];
  readonly encoded: Buffer;
  readonly onLastByte: () => Promise<void>;
}

/** The library writes the end of a message when its source has ended. */
async function* announced(encoded: Buffer, onLastByte: () => Promise<void>): AsyncGenerator<Buffer> {
  yield encoded;
  await onLastByte();
}

/** Sends mails over SMTP, each over a connection of its own. */
export class MailSender {
  readonly maxBytes: number;
  readonly #settings: SmtpSettings;
  readonly #login: SMTPConnectionAuth | undefined;
  readonly #dkim: DKIM | undefined;
  readonly #hide: (text: string) => string;

  constructor(settings: SmtpSettings) {
    const { maxBytes, login, dkim } = settings;
    this.maxBytes = maxBytes;
    this.#settings = settings;
    this.#login = login === undefined ? undefined : authOf(login, settings);
    this.#dkim =
      dkim === undefined
        ? undefined
        : new DKIM({
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.key,
            headerFieldNames: SIGNED,
          });
    // The longest first, so that no part of one is left over from another.
    const secrets = secretsOf(login)
      .filter((secret) => secret.length > 3)
      .sort((a, b) => b.length - a.length);
    this.#hide = (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text);
  }

  /** How large a message is on the wire, attachments and their encoding included; bytes. */
  async encodedBytes(message: MailMessage): Promise<number> {
    return (await this.#encoded(message)).byteLength;
  }

  /**
   * Sends a message once, and says what became of it for each address. Whatever goes wrong is an outcome; nothing is tried again
   * here.
   * @param envelope addresses that get it, blind copies included
   * @param signal ends the attempt; what had gone by then is `unknown`
   * @param onLastByte awaited before the end of the message goes out, without which no server takes it as a message; what it
   *   throws ends the attempt
   */
  async send(
    message: MailMessage,
    envelope: readonly string[],
    signal: AbortSignal,
    onLastByte: () => Promise<void> = () => Promise.resolve(),
  ): Promise<readonly Outcome[]> {
    const transcript = new Transcript(this.#hide);
    const encoded = await this.#encoded(message);
    if (encoded.byteLength > this.maxBytes) {
      const why = `the message has ${encoded.byteLength} bytes; the settings allow ${this.maxBytes}`;
      return outcomesOf(transcript, envelope, { message: why, isTooLarge: true });
    }
    const deadline = AbortSignal.timeout(this.#settings.deadlineMs);
    try {
      const parcel = { from: message.from.email, envelope, encoded, onLastByte };
      await this.#converse(transcript, parcel, AbortSignal.any([signal, deadline]));
      return outcomesOf(transcript, envelope, undefined);
    } catch (error) {
      const late = deadline.aborted ? `the mail was not sent within ${this.#settings.deadlineMs / 1_000} s` : undefined;
      return outcomesOf(transcript, envelope, {
        message: late ?? this.#hide(messageOf(error)),
        isTooLarge: isOverSize(error),
      });
    }
  }

  async #encoded(message: MailMessage): Promise<Buffer> {
    const composed = await composeMessage(message);
    if (this.#dkim === undefined) return composed;
    const parts: Buffer[] = [];
    for await (const part of this.#dkim.sign(composed)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  }

  /** @throws when the conversation ends before the server has answered to the message */
  #converse(
    transcript: Transcript,
    { from, envelope, encoded, onLastByte }: Parcel,
    signal: AbortSignal,
  ): Promise<void> {
    const { host, port, silenceMs } = this.#settings;
    const connection = new SMTPConnection({
      host,
      port,
      ...tlsOptions(this.#settings),
      connectionTimeout: silenceMs,
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
      dnsTimeout: silenceMs,
      socketCloseTimeout: CLOSE_MS,
      // The addresses of the settings are the operator's choice, whatever network they lie in.
      allowInternalNetworkInterfaces: true,
      logger: transcript.logger,
      transactionLog: true,
    });
    return new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        reject(signal.reason instanceof Error ? signal.reason : new Error('it was canceled'));
        connection.close();
      };
      const end = (error: Error | null | undefined): void => {
        signal.removeEventListener('abort', abort);
        if (error === null || error === undefined) {
          resolve();
          connection.quit();
          setTimeout(() => connection.close(), CLOSE_MS).unref();
        } else {
          reject(error);
          connection.close();
        }
      };
      // It may come more than once, and after the end: an error without a listener would end the service.
      connection.on('error', end);
      connection.once('end', () => {
        end(new Error('the connection was closed'));
      });
      if (signal.aborted) {
        abort();
        return;
      }
      signal.addEventListener('abort', abort, { once: true });
      const next =
        (step: () => void) =>
        (error?: Error | null): void => {
          if (error instanceof Error) end(error);
          else step();
        };
      const to = envelope.map(wireAddress);
      const send = next(() => {
        const body = Readable.from(announced(encoded, onLastByte), { objectMode: false });
        connection.send({ from: wireAddress(from), to, size: encoded.byteLength }, body, end);
      });
      connection.connect(
        next(() => {
          if (this.#login === undefined) send();
          else connection.login(this.#login, send);
        }),
      );
    });
  }
}

function authOf(login: SmtpLogin, { silenceMs }: SmtpSettings): SMTPConnectionAuth {
  if (login.kind === 'password') return { user: login.user, credentials: { user: login.user, pass: login.password } };
  const oauth2 =
    login.kind === 'oauth2'
      ? new XOAuth2({
          user: login.user,
          clientId: login.clientId,
          clientSecret: login.clientSecret,
          refreshToken: login.refreshToken,
          accessUrl: login.tokenUrl,
          requestTimeout: silenceMs,
        })
      : new XOAuth2({
          user: login.user,
          provisionCallback: (_user, _renew, done) => {
            readFile(login.file, 'utf8').then(
              // It counts as expired at once, so that the file is read for each mail.
              (token) => done(null, token.trim(), 1),
              () => done(new Error('the file of the access token cannot be read')),
            );
          },
        });
  // Without a listener its errors would end the service; the login tells them.
  oauth2.on('error', () => undefined);
  return { user: login.user, method: 'XOAUTH2', oauth2 };
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 400);

/** The server named a limit in its greeting that the message is beyond. */
const isOverSize = (error: unknown): boolean =>
  error instanceof Error &&
  'command' in error &&
  error.command === 'MAIL FROM' &&
  'code' in error &&
  error.code === 'EMESSAGE';
