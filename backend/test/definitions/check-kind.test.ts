import type { CheckInput } from '@callsight/contract/monitoring/check';
import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';

const service = TestService.forTests(Date.parse('2026-06-10T12:00:00Z'));
let tenant: TenantClient;
beforeAll(async () => {
  tenant = await service.tenant();
});

const HTTP = { id: 'crm', component: 'crm', kind: 'http', target: 'https://example.com/health' };

/** Paused, so that nothing is asked for. */
const define = (input: object, client = tenant) => client.request('POST', '/v1/checks', { ...input, paused: true });

let next = 0;
const newId = (): string => {
  next += 1;
  return `check-${next}`;
};

it.each<[string, Partial<CheckInput>]>([
  ['http', { target: 'http://example.com:8080/a?b=c' }],
  ['http', { target: 'https://[2606:4700::1]/', expect: { status: [200, 204], body: 'ok', certificate_days: 30 } }],
  ['http', { expect: { json: { path: '$.a[0].b', op: 'exists' } } }],
  ['tcp', { target: 'db.example.com:5432' }],
  ['tcp', { target: 'tcp://[2606:4700::1]:5432' }],
  ['tls', { target: 'example.com' }],
  ['tls', { target: 'https://example.com', expect: { certificate_days: 0 } }],
  ['smtp', { target: 'mail.example.com' }],
  ['smtp', { target: 'smtps://mail.example.com:465' }],
  ['dns', { target: 'example.com' }],
  ['dns', { target: '_sip._tcp.example.com SRV @192.0.2.53:5353', expect: { body: 'sip.example.com' } }],
  ['influxdb', { target: 'influxdb:8086' }],
  ['influxdb', { target: 'https://influxdb.example.com/behind', expect: { status: 200 } }],
])('takes a check of kind %s: %j', async (kind, further) => {
  const reply = await define({ ...HTTP, id: newId(), kind, ...further });
  expect([reply.status, reply.body]).toMatchObject([201, { kind, every: '1m', timeout: '5s', version: 1 }]);
});

it('takes a heartbeat without a target, and lengths of time up to their bounds', async () => {
  const heartbeat = { component: 'agent', kind: 'heartbeat' };
  for (const [every, timeout] of [
    ['10s', '100ms'],
    ['10s', '10s'],
    ['24h', '60s'],
    ['1d', '1m'],
    ['86400s', '500ms'],
  ])
    expect((await define({ ...heartbeat, id: newId(), every, timeout })).status).toBe(201);
});

