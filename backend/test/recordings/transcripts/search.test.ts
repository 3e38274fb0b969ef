import { rm } from 'node:fs/promises';
import type { TranscriptSearchAnswer } from '@callsight/contract/transcripts';
import * as fc from 'fast-check';
import { TestService } from '../../support/service/test-service.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { callEvents, haveCalls, KEEPS, listed, NOW, put, RANGE } from './calls.js';

type Answer = TranscriptSearchAnswer;

async function search(client: TenantClient, words: string, more: object = {}): Promise<Answer> {
  return (await client.post('/v1/transcripts/search', { ...RANGE, words, ...more })) as Answer;
}

const idsOf = ({ calls }: Answer): string[] => calls.map(({ call_id }) => call_id);

describe('search in transcripts', () => {
  const service = TestService.forTests(NOW, KEEPS);
  const found = async (words: string, more?: object): Promise<string[]> =>
    idsOf(await search(service.main, words, more));

  const TEXTS: Readonly<Record<string, readonly string[]>> = {
    booking: ['Good morning', 'I would like an appointment next week', 'Next Monday, or the week after?'],
    german: ['Guten Tag', 'Ich möchte einen Termin in der Straße am Fluß', 'Gern, Herr MÜLLER'],
    japanese: ['お電話ありがとうございます', '予約を変更したいです', '明日の予約ですね'],
    thai: ['สวัสดีครับ', 'ผมต้องการจองโต๊ะ'],
    greek: ['Καλημέρα σας', 'Θέλω να κλείσω ραντεβού για τους ΟΔΥΣΣΕΎΣ'],
    arabic: ['صباح الخير', 'أريد حجز موعد'],
    mail: ['My e-mail is anna@example.com', "I don't know", 'Rock ’n’ roll appointments'],
  };

  beforeAll(async () => {
    await haveCalls(service, ...Object.keys(TEXTS));
    for (const [id, texts] of Object.entries(TEXTS)) await put(service.main, id, ...texts);
    await listed(service);
  });

  it.each([
    ['appointment', ['booking']],
    ['APPOINTMENT next', ['booking']],
    ['appointment tomorrow', []],
    ['appoint', []],
    ['appoint*', ['mail', 'booking']],
    ['appointm*', ['mail', 'booking']],
    ['app*', ['mail', 'booking']],
    ['"next week"', ['booking']],
    ['"week next"', []],
    ['"the week after"', ['booking']],
    ['"appointment next monday"', []],
    ['mochte strasse fluss', ['german']],
    ['Möchte', ['german']],
    ['müller', ['german']],
    ['mull*', ['german']],
    ['予約', ['japanese']],
    ['約', ['japanese']],
    ['約予', []],
    ['予約 明日', ['japanese']],
    ['จองโต๊ะ', ['thai']],
    ['οδυσσευς', ['greek']],
    ['θελω ραντεβου', ['greek']],
    ['موعد', ['arabic']],
    ['don’t', ['mail']],
    ['e-mail', ['mail']],
    ['example', []],
    ['anna', []],
  ])('finds %s in %j', async (words, ids) => {
    expect(await found(words)).toEqual(ids);
  });

  it('says when, by whom and what was said, and how the call ended', async () => {
    expect(await search(service.main, 'week appointment')).toEqual({
      calls: [
        {
          call_id: 'booking',
          started_at: '2026-05-10T10:00:00.000Z',
          agent: 'anna',
          outcome: expect.any(String),
          snippets: [
            {
              start_s: 5,
              end_s: 9,
              speaker: 'caller',
              text: 'I would like an appointment next week',
              matches: [
                { from: 16, to: 27 },
                { from: 33, to: 37 },
              ],
            },
            {
              start_s: 10,
              end_s: 14,
              speaker: 'agent',
              text: 'Next Monday, or the week after?',
              matches: [{ from: 20, to: 24 }],
            },
          ],
        },
      ],
      next_cursor: null,
    });
  });

  it('finds what is masked by the mask alone', async () => {
    expect(await found('"e-mail is e-mail"')).toEqual(['mail']);
  });

  it('shows what is around a match in a long segment', async () => {
    await haveCalls(service, 'long');
    await put(service.main, 'long', `${'before '.repeat(120)}needle${' after'.repeat(120)}`);
    await listed(service);
    const [call] = (await search(service.main, 'needle')).calls;
    const [snippet] = call!.snippets;
    expect(snippet!.text.length).toBeLessThan(250);
    expect(snippet!.text).toMatch(/^….*before needle after.*…$/);
    const [{ from, to }] = snippet!.matches as [{ from: number; to: number }];
    expect(snippet!.text.slice(from, to)).toBe('needle');
  });

  it('keeps to the range and to filters', async () => {
    const later = { from: '2026-05-10T10:00:30Z', to: '2026-05-10T10:02:30Z' };
    expect(await found('termin', later)).toEqual(['german']);
    expect(await found('appointment', later)).toEqual([]);
    const of = (agent: string) => ({ filters: [{ dimension: 'agent', op: 'in', values: [agent] }] });
    expect(await found('appointment', of('anna'))).toEqual(['booking']);
    expect(await found('appointment', of('berta'))).toEqual([]);
  });

  it.each([
    [{ words: '"' }, 'invalid_words', '/words'],
    [{ words: '…' }, 'invalid_words', '/words'],
    [{ words: 'ab*' }, 'invalid_words', '/words'],
    [{ words: 'a b c d e f g h i j k l m n o p q' }, 'invalid_words', '/words'],
    [{ words: 'a', from: 'yesterday' }, 'invalid_range', '/from'],
    [{ words: 'a', from: '2026-06-01T00:00:00Z', to: '2026-05-01T00:00:00Z' }, 'invalid_range', '/from'],
    [
      { words: 'a', filters: [{ dimension: 'agnet', op: 'in', values: ['a'] }] },
      'unknown_dimension',
      '/filters/0/dimension',
    ],
    [{ words: 'a', cursor: 'xyz' }, 'invalid_cursor', '/cursor'],
    [{ words: 'a', limit: 101 }, 'invalid_request', '/limit'],
    [{ words: '' }, 'invalid_request', '/words'],
  ])('refuses %j', async (body, code, path) => {
    const answer = await service.main.request('POST', '/v1/transcripts/search', { ...RANGE, ...body });
    expect(answer).toMatchObject({ status: 400, body: { error: { code, path } } });
  });

  it('is for keys with the scope recordings, of their own tenant', async () => {
    const body = { name: 'test', scopes: ['query', 'admin'], tenant: 'main' };
    const { key } = (await service.main.post('/v1/keys', body)) as { key: string };
    const refused = await service.clientOf(key).request('POST', '/v1/transcripts/search', { ...RANGE, words: 'week' });
    expect(refused).toMatchObject({ status: 403 });
    const other = (await service.main.post('/v1/keys', {
      name: 'test',
      scopes: ['recordings', 'ingest'],
      tenant: 'others',
    })) as { key: string };
    const stranger = service.clientOf(other.key);
    await stranger.send(callEvents('theirs'));
    await service.waitUntilProjected();
    await put(stranger, 'theirs', 'appointment next week');
    await listed(service);
    expect(idsOf(await search(stranger, 'week'))).toEqual(['theirs']);
    expect(await found('week')).toEqual(['booking']);
  });

  it('does not find what was replaced or deleted', async () => {
    await haveCalls(service, 'changing');
    await put(service.main, 'changing', 'umbrella');
    await listed(service);
    expect(await found('umbrella')).toEqual(['changing']);
    await put(service.main, 'changing', 'parasol');
    await listed(service);
    expect(await found('umbrella')).toEqual([]);
    expect(await found('parasol')).toEqual(['changing']);
    await service.main.request('DELETE', '/v1/calls/changing/transcript');
    expect(await found('parasol')).toEqual([]);
  });

  it('finds a transcript that was stored under the sid of its call', async () => {
    await service.main.send(callEvents('CA9', 9));
    await put(service.main, 'CA9', 'submarine');
    await service.main.send(callEvents('platform-9', 9, { provider_call_sid: 'CA9' }));
    await service.waitUntilProjected();
    await listed(service);
    expect(await found('submarine')).toEqual(['platform-9']);
  });

  it('is written to the audit log without its words', async () => {
    await search(service.main, 'confidential');
    const { entries } = (await service.main.get('/v1/audit?action=transcript.searched&limit=1')) as {
      entries: object[];
    };
    expect(entries).toEqual([expect.objectContaining({ action: 'transcript.searched', target: 'transcripts' })]);
    expect(JSON.stringify(entries)).not.toContain('confidential');
  });

  it('fills a new table from what is stored', async () => {
    const before = await found('week');
    expect(before).not.toEqual([]);
    await service.services.projector.drain();
    await service.stop();
    for (const name of ['callsight.duckdb', 'callsight.duckdb.wal', 'seal.json'])
      await rm(`${service.folder}/${name}`, { force: true });
    await service.startReady(KEEPS);
    await listed(service);
    expect(await found('week')).toEqual(before);
  });
});

