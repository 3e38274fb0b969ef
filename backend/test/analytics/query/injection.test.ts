import fc from 'fast-check';
import { callEvent, microsOf } from '../../support/events/event.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const FROM = '2026-05-01T00:00:00Z';
const TO = '2026-05-01T12:00:00Z';

const running = TestService.forTests(NOW);
let tenant: TenantClient;
let other: TenantClient;
beforeAll(async () => {
  tenant = await running.tenant();
  other = await running.tenant();
  const call = (id: string, queue: string) =>
    callEvent('call.started', id, microsOf('2026-05-01T10:00:00Z'), {
      direction: 'inbound',
      agent: { id: 'a1' },
      queue,
    });
  await tenant.send([call('c1', 'sales'), call('c2', `it's "quoted"; -- x`)]);
  await other.send([call('c3', 'secret')]);
  await running.waitUntilProjected();
});

const NASTY = [
  `'`,
  `"`,
  `;`,
  `--`,
  `/*`,
  `*/`,
  `$1`,
  `$p1`,
  `?`,
  `\\`,
  `')`,
  `' OR '1'='1`,
  `"; DROP TABLE calls; --`,
  `' UNION SELECT call_id FROM calls --`,
  `\n`,
  `\u2028`,
  `{}`,
  `%`,
  `_`,
  `\t`,
  `tenant`,
  `calls`,
  `''`,
  `x' || (SELECT 1) || '`,
];
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 6, unit: 'grapheme' })), { maxLength: 5 })
  .map((parts) => parts.join(''));

async function count(client: TenantClient): Promise<unknown> {
  const { results } = await client.query({ from: FROM, to: TO, queries: [{ refId: 'A', metrics: ['calls.count'] }] });
  return results['A'];
}

describe('text of a query never becomes SQL', () => {
  it('as a value of a filter: it matches exactly what equals it', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, fc.constantFrom('in', 'not in', '=', '!='), async (value, op) => {
        const filters = [{ dimension: 'queue', op, values: [value] }];
        const { results } = await tenant.query({
          from: FROM,
          to: TO,
          queries: [{ refId: 'A', metrics: ['calls.count'], filters }],
        });
        const hits = ['sales', `it's "quoted"; -- x`].filter((queue) => queue === value).length;
        expect(results['A']).toMatchObject({
          frames: [{ data: { values: [[op === 'in' || op === '=' ? hits : 2 - hits]] } }],
        });
      }),
      { numRuns: 150 },
    );
  });

  it('as a pattern: a count or a clear error, and never more than is there', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (pattern) => {
        const filters = [{ dimension: 'queue', op: '=~', values: [pattern] }];
        const { results } = await tenant.query({
          from: FROM,
          to: TO,
          queries: [{ refId: 'A', metrics: ['calls.count'], filters }],
        });
        const result = results['A']!;
        if ('error' in result) expect(result.error.code).toBe('invalid_filter');
        else expect(result.frames[0]!.data.values[0]![0]).toBeLessThanOrEqual(2);
      }),
      { numRuns: 150 },
    );
  });

  it('as a name of anything: an error with a stable code, and nothing has changed', async () => {
    const codes = [
      'unknown_metric',
      'unknown_dimension',
      'unknown_operator',
      'invalid_interval',
      'unknown_comparison',
      'invalid_query',
    ];
    await fc.assert(
      fc.asyncProperty(
        nasty,
        fc.constantFrom('metric', 'group', 'dimension', 'op', 'interval', 'compare'),
        async (text, place) => {
          const query = {
            refId: 'A',
            metrics: [place === 'metric' ? text : 'calls.count'],
            ...(place === 'group' ? { groupBy: [text] } : {}),
            ...(place === 'dimension' ? { filters: [{ dimension: text, op: 'in', values: ['x'] }] } : {}),
            ...(place === 'op' ? { filters: [{ dimension: 'queue', op: text, values: ['x'] }] } : {}),
            ...(place === 'interval' ? { interval: text } : {}),
            ...(place === 'compare' ? { compare: text } : {}),
          };
          const { results } = await tenant.query({ from: FROM, to: TO, queries: [query] });
          const result = results['A']!;
          expect('error' in result ? codes.includes(result.error.code) : JSON.stringify(query)).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
    expect(await count(tenant)).toMatchObject({ frames: [{ data: { values: [[2]] } }] });
    expect(await count(other)).toMatchObject({ frames: [{ data: { values: [[1]] } }] });
  });

  it('as a cursor, a zone, a range, or a search for values: an error of the sender, never of the service', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        const bodies = [
          { from: text, to: TO, queries: [{ refId: 'A', metrics: ['calls.count'] }] },
          { from: FROM, to: TO, timezone: text, queries: [{ refId: 'A', metrics: ['calls.count'] }] },
          { from: FROM, to: TO, queries: [{ refId: 'A', calls: { cursor: text } }] },
        ];
        for (const body of bodies) expect((await tenant.request('POST', '/v1/query', body)).status).toBeLessThan(500);
        const search = encodeURIComponent(text);
        const values = await tenant.request(
          'GET',
          `/v1/dimensions/queue/values?from=${FROM}&to=${TO}&search=${search}`,
        );
        expect(values.status).toBe(200);
        expect((values.body as { values: unknown[] }).values.length).toBeLessThanOrEqual(2);
        expect((await tenant.request('GET', `/v1/dimensions/${search}/values`)).status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});