it.each<[string, object, string, string]>([
  [
    'kind',
    { kind: 'https' },
    'invalid_check',
    '/kind: no kind "https"; valid are http, tcp, tls, smtp, dns, influxdb, heartbeat',
  ],
  [
    'no target',
    { target: undefined },
    'invalid_check',
    '/target: the target is missing; a check of kind http takes a URL such as https://example.com/health',
  ],
  [
    'no URL',
    { target: 'example.com' },
    'invalid_check',
    '/target: this is no address; a check of kind http takes a URL such as https://example.com/health',
  ],
  [
    'another scheme',
    { target: 'file:///etc/passwd' },
    'invalid_check',
    '/target: file: is none of http:, https:; a check',
  ],
  [
    'credentials',
    { target: 'https://user:secret-4711@example.com/' },
    'invalid_check',
    '/target: credentials do not belong into a target; a check',
  ],
  [
    'a user alone',
    { target: 'https://user@example.com/' },
    'invalid_check',
    '/target: credentials do not belong into a target; a check',
  ],
  [
    'credentials of SMTP',
    { kind: 'smtp', target: 'smtp://a:secret-4711@mail.example.com' },
    'invalid_check',
    '/target: credentials do not belong into a target; a check',
  ],
  [
    'credentials without a scheme',
    { kind: 'tcp', target: 'a:secret-4711@db:5432' },
    'invalid_check',
    '/target: credentials do not belong into a target; a check',
  ],
  [
    'a fragment',
    { target: 'https://example.com/#a' },
    'invalid_check',
    '/target: a fragment (#) is never sent; a check',
  ],
  [
    'no port',
    { kind: 'tcp', target: 'db.example.com' },
    'invalid_check',
    '/target: the port is missing; a check of kind tcp takes host:port such as db.example.com:5432',
  ],
  ['port 0', { kind: 'tcp', target: 'db.example.com:0' }, 'invalid_check', '/target: 0 is no port; a check'],
  [
    'a port too large',
    { kind: 'tcp', target: 'db.example.com:65536' },
    'invalid_check',
    '/target: this is no address; a check',
  ],
  [
    'a path',
    { kind: 'tls', target: 'https://example.com/a' },
    'invalid_check',
    '/target: a path has no meaning here; a check',
  ],
  [
    'no name',
    { kind: 'dns', target: 'https://example.com' },
    'invalid_check',
    '/target: "https://example.com" is no name; a check of kind dns takes a name',
  ],
  [
    'record type',
    { kind: 'dns', target: 'example.com ANY' },
    'invalid_check',
    '/target: "ANY" is none of the record types A, AAAA, CNAME, MX, NS, PTR, SRV, TXT; a check',
  ],
  [
    'two record types',
    { kind: 'dns', target: 'example.com A MX' },
    'invalid_check',
    '/target: there is more than one record type or server; a check',
  ],
  [
    'a query string',
    { kind: 'influxdb', target: 'http://influxdb:8086/?token=secret-4711' },
    'invalid_check',
    '/target: a query string has no meaning here; a check',
  ],
  [
    'target of a heartbeat',
    { kind: 'heartbeat' },
    'invalid_check',
    '/target: the component is listened for, not asked; a check of kind heartbeat takes no target',
  ],
  ['too often', { every: '9s' }, 'invalid_check', '/every: "9s" is no time from 10s to 24h, such as'],
  ['too seldom', { every: '25h' }, 'invalid_check', '/every: "25h" is no time from 10s to 24h, such as'],
  ['no length of time', { every: 'often' }, 'invalid_check', '/every: "often" is no time from 10s to 24h, such as'],
  ['timeout too short', { timeout: '99ms' }, 'invalid_check', '/timeout: "99ms" is no time from 100ms to 60s, such as'],
  [
    'timeout too long',
    { every: '5m', timeout: '61s' },
    'invalid_check',
    '/timeout: "61s" is no time from 100ms to 60s, such as',
  ],
  [
    'timeout longer than every',
    { every: '10s', timeout: '11s' },
    'invalid_check',
    '/timeout: 11s is longer than every, 10s',
  ],
  [
    'a limit beyond the timeout',
    { timeout: '1s', degraded_above_ms: 1_000 },
    'invalid_check',
    '/degraded_above_ms: is not below the timeout, 1s; the check would be down before',
  ],
  [
    'latency of a heartbeat',
    { kind: 'heartbeat', target: undefined, degraded_above_ms: 5 },
    'invalid_check',
    '/degraded_above_ms: has no meaning for a check of kind heartbeat, which takes no time',
  ],
  [
    'expectation of another kind',
    { kind: 'tcp', target: 'a:1', expect: { status: 200 } },
    'invalid_check',
    '/expect/status: has no meaning for a check of kind tcp; nothing can be expected',
  ],
  [
    'JSON of DNS',
    { kind: 'dns', target: 'a.example', expect: { json: { path: 'a', op: '=' } } },
    'invalid_check',
    '/expect/json: has no meaning for a check of kind dns; valid are body',
  ],
  [
    'certificate without TLS',
    { target: 'http://a.example', expect: { certificate_days: 5 } },
    'invalid_check',
    '/expect/certificate_days: only a target that begins with https: has a certificate',
  ],
  [
    'path',
    { expect: { json: { path: 'a..b', op: '=', value: 1 } } },
    'invalid_check',
    '/expect/json/path: expected a path such as "status", "$.items[0].ok" or "/items/0/ok"',
  ],
  [
    'operator',
    { expect: { json: { path: 'a', op: 'like', value: 1 } } },
    'invalid_check',
    '/expect/json/op: no operator "like"; valid are =, !=, <, <=, >, >=, contains, exists',
  ],
  ['no value', { expect: { json: { path: 'a', op: '=' } } }, 'invalid_check', '/expect/json/value: = needs a value'],
  [
    'no number',
    { expect: { json: { path: 'a', op: '<', value: 'x' } } },
    'invalid_check',
    '/expect/json/value: < needs a number',
  ],
  [
    'no flag',
    { expect: { json: { path: 'a', op: 'exists', value: 1 } } },
    'invalid_check',
    '/expect/json/value: exists takes true (the default) or false',
  ],
  [
    'itself',
    { component: 'crm', depends_on: ['crm'] },
    'circular_dependency',
    '/depends_on: the dependencies are circular: crm → crm',
  ],
  ['status out of range', { expect: { status: 99 } }, 'invalid_request', 'body/expect/status'],
  ['an unknown field', { expected: {} }, 'invalid_request', 'body'],
  ['no id', { id: 'No Id' }, 'invalid_request', 'body/id'],
  ['no component', { component: '' }, 'invalid_request', 'body/component'],
])('refuses %s, and says what would be valid', async (_, wrong, code, message) => {
  const { status, body } = await define({ ...HTTP, id: newId(), ...wrong });
  expect([status, body]).toMatchObject([400, { error: { code, message: expect.stringContaining(message) } }]);
  expect(JSON.stringify(body)).not.toContain('secret-4711');
});

