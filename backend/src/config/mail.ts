import { createPrivateKey } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { isEmailAddress } from '../lib/text/email-address.js';
import type { Mailbox } from '../reporting/mail/message.js';
import type { SmtpLogin, SmtpSettings } from '../reporting/smtp/smtp-settings.js';
import type { Environment } from './environment.js';

/** Reports by mail. */
export interface MailConfig {
  /** Undefined: no mail is sent. */
  readonly smtp: SmtpSettings | undefined;
  readonly from: Mailbox;
  /** Domains that mail may go to; empty: all. */
  readonly domains: readonly string[];
}

const URL_NAME = 'CALLSIGHT_SMTP_URL';
const OAUTH = 'CALLSIGHT_SMTP_OAUTH_';

/** Of a sender that was not set: a domain that never exists, so that no mail comes back to anybody. */
const NO_SENDER: Mailbox = { email: 'callsight@callsight.invalid', name: 'Callsight' };

/** Time for a whole mail, as a multiple of the longest silence: servers look into attachments before they answer. */
const DEADLINE_SILENCES = 5;

/** `Name <address>` or the address alone. @returns undefined for what is neither */
function mailbox(text: string): Mailbox | undefined {
  const [, name, bracketed] = /^\s*"?([^"<>\r\n]*?)"?\s*<([^<>\r\n]+)>\s*$/.exec(text) ?? [];
  const email = (bracketed ?? text).trim();
  if (!isEmailAddress(email)) return undefined;
  return name === undefined || name === '' ? { email } : { email, name };
}

function readFrom(env: Environment): Mailbox {
  const text = env.optional('CALLSIGHT_MAIL_FROM');
  if (text === undefined) return NO_SENDER;
  const from = mailbox(text);
  if (from === undefined)
    env.errors.push('CALLSIGHT_MAIL_FROM: expected an address such as Callsight <reports@example.com>');
  return from ?? NO_SENDER;
}

function readDomains(env: Environment): string[] {
  const domains = env
    .text('CALLSIGHT_MAIL_DOMAINS', '')
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  for (const domain of domains) {
    const plain = domain.replace(/^\*\./, '');
    if (!/^[^\s@/:*]+\.[^\s@/:*]+$/.test(plain) || domainToASCII(plain) === '')
      env.errors.push(`CALLSIGHT_MAIL_DOMAINS: "${domain}" is no domain, such as example.com or *.example.com`);
  }
  return domains;
}

/** Address of the server; what is wrong with it is told without the password in it. */
function readServer(env: Environment, text: string) {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === '';
  if (!isPlain || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '') {
    env.errors.push(`${URL_NAME}: expected an address such as smtp://user:password@mail.example.com:587`);
    return undefined;
  }
  // Port 465 is encrypted from the first byte on (RFC 8314).
  const isTls = url.protocol === 'smtps:' || url.port === '465';
  const [user, password] = [url.username, url.password].map((part) => (part === '' ? undefined : decoded(env, part)));
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isTls ? 465 : 587),
    isTls,
    user,
    password,
  };
}

function decoded(env: Environment, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    env.errors.push(`${URL_NAME}: user and password have "%" written as "%25"`);
    return '';
  }
}

/** All are read in any case, so that a misspelt one is found. @returns undefined where no client is set */
function readOauth2(env: Environment) {
  const values = {
    clientId: env.optional(`${OAUTH}CLIENT_ID`),
    clientSecret: env.secret(`${OAUTH}CLIENT_SECRET`),
    refreshToken: env.secret(`${OAUTH}REFRESH_TOKEN`),
    tokenUrl: env.optional(`${OAUTH}URL`),
  };
  const { clientId, clientSecret = '', refreshToken = '', tokenUrl = '' } = values;
  if (tokenUrl !== '' && (!URL.canParse(tokenUrl) || new URL(tokenUrl).protocol !== 'https:'))
    env.errors.push(`${OAUTH}URL: expected an address such as https://oauth2.example.com/token`);
  if (clientId === undefined) return undefined;
  if (Object.values(values).includes(undefined))
    env.errors.push(`${OAUTH}CLIENT_ID: needs _CLIENT_SECRET, _REFRESH_TOKEN and _URL beside it`);
  return { clientId, clientSecret, refreshToken, tokenUrl };
}

interface Credentials {
  readonly user: string | undefined;
  readonly password: string | undefined;
}

/** An access token goes before a password. */
function readLogin(env: Environment, server: Credentials): SmtpLogin | undefined {
  const user = env.optional('CALLSIGHT_SMTP_USER') ?? server.user;
  const password = env.secret('CALLSIGHT_SMTP_PASSWORD') ?? server.password;
  const file = env.optional('CALLSIGHT_SMTP_ACCESS_TOKEN_FILE');
  const oauth2 = readOauth2(env);
  if (user === undefined && (oauth2 !== undefined || file !== undefined))
    env.errors.push('CALLSIGHT_SMTP_USER: needed to log in to the mail server with an access token');
  if (user === undefined) return undefined;
  if (file !== undefined) return { kind: 'access-token', user, file };
  if (oauth2 !== undefined) return { kind: 'oauth2', user, ...oauth2 };
  // A set of containers has a file for a password in any case, which is empty where there is none.
  return password === undefined ? undefined : { kind: 'password', user, password };
}

function readDkim(env: Environment): SmtpSettings['dkim'] {
  const [domain, selector] = [env.optional('CALLSIGHT_DKIM_DOMAIN'), env.optional('CALLSIGHT_DKIM_SELECTOR')];
  const key = env.secret('CALLSIGHT_DKIM_KEY');
  if (key !== undefined && !isPrivateKey(key)) env.errors.push('CALLSIGHT_DKIM_KEY: expected a private key in PEM');
  if (domain === undefined) return undefined;
  if (selector === undefined || key === undefined) {
    env.errors.push('CALLSIGHT_DKIM_DOMAIN: needs CALLSIGHT_DKIM_SELECTOR and CALLSIGHT_DKIM_KEY beside it');
    return undefined;
  }
  return { domain, selector, key };
}

function isPrivateKey(key: string): boolean {
  try {
    createPrivateKey(key);
    return true;
  } catch {
    return false;
  }
}

/** Settings of mail. Without an address of a server nothing is sent; a report can still be rendered as a mail. */
export function readMail(env: Environment): MailConfig {
  const text = env.secret(URL_NAME);
  const server = text === undefined ? undefined : readServer(env, text);
  const login = readLogin(env, server ?? { user: undefined, password: undefined });
  const silenceMs = env.number('CALLSIGHT_SMTP_TIMEOUT_SECONDS', 120, 1, 3_600) * 1_000;
  const settings = {
    startTls: env.choice('CALLSIGHT_SMTP_TLS', 'required', ['required', 'opportunistic', 'off']),
    ca: env.file('CALLSIGHT_SMTP_CA_FILE'),
    dkim: readDkim(env),
    maxBytes: env.integer('CALLSIGHT_MAIL_MAX_BYTES', 10_485_760, 100_000, 157_286_400),
    silenceMs,
    deadlineMs: silenceMs * DEADLINE_SILENCES,
  };
  const from = readFrom(env);
  if (server !== undefined && from === NO_SENDER && env.optional('CALLSIGHT_MAIL_FROM') === undefined)
    env.errors.push(`CALLSIGHT_MAIL_FROM: needed for ${URL_NAME}`);
  const smtp =
    server === undefined
      ? undefined
      : { host: server.host, port: server.port, isTls: server.isTls, login, ...settings };
  return { smtp, from, domains: readDomains(env) };
}
