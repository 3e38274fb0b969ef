import sharp from 'sharp';
import { DEFAULT_ACCENT } from '../charts/palette.js';
import type { DocumentSection, ReportDocument } from '../document/document.js';
import { Format } from '../words/format.js';
import { mailWordsOf } from '../words/mail-words.js';
import { wordsOf } from '../words/words-of.js';
import { mailCharts } from './mail-charts.js';
import { packed } from './mail-content.js';
import { mailPage, type MailRoom } from './mail-page.js';
import type { MailPage } from './mail-sections.js';
import { mailText } from './mail-text.js';
import type { MailImage, RenderedMail } from './rendered-mail.js';

/**
 * Bytes of the HTML without what is added for single recipients. Gmail cuts a mail at 102 KB; a message of the sender and links
 * to files have room below that.
 */
const MAX_HTML_BYTES = 80_000;

/** Rows of tables, the first that fits. */
const ROWS = [20, 10, 5, 3] as const;

/** CSS pixels that a logo may have. */
const LOGO = { width: 160, height: 44 } as const;

/** The logo on the colour of the band, as not all mail programs show `data:` addresses, nor what can be seen through. */
async function logoOf({ branding, account }: ReportDocument): Promise<MailImage | undefined> {
  const [, data] = /^data:image\/(?:png|jpeg);base64,(.+)$/.exec(branding?.logo ?? '') ?? [];
  if (data === undefined) return undefined;
  const { data: png, info } = await sharp(Buffer.from(data, 'base64'), { limitInputPixels: 16e6 })
    .resize({ width: LOGO.width * 2, height: LOGO.height * 2, fit: 'inside' })
    .flatten({ background: branding?.color ?? DEFAULT_ACCENT })
    .png({ palette: true })
    .toBuffer({ resolveWithObject: true });
  return {
    cid: 'logo@callsight',
    png,
    width: Math.round(info.width / 2),
    height: Math.round(info.height / 2),
    alt: account,
  };
}

/** A mail, and what had to be left out of it. */
export interface MailRendering {
  readonly mail: RenderedMail;
  readonly notes: readonly string[];
}

/** The rooms that are tried one after the other: fewer rows, then no definitions, then fewer sections. */
function* rooms(sections: number): Generator<MailRoom> {
  for (const maxRows of ROWS) yield { maxRows, sections, definitions: true };
  const least = ROWS.at(-1) ?? 1;
  for (let count = sections; count >= 0; count -= 1) yield { maxRows: least, sections: count, definitions: false };
}

/** A report as a mail, without what differs between those who get it. Nothing in it comes from elsewhere. */
export async function renderMail(document: ReportDocument): Promise<MailRendering> {
  const { locale, timezone, title, account, period, plannedAt, isIncomplete } = document;
  const charts = await mailCharts(document);
  const notes: string[] = [];
  // A logo that cannot be read is no reason to be without the report.
  const logo = await logoOf(document).catch(() => void notes.push('the logo could not be read and is not in the mail'));
  const pageOf = (maxRows: number): MailPage => ({
    words: wordsOf(locale),
    mailWords: mailWordsOf(locale),
    format: new Format(locale, timezone),
    maxRows,
    images: charts,
  });
  let html: RenderedMail['html'] | undefined;
  let shown = 0;
  for (const room of rooms(document.sections.length)) {
    html = mailPage(document, pageOf(room.maxRows), room, logo ?? undefined);
    shown = room.sections;
    if (Buffer.byteLength(packed(Object.values(html).join(''))) <= MAX_HTML_BYTES) break;
  }
  if (html === undefined) throw new Error('a mail has at least its frame');
  const mail: RenderedMail = {
    locale,
    timezone,
    subjectParts: { title, period: period.text, account },
    plannedAt,
    isIncomplete,
    html,
    text: mailText(document, pageOf(ROWS[0])),
    images: [...(logo ? [logo] : []), ...shownImages(document.sections.slice(0, shown), charts)],
  };
  return { mail, notes };
}

const shownImages = (
  sections: readonly DocumentSection[],
  charts: ReadonlyMap<DocumentSection, MailImage>,
): MailImage[] => sections.flatMap((section) => charts.get(section) ?? []);
