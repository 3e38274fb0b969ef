import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, readConfig, type Config } from '../../src/config/config.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callsight-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;

const fileOf = (text: string): string => {
  files += 1;
  const file = join(folder, `${files}.yaml`);
  writeFileSync(file, text);
  return file;
};

const read = (variables: Readonly<Record<string, string>>): Config => readConfig(variables).config;

/** What is wrong with a configuration; none if it is right. */
function problems(variables: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(variables);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems;
  }
}

const problemsOf = (text: string, variables: Readonly<Record<string, string>> = {}): readonly string[] =>
  problems({ ...variables, CALLSIGHT_CONNECTIONS_FILE: fileOf(text) });

const named = ({ connections }: Config): string[] =>
  connections.map(({ provider, name, tenant, secret, enabled }) =>
    [provider.name, name, tenant, secret, enabled ? 'on' : 'off'].join(' '),
  );

const ALL = {
  CALLSIGHT_VAPI_SECRET: 'v',
  CALLSIGHT_RETELL_API_KEY: 'r',
  CALLSIGHT_TWILIO_AUTH_TOKEN: 't',
  CALLSIGHT_ACUITY_API_KEY: 'a',
  CALLSIGHT_ACUITY_USER_ID: '42',
  CALLSIGHT_STRIPE_WEBHOOK_SECRET: 's',
};

test('without a secret nothing is on; the environment alone makes the default connections of tenant main', () => {
  expect(named(read({}))).toEqual([]);
  expect(named(read(ALL))).toEqual([
    'vapi default main v on',
    'retell default main r on',
    'twilio default main t on',
    'acuity default main a on',
    'stripe default main s on',
  ]);
});

test('a secret may stand in a file', () => {
  expect(named(read({ CALLSIGHT_STRIPE_WEBHOOK_SECRET_FILE: fileOf('whsec_1\n') }))).toEqual([
    'stripe default main whsec_1 on',
  ]);
});

test('a file adds connections, refines those of the environment, and switches them off', () => {
  const secret = fileOf('from a file\n');
  const config = read({
    ...ALL,
    OTHER: 'from a variable',
    CALLSIGHT_CONNECTIONS_FILE: fileOf(`
connections:
  - { provider: twilio, enabled: false }
  - { provider: twilio, name: eu, tenant: acme, secret_env: OTHER }
  - { provider: stripe, name: eu, secret_file: ${secret} }
  - { provider: acuity, settings: { currency: EUR, requests_per_second: 2 } }
`),
  });
  expect(named(config)).toEqual([
    'vapi default main v on',
    'retell default main r on',
    'twilio default main t off',
    'acuity default main a on',
    'stripe default main s on',
    'twilio eu acme from a variable on',
    'stripe eu main from a file on',
  ]);
  expect(config.connections[3]!.provider.lookUp?.perSecond).toBe(2);
});

test('JSON is YAML, and an empty file is fine', () => {
  const text = JSON.stringify({ connections: [{ provider: 'retell', name: 'x', secret_env: 'KEY' }] });
  expect(named(read({ KEY: 'k', CALLSIGHT_CONNECTIONS_FILE: fileOf(text) }))).toEqual(['retell x main k on']);
  expect(named(read({ CALLSIGHT_CONNECTIONS_FILE: fileOf('') }))).toEqual([]);
});

