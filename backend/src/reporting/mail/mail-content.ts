import { html, type Markup } from '../../lib/html/html.js';
import { Format } from '../words/format.js';
import { mailWordsOf } from '../words/mail-words.js';
import { lines, paint, row } from './mail-blocks.js';
import { wrap } from './mail-text.js';
import { plainText } from './plain-text.js';
import type { MailContent, MailExtras, RenderedMail } from './rendered-mail.js';

/** What a subject is made of where nothing else is wanted; differs by period, so that mail programs do not join two weeks. */
const SUBJECT = '{title}: {period}';

/** Longer ones are cut by mail programs in any case. */
const MAX_SUBJECT = 250;

function subjectOf({ subjectParts, isIncomplete, locale }: RenderedMail, template: string): string {
  const text = template.replaceAll(
    /\{(title|period|account)\}/g,
    (_, name: keyof typeof subjectParts) => subjectParts[name],
  );
  const line = plainText(text).replaceAll(/\s+/g, ' ').trim();
  return `${isIncomplete ? `${mailWordsOf(locale).incomplete} ` : ''}${line}`.slice(0, MAX_SUBJECT);
}

/** Links of a file that a reader may open: never another scheme. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

/** Something that is said to single recipients, as HTML and as text. */
interface Said {
  readonly html: Markup;
  readonly text: string;
}

const ROW = 'padding:20px 24px 0';
const PROSE = 'font-size:15px;line-height:23px';

function messageOf(message: string): Said {
  const plain = plainText(message);
  return { html: row(html`<div ${paint(['text'], PROSE)}>${lines(plain)}</div>`, ROW), text: wrap(plain) };
}

function lateness({ locale, timezone, plannedAt }: RenderedMail): Said {
  const text = mailWordsOf(locale).late(new Format(locale, timezone).date(plannedAt, 'date-time'));
  return { html: row(html`<div ${paint(['muted'], PROSE)}>${text}</div>`, ROW), text: wrap(text) };
}

function filesOf(
  { locale, timezone }: RenderedMail,
  { links, areTooLarge, expiresAt }: NonNullable<MailExtras['files']>,
): Said[] {
  const words = mailWordsOf(locale);
  const safe = links.filter(({ url }) => isWebAddress(url));
  if (safe.length === 0) return [];
  const until = words.filesUntil(new Format(locale, timezone).date(expiresAt, 'date'));
  const sentence = areTooLarge ? `${words.filesTooLarge} ${until}` : until;
  return [
    {
      html: row(
        html`<div ${paint(['soft', 'text'], 'border-radius:8px;padding:12px 14px;font-size:14px;line-height:22px')}>
          <strong>${words.files}</strong><br />
          ${safe.map(({ name, url }) => html`<a href="${url}" ${paint(['accent'])}>${name}</a><br />`)}
          <span ${paint(['muted'], 'font-size:13px')}>${sentence}</span>
        </div>`,
        ROW,
      ),
      text: [words.files, ...safe.map(({ name, url }) => `- ${name}\n  ${url}`), wrap(sentence)].join('\n'),
    },
  ];
}

/** What stands between the top and the report. */
const before = (mail: RenderedMail, { message, isLate, files }: MailExtras): Said[] => [
  ...(message === undefined ? [] : [messageOf(message)]),
  ...(isLate === true ? [lateness(mail)] : []),
  ...(files === undefined ? [] : filesOf(mail, files)),
];

/** The mail with what is said to those who get it: subject, message, links to files, the way to unsubscribe. */
export function mailContent(mail: RenderedMail, extras: MailExtras): MailContent {
  const words = mailWordsOf(mail.locale);
  const said = before(mail, extras);
  const { unsubscribeUrl } = extras;
  const unsubscribe =
    unsubscribeUrl !== undefined && isWebAddress(unsubscribeUrl)
      ? html`<div ${paint(['muted'], 'font-size:12px;line-height:18px;padding-top:6px')}>
          <a href="${unsubscribeUrl}" ${paint(['muted'])}>${words.unsubscribe}</a>
        </div>`
      : undefined;
  const inner = html`${said.map(({ html: markup }) => markup)}`.text;
  return {
    subject: subjectOf(mail, extras.subject ?? SUBJECT),
    html: packed(`${mail.html.top}${inner}${mail.html.report}${unsubscribe?.text ?? ''}${mail.html.end}`),
    text: [
      mail.text.top + said.map(({ text }) => `\n${text}\n`).join('') + mail.text.report,
      ...(unsubscribe === undefined ? [] : [`${words.unsubscribe}:\n${unsubscribeUrl ?? ''}\n`]),
    ].join('\n'),
    images: mail.images,
  };
}

/** Without the blanks of the templates; lines stay short enough for every mail server. */
export const packed = (markup: string): string => plainText(markup).replaceAll(/\s*\n\s*/g, '\n');
