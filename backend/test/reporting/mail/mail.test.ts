import type { ReportInput } from '@callsight/contract/reports/report';
import PostalMime, { type Email } from 'postal-mime';
import sharp from 'sharp';
import { contrast } from '../../../src/reporting/charts/palette.js';
import type { DocumentSection, ReportDocument } from '../../../src/reporting/document/document.js';
import { mailContent } from '../../../src/reporting/mail/mail-content.js';
import { DARK, LIGHT } from '../../../src/reporting/mail/mail-styles.js';
import { composeMessage } from '../../../src/reporting/mail/message.js';
import { renderMail } from '../../../src/reporting/mail/render-mail.js';
import { withoutBlanks } from '../pdf/pdf-text.js';
import { rendered, simulatedFirm, templatesOf } from '../simulated-firm.js';
import { inBrowser, LOADED, PAGE_WIDTH, UNREADABLE } from './in-browser.js';

const service = simulatedFirm();

/** Gmail cuts beyond. */
const CLIPPED_BYTES = 102_000;

const documentOf = async (report: object): Promise<ReportDocument> =>
  JSON.parse((await rendered(service, report, 'json')).toString()) as ReportDocument;
const mailOf = async (report: object): Promise<Email> => PostalMime.parse(await rendered(service, report, 'mail'));

const weekly = async (locale: string): Promise<ReportInput> => {
  const found = (await templatesOf(service, locale)).find(({ id }) => id === 'weekly_executive');
  if (found === undefined) throw new Error('the weekly report is a template');
  return found.report;
};

const unescaped = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Figures that a mail shows without pictures; its tables have the first rows alone. */
function shownOf({ content }: DocumentSection): string[] {
  switch (content?.type) {
    case 'kpis':
      return content.tiles.flatMap(({ title, figure }) => [title, figure.text]);
    case 'bars':
      return content.bars.flatMap(({ title, figures }) => [title, ...figures.map(({ text }) => text)]);
    case 'funnel':
      return content.groups.flatMap(({ steps }) =>
        steps.flatMap(({ reached, rateTotal }) => [reached.text, rateTotal.text]),
      );
    case 'table':
      return content.rows.slice(0, 20).flatMap((cells) => cells.map(({ text }) => text));
    case 'findings':
      return content.findings.flatMap(({ headline, rest }) => [headline, rest]);
    case 'series':
      return content.lines.flatMap(({ title, total }) => (total === undefined ? [title] : [title, total.text]));
    default:
      return [];
  }
}

const shownIn = ({ sections }: ReportDocument): string[] => sections.flatMap(shownOf);

