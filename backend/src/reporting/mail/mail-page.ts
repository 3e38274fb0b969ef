import { html, type Markup } from '../../lib/html/html.js';
import { SafeHtml } from '../../lib/html/safe-html.js';
import { DEFAULT_ACCENT, readableOn } from '../charts/palette.js';
import { aboutEntries } from '../document/about-entries.js';
import type { ReportDocument } from '../document/document.js';
import { FONT_STYLE, LAYOUT, paint, row } from './mail-blocks.js';
import { mailSection, type MailPage } from './mail-sections.js';
import { mailStyleSheet } from './mail-styles.js';
import type { MailImage, RenderedMail } from './rendered-mail.js';

/** Mail programs show it beside the subject. */
function previewOf(document: ReportDocument): string {
  for (const { content } of document.sections)
    if (content?.type === 'findings' && content.findings[0] !== undefined)
      return `${content.findings[0].headline} ${content.findings[0].rest}`;
  return document.period.text;
}

/** The band at the top has the colour of the account in every surrounding. */
function band(
  { title, account, branding, period, comparison }: ReportDocument,
  page: MailPage,
  logo: MailImage | undefined,
): SafeHtml {
  const ground = branding?.color ?? DEFAULT_ACCENT;
  const onBand = SafeHtml.trusted(`color:${readableOn(ground)}`);
  return html`<tr>
    <td class="pad" bgcolor="${ground}" style="background-color:${ground};padding:22px 24px">
      ${logo !== undefined && html`<img src="cid:${logo.cid}" width="${logo.width}" height="${logo.height}" alt="${logo.alt}" style="display:block;margin-bottom:12px" />`}
      <div style="font-size:14px;line-height:20px;${onBand}">${account}</div>
      <h1 class="title" style="${FONT_STYLE};font-size:25px;line-height:32px;font-weight:700;margin:6px 0;${onBand}">
        ${title}
      </h1>
      <div style="font-size:15px;line-height:22px;${onBand}">${period.text}</div>
      ${comparison !== undefined && html`<div style="font-size:13px;line-height:20px;${onBand}">${page.words.page.comparedWith} ${comparison.text}</div>`}
    </td>
  </tr>`;
}

function about(document: ReportDocument, { words }: MailPage, withDefinitions: boolean): SafeHtml {
  const small = 'font-size:13px;line-height:20px';
  const list = (title: string, items: readonly Markup[]): Markup =>
    items.length > 0 && [
      html`<h3 ${paint(['text'], 'font-size:14px;line-height:20px;margin:14px 0 4px')}>${title}</h3>`,
      items.map((item) => html`<div ${paint(['muted'], `${small};padding-bottom:3px`)}>${item}</div>`),
    ];
  const entries = aboutEntries(document).map(
    ([name, value]) => html`${name}: <span ${paint(['text'])}>${value}</span>`,
  );
  const definitions = withDefinitions
    ? document.definitions.map(
        ({ title, description }) => html`<span ${paint(['text'], 'font-weight:600')}>${title}:</span> ${description}`,
      )
    : [];
  return row(
    [
      html`<h2 ${paint(['text'], `${FONT_STYLE};font-size:18px;line-height:25px;font-weight:700;margin:0 0 6px`)}>
        ${words.titles.about}
      </h2>`,
      entries.map((item) => html`<div ${paint(['muted'], `${small};padding-bottom:3px`)}>${item}</div>`),
      list(words.about.reconciliation, document.reconciliationText),
      list(words.about.limits, document.limits),
      list(words.about.definitions, definitions),
    ],
    'padding:26px 24px 0',
  );
}

/** A link to unsubscribe may follow. */
function footer(document: ReportDocument, { words }: MailPage): SafeHtml {
  const { generated, timezone, dataUpTo, branding } = document;
  const texts = [
    `${words.page.generated} ${generated.text}`,
    words.page.timesIn(timezone),
    `${words.page.dataUpTo} ${dataUpTo.text}`,
    ...(branding?.footer === undefined ? [] : [branding.footer]),
  ];
  return row(
    [
      html`<div
        ${paint(['muted', 'line'], 'border-width:1px 0 0;border-style:solid;padding-top:12px;font-size:12px;line-height:18px')}
      >
        ${texts.join(' · ')}
      </div>`,
      SPLIT,
    ],
    'padding:26px 24px 24px',
  );
}

/** Where what differs between those who get the mail comes in. What people wrote cannot be it, as it is escaped. */
const SPLIT = SafeHtml.trusted('<!--split-->');

const CARD_STYLE = `${FONT_STYLE};max-width:600px;border-radius:12px;overflow:hidden`;

/** How much of the report a mail has room for. */
export interface MailRoom {
  readonly maxRows: number;
  /** Sections that are shown; the rest is named. */
  readonly sections: number;
  readonly definitions: boolean;
}

/** The HTML of a mail in three parts; between them stands what differs between those who get it. */
export function mailPage(
  document: ReportDocument,
  page: MailPage,
  room: MailRoom,
  logo: MailImage | undefined,
): RenderedMail['html'] {
  const { language, title, period, sections, isEmpty, isIncomplete } = document;
  const { words, mailWords } = page;
  const shown = sections.slice(0, room.sections).map((section) => mailSection(section, page));
  const leftOut = sections
    .slice(room.sections)
    .filter(({ title: name }) => name !== '')
    .map(
      ({ title: name }) =>
        html`<div ${paint(['muted'], 'font-size:13px;line-height:20px')}>${mailWords.leftOut(name)}</div>`,
    );
  const box = (text: string, isBad: boolean): SafeHtml =>
    row(
      html`<div
        ${paint(isBad ? ['bad', 'badSoft'] : ['muted', 'soft'], 'border-radius:8px;padding:12px 14px;font-size:14px;line-height:20px')}
      >
        ${text}
      </div>`,
      'padding:20px 24px 0',
    );
  const body = html`${band(document, page, logo)} ${SPLIT} ${isIncomplete && box(mailWords.incompleteNote, true)}
  ${isEmpty && box(words.state.emptyReport, false)} ${shown}
  ${leftOut.length > 0 && row(leftOut, 'padding:26px 24px 0')} ${about(document, page, room.definitions)}
  ${footer(document, page)}`;
  const whole = html`<!doctype html>
    <html lang="${language}" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="x-apple-disable-message-reformatting" />
        <title>${title} · ${period.text}</title>
        <style>
          ${SafeHtml.trusted(mailStyleSheet())}
        </style>
      </head>
      <body ${paint(['page', 'text'], `${FONT_STYLE};margin:0;padding:0;font-size:15px;line-height:23px`)}>
        <div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;opacity:0">
          ${previewOf(document)}
        </div>
        <table ${LAYOUT} ${paint(['page'])}>
          <tr>
            <td class="outer" align="center" style="padding:20px 8px">
              <table ${LAYOUT} ${paint(['surface', 'text'], CARD_STYLE, 'card')}>
                ${body}
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>`;
  const [top = '', report = '', end = ''] = whole.text.trimStart().split(SPLIT.text);
  return { top, report, end };
}
