import { formatValue } from '../../../src/lib/text/format-value.js';
import { callEvents } from './call-events.js';
import { ROOT_KEY, startOverview, type OverviewService } from './overview-service.js';
import { sectionText } from './section-text.js';
import { tilesOf } from './tiles-of.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

let service: OverviewService;
beforeEach(async () => {
  service = await startOverview({ CALLSIGHT_OPEN_OVERVIEW: 'true' });
});
afterEach(() => service.stop());

test('before the first call the page says what to do next', async () => {
  const { body } = await service.get('/', { host: 'calls.example:8443', 'x-forwarded-proto': 'https' });
  const text = sectionText(body, 'first-steps');
  expect(text).toContain('Waiting for the first call');
  expect(text).toContain('curl https://calls.example:8443/v1/events');
  expect(text).toContain('$CALLSIGHT_API_KEY');
  expect(text).toContain('npx callsight simulate --url https://calls.example:8443');
  expect(body).not.toContain('id="kpi"');
  expect(sectionText(body, 'pipeline')).toContain('Ready');
});

test('an address that is none does not get into the commands', async () => {
  const { body } = await service.get('/', { host: 'evil";rm -rf ~;"' });
  expect(body).not.toContain('rm -rf');
  expect(sectionText(body, 'first-steps')).toContain('curl http://127.0.0.1:4000/v1/events');
});