describe('what is wrong is told, with its place, and never with a value', () => {
  test.each([
    ['connections: [', 'not valid YAML'],
    ['conections: []', '/conections: Unexpected property (did you mean connections?)'],
    [
      'connections: [{ provider: vapy, secret_env: K }]',
      '/connections/0/provider: expected one of vapi, retell, twilio, acuity, stripe',
    ],
    ['connections: [{ provider: vapi, name: A B, secret_env: K }]', '/connections/0/name'],
    ['connections: [{ provider: vapi, tenant: A/B, secret_env: K }]', '/connections/0/tenant'],
    ['connections: [{ provider: vapi, secret: geheim }]', '/connections/0/secret: Unexpected property'],
    ['connections: [{ provider: vapi, name: x }]', '/connections/0: needs secret_env or secret_file'],
    [
      'connections: [{ provider: vapi, name: x, secret_env: MISSING }]',
      '/connections/0: the variable MISSING (or MISSING_FILE) is not set',
    ],
    [
      'connections: [{ provider: vapi, name: x, secret_file: /no/such/file }]',
      '/connections/0: cannot read the file (ENOENT)',
    ],
    [
      'connections: [{ provider: vapi, name: x, secret_env: K, settings: { scheme: digest } }]',
      '/connections/0/settings/scheme: expected one of hmac, bearer, secret',
    ],
    [
      'connections: [{ provider: retell, name: x, secret_env: K, settings: { colour: 1 } }]',
      '/connections/0/settings/colour: Unexpected property',
    ],
    ['connections: [{ provider: acuity, name: x, secret_env: K }]', '/connections/0/settings/user_id'],
    [
      'connections: [{ provider: vapi, name: x, secret_env: K }, { provider: vapi, name: x, tenant: b, secret_env: K }]',
      'two connections vapi/x',
    ],
    ['end_reasons: { stripe: {} }', '/end_reasons/stripe: valid are vapi, retell, twilio'],
    [
      'end_reasons: { vapi: { hangup: { outcome: nonsense } } }\nconnections: [{ provider: vapi, name: x, secret_env: K }]',
      'outcome',
    ],
  ])('%s', (text, expected) => {
    const found = problemsOf(text, { K: 'geheim' });
    expect(found.join('\n')).toContain(expected);
    expect(found.join('\n')).not.toContain('geheim');
  });

  test('all of it at once, with everything else', () => {
    const found = problemsOf('connections: [{ provider: vapi, name: x }, { provider: vapy }]', {
      CALLSIGHT_PORT: 'no',
    });
    expect(found).toHaveLength(2);
    expect(found[0]).toContain('CALLSIGHT_PORT');
  });

  test('Acuity needs its user id, by the name of its variable', () => {
    expect(problems({ CALLSIGHT_ACUITY_API_KEY: 'a' })).toEqual([
      expect.stringMatching(/^CALLSIGHT_ACUITY_USER_ID: .*Numeric user id/),
    ]);
    expect(problems({ ...ALL, CALLSIGHT_ACUITY_CURRENCY: 'euro' })).toEqual([
      expect.stringMatching(/^CALLSIGHT_ACUITY_CURRENCY: /),
    ]);
    expect(problems({ ...ALL, CALLSIGHT_VAPI_ALGORITHM: 'md5' })).toEqual([
      'CALLSIGHT_VAPI_ALGORITHM: expected one of sha256, sha512, sha1',
    ]);
  });
});

describe('the public URL', () => {
  test('is what is set, without a slash at its end; else the address that the service listens on', () => {
    expect(read({ CALLSIGHT_PUBLIC_URL: 'https://calls.example.com/' }).http.publicUrl).toBe(
      'https://calls.example.com',
    );
    expect(read({ CALLSIGHT_PUBLIC_URL: 'https://example.com/calls' }).http.publicUrl).toBe(
      'https://example.com/calls',
    );
    expect(read({ CALLSIGHT_PORT: '8080' }).http.publicUrl).toBe('http://127.0.0.1:8080');
  });

  test.each([
    'calls.example.com',
    'ftp://example.com',
    'https://u:geheim@example.com',
    'https://example.com/?a=geheim',
  ])('%s is none', (url) => {
    const [found, ...others] = problems({ CALLSIGHT_PUBLIC_URL: url });
    expect([found, others]).toEqual([expect.stringMatching(/^CALLSIGHT_PUBLIC_URL: expected an address/), []]);
    expect(found).not.toContain('geheim');
  });
});

test('a default country is a country', () => {
  expect(read({ CALLSIGHT_DEFAULT_COUNTRY: 'de' }).callers.defaultCountry).toBe('DE');
  expect(problems({ CALLSIGHT_DEFAULT_COUNTRY: 'Germany' })).toHaveLength(1);
});