describe('search against a look at every transcript', () => {
  const service = TestService.forTests(NOW, KEEPS);
  const WORDS = [
    'anna',
    'Ännchen',
    'ann',
    'termin',
    'Termine',
    'next',
    'week',
    'weekend',
    '予約',
    '明日',
    'straße',
    'Strasse',
    "don't",
  ];
  const COUNT = 60;
  const texts = new Map<string, string[]>();

  beforeAll(async () => {
    const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
    const samples = fc.sample(fc.array(text, { minLength: 1, maxLength: 4 }), { numRuns: COUNT, seed: 42 });
    const ids = samples.map((_, index) => `call-${String(index).padStart(2, '0')}`);
    await haveCalls(service, ...ids);
    for (const [index, sample] of samples.entries()) {
      texts.set(ids[index]!, sample);
      await put(service.main, ids[index]!, ...sample);
    }
    await listed(service);
  });

  /** Plain text with blanks around each word, and around each character of Japanese. */
  const plain = (text: string): string => {
    const spaced = text
      .toLowerCase()
      .replaceAll('ß', 'ss')
      .replaceAll('ä', 'a')
      .replaceAll("'", ' ')
      .replace(/[予約明日]/g, (sign) => ` ${sign} `);
    return ` ${spaced.trim().split(/\s+/).join(' ')} `;
  };
  const holds = (text: string, term: string): boolean =>
    term.endsWith('*') ? plain(text).includes(plain(term.slice(0, -1)).trimEnd()) : plain(text).includes(plain(term));
  const term = fc.oneof(
    fc.constantFrom(...WORDS, 'week*', 'ann*', 'term*', '予', '約明'),
    fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 3 }).map((words) => `"${words.join(' ')}"`),
  );

  it('finds the same, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(term, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 30 }),
        async (terms, limit) => {
          const expected = [...texts]
            .filter(([, segments]) =>
              terms.every((one) => segments.some((text) => holds(text, one.replaceAll('"', '')))),
            )
            .map(([id]) => id)
            .reverse();
          const found: string[] = [];
          for (let cursor: string | null | undefined; cursor !== null;) {
            const page = await search(service.main, terms.join(' '), {
              limit,
              ...(cursor === undefined ? {} : { cursor }),
            });
            expect(page.calls.length).toBeLessThanOrEqual(limit);
            found.push(...idsOf(page));
            cursor = page.next_cursor;
          }
          expect(found).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