it('refuses dependencies that become circular over several checks, and takes them once they are not', async () => {
  const own = await service.tenant();
  const check = (component: string, ...depends_on: string[]) => ({ ...HTTP, id: component, component, depends_on });
  expect((await define(check('booking', 'crm'), own)).status).toBe(201);
  expect((await define(check('crm', 'network'), own)).status).toBe(201);
  const circular = await define(check('network', 'booking'), own);
  expect([circular.status, circular.body]).toMatchObject([
    400,
    {
      error: {
        code: 'circular_dependency',
        path: '/depends_on',
        message: '/depends_on: the dependencies are circular: network → booking → crm → network',
      },
    },
  ]);
  expect((await own.request('DELETE', '/v1/checks/crm')).status).toBe(204);
  expect((await define(check('network', 'booking'), own)).status).toBe(201);
  const changed = await own.request('PUT', '/v1/checks/booking', { ...check('booking', 'network'), paused: true });
  expect(changed.status).toBe(400);
});

it('takes 200 checks of a tenant and no more', async () => {
  const own = await service.tenant();
  for (let count = 0; count < 200; count += 1)
    expect((await define({ ...HTTP, id: `check-${count}` }, own)).status).toBe(201);
  const reply = await define({ ...HTTP, id: 'one-more' }, own);
  expect([reply.status, reply.body]).toMatchObject([400, { error: { code: 'too_many_checks' } }]);
  expect((await define({ ...HTTP, id: newId() })).status).toBe(201);
});

it('is written with scope admin, and read with scope query', async () => {
  const own = await service.tenant();
  const { key } = (await own.post('/v1/keys', { name: 'reader', scopes: ['query'] })) as { key: string };
  const reader = service.clientOf(key);
  await define(HTTP, own);
  expect((await define({ ...HTTP, id: 'other' }, reader)).status).toBe(403);
  expect((await reader.request('DELETE', '/v1/checks/crm')).status).toBe(403);
  expect((await reader.request('GET', '/v1/checks/crm')).status).toBe(200);
  expect(await reader.get('/v1/checks')).toMatchObject({ checks: [{ id: 'crm', version: 1 }] });
  expect((await tenant.request('GET', '/v1/checks/crm')).status).toBe(404);
});