describe('with a few calls', () => {
  const EUR = 'EUR';
  const calls = (before: number, prefix: string) => [
    ...callEvents({
      id: `${prefix}1`,
      at: before - 120 * MINUTE,
      wait: 4,
      success: true,
      latencies: [800, 1_200],
      outcome: 'booked',
      cost: { total: '0.30', currency: EUR },
    }),
    ...callEvents({
      id: `${prefix}2`,
      at: before - 90 * MINUTE,
      wait: 8,
      success: false,
      latencies: [2_000],
      outcome: 'information',
      cost: { total: '0.10', currency: EUR },
    }),
    ...callEvents({ id: `${prefix}3`, at: before - 30 * MINUTE }),
  ];

  beforeEach(async () => {
    const now = service.now();
    await service.send([
      ...calls(now, 'a'),
      ...callEvents({
        id: 'open',
        at: now - MINUTE,
        wait: 6,
        agent: { id: 'night', name: 'Night desk' },
        isOpen: true,
      }),
      // A week before: one call by this time of day, and one later that must not count.
      ...callEvents({ id: 'b1', at: now - 7 * DAY - 60 * MINUTE, wait: 10, success: true }),
      ...callEvents({ id: 'b2', at: now - 7 * DAY + 60 * MINUTE }),
    ]);
  });

  test('the tiles tell what the API answers', async () => {
    const metrics = [
      'calls.count',
      'calls.answer_rate',
      'calls.abandonment_rate',
      'calls.asa',
      'turns.latency.p95',
      'calls.success_rate',
      'calls.cost.mean',
    ];
    const { K } = await service.ask({
      from: 'now/d',
      to: 'now/d',
      timezone: 'Europe/Berlin',
      queries: [{ refId: 'K', metrics }],
    });
    if (K === undefined || 'error' in K) throw new Error('no answer');
    const { schema, data } = K.frames[0]!;
    const answered = schema.fields.map(({ config }, index) =>
      formatValue(data.values[index]![0] as number, String(config['unit'])).replaceAll('\u202f', ' '),
    );
    const tiles = tilesOf((await service.get('/')).body);
    expect(
      Object.values(tiles)
        .slice(0, 7)
        .map((tile) => tile.split(' | ')[0]),
    ).toEqual(answered);
    expect(tiles).toEqual({
      Calls: '4 | ▲ up 300.0% was 1',
      'Answer rate': '75.0% | ▼ down 25.0 pts was 100.0%',
      'Abandonment rate': '25.0% | ▲ up 25.0 pts was 0.0%',
      'Speed of answer': '6.0 s | ▼ down 40.0% was 10.0 s',
      'Turn latency p95': '1.92 s | nothing before',
      'Success rate': '50.0% | ▼ down 50.0 pts was 100.0%',
      'Cost per call': '€0.200 | nothing before',
      'Active now': '1 | peak 1 at once',
    });
  });

  test('good and bad follow the metric, not the direction', async () => {
    const { body } = await service.get('/');
    const toneOf = (name: string) => new RegExp(`${name}</h3>[\\s\\S]*?class="badge (\\w+)`).exec(body)?.[1];
    expect(toneOf('Calls')).toBe('neutral');
    expect(toneOf('Answer rate')).toBe('bad');
    expect(toneOf('Abandonment rate')).toBe('bad');
    expect(toneOf('Speed of answer')).toBe('good');
  });

  test('sentences, outcomes, agents and charts tell the same', async () => {
    const { body } = await service.get('/');
    const found = sectionText(body, 'findings');
    expect(found).toContain(
      '4 calls so far today, 300.0% more than the 1 last Tuesday by this time; 75.0% of the offered calls were answered.',
    );
    expect(found).toContain('Too few calls to judge changes');
    expect(sectionText(body, 'outcomes')).toMatch(/Abandoned 1 25\.0% .*Booked 1 25\.0%/);
    const agents = sectionText(body, 'agents');
    expect(agents).toContain('Reception reception 3 66.7% 50.0% 1.92 s 1:00 €0.200');
    expect(agents).toContain('Night desk night 1 100.0% – – – –');
    expect(sectionText(body, 'calls')).toContain('4 calls, 3 answered and 1 not answered.');
    expect(sectionText(body, 'latency')).toContain('The highest value is 2.00 s.');
  });

  test('abandoned calls that the rate leaves out are told', async () => {
    expect((await service.get('/')).body).not.toContain('too soon to count');
    await service.send(callEvents({ id: 'short', at: service.now() - 10 * MINUTE, gaveUpAfter: 2 }));
    const { body } = await service.get('/');
    expect(tilesOf(body)['Abandonment rate']).toMatch(/^25\.0% /);
    expect(sectionText(body, 'outcomes')).toContain(
      '1 of the abandoned calls was given up too soon to count in the abandonment rate.',
    );
  });

  test('a range without calls says so and keeps the rest', async () => {
    service.advance(3 * DAY);
    const { body } = await service.get('/');
    expect(sectionText(body, 'findings')).toContain('No calls so far today.');
    expect(sectionText(body, 'outcomes')).toContain('No calls in this range.');
    expect(tilesOf((await service.get('/?range=7d')).body)['Calls']).toMatch(/^4 \|/);
    expect(tilesOf((await service.get('/?range=30d')).body)['Calls']).toMatch(/^6 \| was 0/);
    expect((await service.get('/?range=nonsense&range=7d')).statusCode).toBe(200);
  });

  test('the fragment is the main part of the page', async () => {
    const page = (await service.get('/?range=7d')).body;
    const fragment = await service.get('/live?range=7d');
    expect(fragment.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(fragment.body.startsWith('<main')).toBe(true);
    expect(page).toContain(fragment.body);
  });

  test('the pipeline tells what was refused', async () => {
    await service.send([
      { specversion: '1.0', id: 'x', source: '<b>', type: 'call.nonsense', time: 'never', data: {} },
    ]);
    const text = sectionText((await service.get('/')).body, 'pipeline');
    expect(text).toMatch(/Events accepted \d+/);
    expect(text).toContain('Refused 1');
    expect(text).toContain('In quarantine:');
  });
});

test('names from outside are text, wherever they stand', async () => {
  const name = '<script>alert("x")</script>';
  const now = service.now();
  await service.send([
    ...callEvents({ id: 'h1', at: now - MINUTE * 5, wait: 1, agent: { id: '"><img src=x onerror=alert(1)>', name } }),
    ...callEvents({
      id: 'h2',
      at: now - MINUTE * 4,
      wait: 1,
      agent: { id: "' onmouseover='alert(1)", name: '&lt;b&gt;' },
    }),
  ]);
  const { body } = await service.get('/');
  expect(body.match(/<script/g)).toHaveLength(1);
  expect(body).not.toMatch(/<img/);
  expect(body).not.toContain("' onmouseover='");
  expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  expect(sectionText(body, 'agents')).toContain(`${name} "><img src=x onerror=alert(1)>`);
  expect(sectionText(body, 'agents')).toContain('&lt;b&gt;');
});

test('currencies are never added together', async () => {
  const at = service.now() - 5 * MINUTE;
  await service.send([
    ...callEvents({ id: 'c1', at, wait: 1, cost: { total: '1.50', currency: 'EUR' } }),
    ...callEvents({ id: 'c2', at, wait: 1, cost: { total: '2.50', currency: 'USD' } }),
  ]);
  const { body } = await service.get('/');
  expect(tilesOf(body)['Cost per call']).toBe('€1.50 | nothing before also $2.50');
  expect(sectionText(body, 'agents')).toContain('€1.50 + $2.50');
});

test('money that there is none of yet is told beside what there was', async () => {
  const at = service.now() - 7 * DAY - 60 * MINUTE;
  await service.send(callEvents({ id: 'c1', at, wait: 1, cost: { total: '1.50', currency: 'EUR' } }));
  expect(tilesOf((await service.get('/')).body)['Cost per call']).toBe('– | was €1.50');
});

test('every answer has the headers that keep it safe', async () => {
  for (const url of ['/', '/live', '/?range=7d']) {
    const { headers, body } = await service.get(url);
    const nonce = /style-src 'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    });
    for (const [, used] of body.matchAll(/ nonce="([^"]*)"/g)) expect(used).toBe(nonce);
    expect(body).not.toMatch(/ style="| on\w+="|src="|https?:\/\/(?!localhost|www\.w3\.org)/);
  }
  const one = await service.get('/');
  const other = await service.get('/');
  expect(one.headers['content-security-policy']).not.toBe(other.headers['content-security-policy']);
});

test('the pipeline of a tenant says nothing of the traffic of others', async () => {
  const service = await startOverview();
  try {
    const { key } = await service.createKey(['ingest', 'query'], 'other');
    await service.send([...callEvents({ id: 'mine', at: service.now() - 60_000, wait: 3 })]);
    await service.send(
      ['a', 'b', 'c'].flatMap((id) => callEvents({ id, at: service.now() - 60_000, wait: 3 })),
      key,
    );
    const pageOf = async (own: string) =>
      sectionText((await service.get('/', { authorization: `Bearer ${own}` })).body, 'pipeline');
    const [mine, others] = [await pageOf(ROOT_KEY), await pageOf(key)];
    const accepted = (text: string) => Number(/Events accepted\s*(\d+)/.exec(text)?.[1]);
    expect(accepted(others)).toBe(3 * accepted(mine));
    expect(accepted(mine)).toBeGreaterThan(0);
  } finally {
    await service.stop();
  }
});