const attribute = (tag: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';

async function expectWhole({ html = '', attachments }: Email): Promise<void> {
  const tags = html.match(/<img\b[^>]*>/g) ?? [];
  const sources = tags.map((tag) => attribute(tag, 'src'));
  expect(sources.map((source) => `<${source.replace(/^cid:/, '')}>`)).toEqual(
    attachments.map(({ contentId }) => contentId),
  );
  expect(new Set(sources).size).toBe(sources.length);
  for (const [index, tag] of tags.entries()) {
    const { mimeType, disposition, content } = attachments[index] ?? {};
    expect([mimeType, disposition]).toEqual(['image/png', 'inline']);
    const { width, height, hasAlpha } = await sharp(Buffer.from(content as ArrayBuffer)).metadata();
    expect([width, hasAlpha]).toEqual([2 * Number(attribute(tag, 'width')), false]);
    expect(Math.abs(height - 2 * Number(attribute(tag, 'height')))).toBeLessThan(2);
    expect(attribute(tag, 'alt')).toMatch(/\d/);
  }
  expect(html).not.toMatch(/<(?:script|link|iframe|object|base)\b|url\(|@import|src="(?!cid:)/i);
  expect(Buffer.byteLength(html)).toBeLessThan(CLIPPED_BYTES);
  // A server may break what is longer.
  expect(Math.max(...html.split('\n').map((line) => line.length))).toBeLessThan(16_000);
}

describe.each(['en', 'de-DE'])('mails of templates in %s', (locale) => {
  test('are whole, have nothing from elsewhere, and every number as text', async () => {
    let images = 0;
    for (const { id, report } of await templatesOf(service, locale)) {
      const [document, mail] = [await documentOf(report), await mailOf(report)];
      await expectWhole(mail);
      images += mail.attachments.length;
      expect(mail.subject).toBe(`${document.title}: ${document.period.text}`.replaceAll(/\s/g, ' '));
      const expected = [
        ...new Set([...shownIn(document), ...document.reconciliationText, document.dataUpTo.text, document.timezone]),
      ];
      expect(expected.length).toBeGreaterThan(10);
      const [page, plain] = [withoutBlanks(unescaped(mail.html ?? '')), withoutBlanks(mail.text ?? '')];
      expect([id, expected.filter((text) => !page.includes(withoutBlanks(text)))]).toEqual([id, []]);
      // Columns of plain text cut long names.
      const short = expected.filter((text) => text.length <= 26);
      expect([id, short.filter((text) => !plain.includes(withoutBlanks(text)))]).toEqual([id, []]);
    }
    expect(images).toBeGreaterThan(12);
  }, 240_000);

  test('can be read in light and dark, and on a telephone', async () => {
    const mail = await mailOf(await weekly(locale));
    await inBrowser(async (open) => {
      for (const scheme of ['light', 'dark'] as const)
        for (const width of [390, 700]) {
          const page = await open(mail, { scheme, width });
          expect([scheme, width, await page.evaluate<number>(PAGE_WIDTH)]).toEqual([scheme, width, width]);
          expect([scheme, width, await page.evaluate<string[]>(UNREADABLE)]).toEqual([scheme, width, []]);
          const loaded = await page.evaluate<boolean[]>(LOADED);
          expect([...new Set(loaded)]).toEqual([true]);
        }
    });
  }, 120_000);
});

test('colours of text can be read on every ground, in both palettes', () => {
  for (const palette of [LIGHT, DARK]) {
    for (const ground of [palette.page, palette.surface, palette.soft])
      for (const text of [palette.text, palette.muted, palette.accent, palette.good, palette.bad])
        expect([ground, text, contrast(ground, text) >= 4.5]).toEqual([ground, text, true]);
    expect(contrast(palette.badSoft, palette.bad)).toBeGreaterThanOrEqual(4.5);
  }
});

test('a mail goes to its recipient, in the language and zone of the recipient', async () => {
  const recipient = { email: 'anna@example.com', name: 'Änna "A" Müller', locale: 'de', timezone: 'Asia/Tokyo' };
  const mail = await mailOf({ ...(await weekly('en')), recipient });
  expect(mail.to).toEqual([{ address: 'anna@example.com', name: 'Änna "A" Müller' }]);
  expect(mail.html).toContain('Zeiten in Asia/Tokyo');
  expect(mail.html).toContain('<html lang="de"');
});

test('the same report is the same message', async () => {
  const report = await weekly('en');
  const [one, other] = [await rendered(service, report, 'mail'), await rendered(service, report, 'mail')];
  expect(one.equals(other)).toBe(true);
});

test('a report with a section that fails says so in the subject and at its place', async () => {
  const sections = [
    { type: 'kpis', metrics: ['calls.count'] },
    { type: 'attribution', title: 'Broken', attribution: { model: 'no_such_model', groupBy: ['source'] } },
  ];
  const report = { title: 'Weekly', range: 'last_week', timezone: 'Europe/Berlin', sections };
  const mail = await mailOf({ ...report, locale: 'en' });
  expect(mail.subject).toMatch(/^\[incomplete\] Weekly: 16/);
  expect(mail.html).toMatch(/no_such_model/);
  expect(mail.text).toMatch(/Broken\n-+\nThis section could not be calculated/);
  expect((await mailOf({ ...report, locale: 'de' })).subject).toMatch(/^\[unvollständig\]/);
});

test('what people wrote is text', async () => {
  const evil = '<script>alert(1)</script><!--split--> " \u202e cid:x';
  const sections = [{ type: 'text', markdown: `${evil}\n\n[x](javascript:alert(1)) [ok](https://example.com)` }];
  const branding = { name: evil, footer: evil };
  const mail = await mailOf({
    title: `${evil}\r\nBcc: eve@example.com`,
    range: 'last_week',
    timezone: 'UTC',
    locale: 'en',
    sections,
    branding,
  });
  expect(mail.html).not.toMatch(/<script|<!--|javascript:|\u202e/);
  expect(mail.html).toContain('href="https://example.com"');
  expect(mail.html).toContain('&lt;script&gt;');
  expect(mail.html).toMatch(/<\/html>\s*$/);
  expect(mail.subject).toContain('Bcc: eve@example.com');
  expect(mail.bcc).toBeUndefined();
  expect(mail.headers.map(({ key }) => key)).not.toContain('bcc');
});

const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAYAAAD0In+KAAAAEUlEQVR4nGP4z8DwHwyBLAYAKvQF+7rTqDgAAAAASUVORK5CYII=';

test('a logo is a picture of the mail; one that cannot be read is left out, which is told', async () => {
  const document = await documentOf(await weekly('en'));
  const withLogo = async (logo: string) =>
    renderMail({ ...document, branding: { name: 'Firm', color: '#1d4f8f', logo } });
  const good = await sharp({ create: { width: 40, height: 20, channels: 4, background: '#ff000080' } })
    .png()
    .toBuffer();
  const { mail, notes } = await withLogo(`data:image/png;base64,${good.toString('base64')}`);
  expect(notes).toEqual([]);
  expect(mail.images[0]).toMatchObject({ cid: 'logo@callsight', alt: document.account });
  expect(mail.html.top).toContain('cid:logo@callsight');
  const broken = await withLogo(`data:image/png;base64,${LOGO.slice(0, 40)}`);
  expect(broken.notes).toEqual([expect.stringContaining('logo')]);
  expect(broken.mail.html.top).not.toContain('<img');
});

describe('a report that is longer than mail programs show', () => {
  test('has fewer rows, and names what is not there', async () => {
    const document = await documentOf(await weekly('en'));
    const table = document.sections.find(({ kind }) => kind === 'table');
    if (table?.content?.type !== 'table') throw new Error('the weekly report has a table');
    const rows = Array.from({ length: 300 }, () => (table.content?.type === 'table' ? table.content.rows : [])).flat();
    const long = { ...table, content: { ...table.content, rows } };
    for (const [count, isCut] of [
      [4, false],
      [39, true],
    ] as const) {
      const sections = Array.from({ length: count }, (_, index) => ({ ...long, title: `Table ${index}` }));
      const { mail } = await renderMail({ ...document, sections });
      const { html, text } = mailContent(mail, { message: 'a'.repeat(5_000) });
      expect(Buffer.byteLength(html)).toBeLessThan(CLIPPED_BYTES);
      expect(html).toContain(`of ${rows.length} rows are shown here.`);
      expect(text).toContain(`of ${rows.length} rows are shown here.`);
      expect(html.includes('not shown here, because')).toBe(isCut);
      for (const { title } of sections) expect(html).toContain(title);
    }
  }, 60_000);
});

describe('what is said to single recipients', () => {
  const files = {
    links: [
      { name: 'weekly_ü.xlsx', url: 'https://calls.example.com/f?a=1&b=2' },
      { name: 'evil', url: 'javascript:alert(1)' },
    ],
    expiresAt: Date.UTC(2027, 0, 5),
    areTooLarge: true,
  };

  test('stands in HTML and text', async () => {
    const { mail } = await renderMail(await documentOf(await weekly('en')));
    const message = 'Hello <Anna>,\nplease look at Tuesday.';
    const extras = { message, isLate: true, files, unsubscribeUrl: 'https://calls.example.com/u/1?x=1&y=2' };
    const { html, text } = mailContent(mail, extras);
    expect(html).toContain('Hello &lt;Anna&gt;,<br />please look at Tuesday.');
    expect(html).toContain('href="https://calls.example.com/f?a=1&amp;b=2"');
    expect(html).toContain('href="https://calls.example.com/u/1?x=1&amp;y=2"');
    expect(html).not.toContain('javascript:');
    for (const part of [
      message,
      'This report is late: it was planned for 27 Nov 2026, 06:00.',
      'https://calls.example.com/f?a=1&b=2',
      'https://calls.example.com/u/1?x=1&y=2',
    ])
      expect(text).toContain(part);
    const [page, plain] = [withoutBlanks(unescaped(html)), withoutBlanks(text)];
    for (const part of [
      'The files are too large to be attached. The links work until 5 January 2027.',
      'Unsubscribe from this report',
    ])
      expect([page.includes(withoutBlanks(part)), plain.includes(withoutBlanks(part))]).toEqual([true, true]);
    const bare = mailContent(mail, {});
    expect(bare.html).not.toMatch(/Unsubscribe|late|Files of this/);
    expect(html.length).toBeGreaterThan(bare.html.length);
  });

  test('has the subject that is wanted, on one line', async () => {
    const { mail } = await renderMail(await documentOf(await weekly('en')));
    const subject = (wanted?: string): string => mailContent(mail, { subject: wanted }).subject;
    expect(subject()).toMatch(/^Weekly call report: 16 – 22 November 2026$/u);
    expect(subject('{account}: {title}, {period} {other}')).toMatch(/^main: Weekly call report, 16.* \{other\}$/);
    expect(subject('One\r\nBcc: eve@example.com')).toBe('One Bcc: eve@example.com');
    expect(subject('x'.repeat(400))).toHaveLength(250);
  });

  test('is on one line in every header, whatever names hold', async () => {
    const { mail } = await renderMail(await documentOf(await weekly('en')));
    const raw = await composeMessage({
      ...mailContent(mail, {}),
      messageId: '<x@example.com>',
      date: 0,
      from: { email: 'a@example.com', name: 'A\r\nBcc: eve@example.com' },
      to: [{ email: 'b@example.com' }],
      attachments: [],
    });
    const { headers } = await PostalMime.parse(raw);
    expect(headers.map(({ key }) => key)).not.toContain('bcc');
  });
});
