import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Config } from '../../src/config/config.js';
import { problemsOf } from './problems.js';

const FROM = { CALLSIGHT_MAIL_FROM: 'Callsight <reports@example.com>' };
const mailOf = (variables: Record<string, string>): Config['mail'] => readConfig(variables).config.mail;

test('without an address of a server nothing is sent', () => {
  expect(mailOf({})).toEqual({
    smtp: undefined,
    from: { email: 'callsight@callsight.invalid', name: 'Callsight' },
    domains: [],
  });
});

test.each<[string, object]>([
  ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, isTls: false, login: undefined }],
  ['smtps://mail.example.com', { port: 465, isTls: true }],
  ['smtp://mail.example.com:465', { port: 465, isTls: true }],
  ['smtp://[::1]:1025', { host: '::1', port: 1025, isTls: false }],
  [
    'smtp://reports%40example.com:p%40ss%3Aw%C3%B6rd@mail.example.com:2525/',
    { port: 2525, login: { kind: 'password', user: 'reports@example.com', password: 'p@ss:wörd' } },
  ],
])('%s', (url, expected) => {
  expect(mailOf({ ...FROM, CALLSIGHT_SMTP_URL: url }).smtp).toMatchObject(expected);
});

test.each([
  'mail.example.com:587',
  'http://secret-user:secret-pass@mail.example.com',
  'smtp://secret-user:secret-pass@mail.example.com/path',
  'smtp://secret-user:secret-pass@mail.example.com?a=1',
  'smtp://',
])('%s is no address of a server, which is said without what stands in it', (url) => {
  const problems = problemsOf({ ...FROM, CALLSIGHT_SMTP_URL: url });
  expect(problems).toEqual([expect.stringMatching(/^CALLSIGHT_SMTP_URL: expected an address such as smtp:/)]);
  expect(problems.join()).not.toMatch(/secret-/);
});

test('user and password can stand beside the address, and a password alone is none', () => {
  const set = { ...FROM, CALLSIGHT_SMTP_URL: 'smtp://old:older@mail.example.com' };
  expect(mailOf({ ...set, CALLSIGHT_SMTP_USER: 'new', CALLSIGHT_SMTP_PASSWORD: 'newer' }).smtp?.login).toEqual({
    kind: 'password',
    user: 'new',
    password: 'newer',
  });
  const plain = { ...FROM, CALLSIGHT_SMTP_URL: 'smtp://mail.example.com' };
  expect(mailOf({ ...plain, CALLSIGHT_SMTP_PASSWORD: 'newer' }).smtp?.login).toBeUndefined();
});

test('a sender is needed, and is an address with or without a name', () => {
  const url = { CALLSIGHT_SMTP_URL: 'smtp://mail.example.com' };
  expect(problemsOf(url)).toEqual(['CALLSIGHT_MAIL_FROM: needed for CALLSIGHT_SMTP_URL']);
  for (const [text, from] of [
    ['a@example.com', { email: 'a@example.com' }],
    ['<a@example.com>', { email: 'a@example.com' }],
    ['"Müller, A" <a@example.com>', { email: 'a@example.com', name: 'Müller, A' }],
  ] as const)
    expect(mailOf({ ...url, CALLSIGHT_MAIL_FROM: text }).from).toEqual(from);
  for (const text of [
    'nobody',
    'a@b@c',
    'A <a@example.com',
    'a@example.com, b@example.com',
    'A\r\nBcc: x <a@example.com>',
  ])
    expect([text, problemsOf({ ...url, CALLSIGHT_MAIL_FROM: text })]).toEqual([
      text,
      [expect.stringMatching(/^CALLSIGHT_MAIL_FROM: expected an address/)],
    ]);
});

test('domains are those of addresses, or what lies below them', () => {
  expect(mailOf({ CALLSIGHT_MAIL_DOMAINS: 'Example.com, *.partner.test,,müller.example' }).domains).toEqual([
    'example.com',
    '*.partner.test',
    'müller.example',
  ]);
  for (const wrong of ['@example.com', 'localhost', 'a.*.com', 'https://example.com', 'exa mple.com'])
    expect([wrong, problemsOf({ CALLSIGHT_MAIL_DOMAINS: wrong })]).toEqual([
      wrong,
      [expect.stringContaining(`"${wrong}" is no domain`)],
    ]);
});

describe('a login with an access token', () => {
  const set = { ...FROM, CALLSIGHT_SMTP_URL: 'smtp://mail.example.com', CALLSIGHT_SMTP_USER: 'reports' };
  const client = {
    CALLSIGHT_SMTP_OAUTH_CLIENT_ID: 'id',
    CALLSIGHT_SMTP_OAUTH_CLIENT_SECRET: 'client-secret',
    CALLSIGHT_SMTP_OAUTH_REFRESH_TOKEN: 'refresh-token',
    CALLSIGHT_SMTP_OAUTH_URL: 'https://oauth2.example.com/token',
  };

  test('has a client with all that it needs', () => {
    expect(mailOf({ ...set, ...client }).smtp?.login).toEqual({
      kind: 'oauth2',
      user: 'reports',
      clientId: 'id',
      clientSecret: 'client-secret',
      refreshToken: 'refresh-token',
      tokenUrl: 'https://oauth2.example.com/token',
    });
    for (const name of Object.keys(client).slice(1))
      expect([name, problemsOf({ ...set, ...client, [name]: '' })]).toEqual([
        name,
        [expect.stringMatching(/^CALLSIGHT_SMTP_OAUTH_CLIENT_ID: needs /)],
      ]);
    expect(problemsOf({ ...set, ...client, CALLSIGHT_SMTP_USER: '' })).toEqual([
      expect.stringMatching(/^CALLSIGHT_SMTP_USER: needed/),
    ]);
  });

  test('sends secrets over https: alone', () => {
    const problems = problemsOf({ ...set, ...client, CALLSIGHT_SMTP_OAUTH_URL: 'http://oauth2.example.com/token' });
    expect(problems).toEqual([expect.stringMatching(/^CALLSIGHT_SMTP_OAUTH_URL: expected an address such as https:/)]);
  });

  test('reads a token from a file', () => {
    expect(mailOf({ ...set, CALLSIGHT_SMTP_ACCESS_TOKEN_FILE: '/run/token' }).smtp?.login).toEqual({
      kind: 'access-token',
      user: 'reports',
      file: '/run/token',
    });
  });
});

test('a signature needs domain, selector and a private key, which can stand in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-dkim-'));
  try {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();
    writeFileSync(join(folder, 'key'), `${key}\n`);
    const set = {
      ...FROM,
      CALLSIGHT_SMTP_URL: 'smtp://mail.example.com',
      CALLSIGHT_DKIM_DOMAIN: 'example.com',
      CALLSIGHT_DKIM_SELECTOR: 'one',
      CALLSIGHT_DKIM_KEY_FILE: join(folder, 'key'),
    };
    expect(mailOf(set).smtp?.dkim).toEqual({ domain: 'example.com', selector: 'one', key });
    for (const name of ['CALLSIGHT_DKIM_SELECTOR', 'CALLSIGHT_DKIM_KEY_FILE'])
      expect(problemsOf({ ...set, [name]: '' })).toEqual([expect.stringMatching(/^CALLSIGHT_DKIM_DOMAIN: needs /)]);
    writeFileSync(join(folder, 'key'), 'secret-of-nobody');
    const problems = problemsOf(set);
    expect(problems).toEqual(['CALLSIGHT_DKIM_KEY: expected a private key in PEM']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
