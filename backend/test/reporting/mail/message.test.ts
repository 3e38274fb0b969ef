import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { composeMessage, type MailMessage } from '../../../src/reporting/mail/message.js';
import { mail } from '../smtp/sample-mail.js';

const parsed = async (further: Partial<MailMessage>) => {
  const raw = await composeMessage(mail(further));
  return { raw, email: await PostalMime.parse(raw) };
};

const keysOf = (headers: readonly { readonly key: string }[]): string[] => headers.map(({ key }) => key).sort();

/** What a mail of these tests has, and no more. */
const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
] as const;

/** Texts with everything that ends a line or has a meaning in headers. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\r',
        '\n',
        '\u0000',
        '\u2028',
        '\u0085',
        'Bcc: eve@example.com',
        ' ',
        '\t',
        '"',
        '<',
        '>',
        ',',
        ';',
        ':',
        '(',
        ')',
        '\\',
        '=?utf-8?Q?x?=',
        'ü',
        '報告',
        '👩‍👧',
        '\u202e',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join('')),
);

test('texts of people never make a header of their own', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, text, async (subject, from, to, file) => {
      const { raw, email } = await parsed({
        subject,
        from: { email: 'reports@example.com', name: from },
        to: [{ email: 'anna@example.com', name: to }],
        attachments: [{ name: file, contentType: 'text/csv', body: Buffer.from('a') }],
      });
      const expected =
        subject.replaceAll(/\p{C}|\s/gu, '') === '' ? HEADERS.filter((key) => key !== 'subject') : HEADERS;
      expect(keysOf(email.headers).filter((key) => key !== 'subject')).toEqual(
        expected.filter((key) => key !== 'subject'),
      );
      expect(email.from?.address).toBe('reports@example.com');
      expect(email.to?.map(({ address }) => address)).toEqual(['anna@example.com']);
      expect(email.attachments).toHaveLength(2);
      // No byte beyond ASCII is left, and no line is longer than a server takes (RFC 5322).
      expect(raw.every((byte) => byte < 0x80)).toBe(true);
      for (const line of raw.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
      expect(raw.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }),
    { numRuns: 300 },
  );
});

test.each(['Anna Müller', '"A", <b>', '山田 太郎', 'نور', "O'Neil; Ann (x)", '👩‍👧 家族'])(
  'names survive: %s',
  async (name) => {
    const { email } = await parsed({
      to: [{ email: 'anna@example.com', name }],
      from: { email: 'r@example.com', name },
    });
    expect(email.to).toEqual([{ address: 'anna@example.com', name }]);
    expect(email.from).toEqual({ address: 'r@example.com', name });
  },
);

test.each(['Wochenbericht_März.xlsx', '報告書 2026.pdf', 'تقرير.pdf', 'a'.repeat(150) + 'ü.csv', 'plain.pdf'])(
  'names of files survive, and their bytes: %s',
  async (name) => {
    const body = Buffer.from(Array.from({ length: 2_000 }, (_, index) => (index * 7) % 256));
    const { email } = await parsed({ attachments: [{ name, contentType: 'application/pdf', body }] });
    const [, file] = email.attachments;
    expect(file).toMatchObject({ filename: name, mimeType: 'application/pdf', disposition: 'attachment' });
    expect(Buffer.from(file?.content as ArrayBuffer).equals(body)).toBe(true);
  },
);

test('a name of a file names no folder', async () => {
  const { email } = await parsed({
    attachments: [{ name: '../../etc/passwd', contentType: 'text/plain', body: Buffer.from('a') }],
  });
  expect(email.attachments[1]?.filename).toBe('..-..-etc-passwd');
});

test('HTML, text, pictures and headers are those of the message', async () => {
  const { email } = await parsed({
    cc: [{ email: 'cc@example.com' }],
    replyTo: { email: 'team@example.com', name: 'Team' },
    unsubscribe: { url: 'https://calls.example.com/u/1?a=1' },
  });
  expect(email.html).toContain('<p>432 Anrufe</p>');
  expect(email.text?.trim()).toBe('432 Anrufe');
  expect(email.subject).toBe('Wochenbericht: 16.–22. November 2026');
  expect(email.messageId).toBe('<one@example.com>');
  expect(email.date).toBe('2026-11-27T05:00:00.000Z');
  expect(email.cc).toEqual([{ address: 'cc@example.com', name: '' }]);
  expect(email.replyTo).toEqual([{ address: 'team@example.com', name: 'Team' }]);
  expect(email.attachments).toMatchObject([{ contentId: '<chart-1@callsight>', disposition: 'inline', related: true }]);
  const header = (name: string): string | undefined => email.headers.find(({ key }) => key === name)?.value;
  expect(header('list-unsubscribe')).toBe('<https://calls.example.com/u/1?a=1>');
  expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(keysOf(email.headers)).not.toContain('bcc');
});

test('the same message is the same bytes', async () => {
  const attachments = [{ name: 'a.csv', contentType: 'text/csv', body: Buffer.from('a') }];
  const [one, other] = [await composeMessage(mail({ attachments })), await composeMessage(mail({ attachments }))];
  expect(one.equals(other)).toBe(true);
  expect((await composeMessage(mail({ attachments, messageId: '<two@example.com>' }))).equals(one)).toBe(false);
});
