import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { SMTPServerOptions } from 'smtp-server';
import { MailSender } from '../../../src/reporting/smtp/mail-sender.js';
import { Authority } from '../../monitoring/checks/certificates.js';
import { answer, MailServer, ScriptedServer } from './mail-server.js';
import { mail, patient, settings } from './sample-mail.js';

const authority = new Authority();
/** Leads to this machine, but is not known to be it. */
const ELSEWHERE = '0.0.0.0';
const certificate = authority.issue({ from: -1, to: 10, names: `IP:127.0.0.1,IP:${ELSEWHERE}` });
const to = ['anna@example.com'];
const PASSWORD = 'pa:ss/wörd-0123';

const open: { stop(): Promise<void> }[] = [];
const opened = <T extends { stop(): Promise<void> }>(server: T): T => {
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()));
});
afterAll(() => {
  authority.remove();
});

const password = { kind: 'password', user: 'reports', password: PASSWORD } as const;
const takingPassword: SMTPServerOptions = {
  authOptional: false,
  allowInsecureAuth: true,
  onAuth: (auth, _session, done) => {
    if (auth.username === 'reports' && auth.password === PASSWORD) done(null, { user: 'reports' });
    else done(answer(535, '5.7.8 wrong password'));
  },
};

describe('encryption', () => {
  test('from the first byte on takes a server whose certificate the given authority signed', async () => {
    const server = opened(await MailServer.start({ secure: true, ...certificate }));
    const sender = new MailSender(settings(server.port, { isTls: true, ca: authority.pem }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(server.received[0]?.isEncrypted).toBe(true);
  });

  test.each([true, false])(
    'is no encryption with a certificate that nobody knows (from the first byte: %s)',
    async (isTls) => {
      const server = opened(await MailServer.start({ secure: isTls, hideSTARTTLS: false, ...certificate }));
      const sender = new MailSender(settings(server.port, { host: ELSEWHERE, isTls }));
      const [outcome] = await sender.send(mail(), to, patient);
      expect(outcome).toMatchObject({ status: 'retry', message: expect.stringMatching(/certificate/i) });
      expect(server.received).toEqual([]);
    },
  );

  test('by STARTTLS is taken where it is offered, and hides the mail', async () => {
    const server = opened(await MailServer.start({ hideSTARTTLS: false, ...certificate }));
    const sender = new MailSender(settings(server.port, { host: ELSEWHERE, ca: authority.pem }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(server.received[0]?.isEncrypted).toBe(true);
  });

  test('is demanded from other machines', async () => {
    const server = opened(await MailServer.start({ disabledCommands: ['STARTTLS'] }));
    const [outcome] = await new MailSender(settings(server.port, { host: ELSEWHERE })).send(mail(), to, patient);
    expect(outcome).toMatchObject({ status: 'retry', phase: 'greeting', message: expect.stringMatching(/STARTTLS/) });
    expect(server.received).toEqual([]);
  });

  test.each(['opportunistic', 'off'] as const)('is not demanded where the setting says %s', async (startTls) => {
    const server = opened(await MailServer.start());
    const sender = new MailSender(settings(server.port, { host: ELSEWHERE, startTls }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
  });

  test('is not used where the setting says off', async () => {
    const server = opened(await MailServer.start({ hideSTARTTLS: false, ...certificate }));
    const sender = new MailSender(settings(server.port, { startTls: 'off' }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(server.received[0]?.isEncrypted).toBe(false);
  });

  test('is demanded before a password, though it is taken only if it is offered', async () => {
    const server = opened(await MailServer.start(takingPassword));
    const sender = new MailSender(
      settings(server.port, { host: ELSEWHERE, startTls: 'opportunistic', login: password }),
    );
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'retry', phase: 'greeting' }]);
    expect(server.received).toEqual([]);
  });
});

describe('a login', () => {
  test('with a password', async () => {
    const server = opened(await MailServer.start(takingPassword));
    const sender = new MailSender(settings(server.port, { login: password }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(server.received[0]?.user).toBe('reports');
  });

  test('that the server refuses is tried again, as nobody refused the mail', async () => {
    const server = opened(await MailServer.start(takingPassword));
    const sender = new MailSender(settings(server.port, { login: { ...password, password: 'another one' } }));
    const [outcome] = await sender.send(mail(), to, patient);
    expect(outcome).toMatchObject({ status: 'retry', phase: 'auth', message: expect.stringContaining('535') });
    expect(server.received).toEqual([]);
  });

  test('leaves no secret in an outcome, whatever the server repeats', async () => {
    const encoded = Buffer.from(`\u0000reports\u0000${PASSWORD}`).toString('base64');
    const server = opened(
      await ScriptedServer.start({
        EHLO: '250-here\r\n250 AUTH PLAIN',
        AUTH: `535 no: ${PASSWORD} ${encoded} ${Buffer.from(PASSWORD).toString('base64')}`,
      }),
    );
    const sender = new MailSender(settings(server.port, { login: password }));
    const shown = JSON.stringify(await sender.send(mail(), to, patient));
    expect(shown).toContain('535 no: … … …');
    for (const secret of [PASSWORD, encoded]) expect(shown).not.toContain(secret);
  });
});

describe('a login with an access token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callsight-token-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const takingToken = (valid: () => string) =>
    MailServer.start({
      authOptional: false,
      allowInsecureAuth: true,
      authMethods: ['XOAUTH2'],
      onAuth: ({ username, accessToken }, _session, done) => {
        if (username === 'reports' && accessToken === valid()) done(null, { user: 'reports' });
        else done(null, { data: { status: '401', schemes: 'bearer' } });
      },
    });

  test('reads its file for each mail', async () => {
    let token = 'first-token';
    const server = opened(await takingToken(() => token));
    const file = join(folder, 'token');
    writeFileSync(file, 'first-token\n');
    const sender = new MailSender(settings(server.port, { login: { kind: 'access-token', user: 'reports', file } }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    token = 'second-token';
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'retry', phase: 'auth' }]);
    writeFileSync(file, 'second-token\n');
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    rmSync(file);
    expect(await sender.send(mail(), to, patient)).toMatchObject([
      { status: 'retry', message: 'the file of the access token cannot be read' },
    ]);
  });

  test('gets tokens with its refresh token, and another one when the server takes the old one no more', async () => {
    const asked: string[] = [];
    const issuer = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (body: string) => asked.push(body));
      request.on('end', () => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ access_token: `token-${asked.length}`, expires_in: 3_600 }));
      });
    }).listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    opened({
      stop: async () => {
        issuer.close();
        issuer.closeAllConnections();
        await once(issuer, 'close');
      },
    });
    let valid = 'token-1';
    const server = opened(await takingToken(() => valid));
    const login = {
      kind: 'oauth2',
      user: 'reports',
      clientId: 'client',
      clientSecret: 'secret-of-client',
      refreshToken: 'refresh-token',
      tokenUrl: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`,
    } as const;
    const sender = new MailSender(settings(server.port, { login }));
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toMatchObject({
      client_id: 'client',
      client_secret: 'secret-of-client',
      refresh_token: 'refresh-token',
      grant_type: 'refresh_token',
    });
    valid = 'token-2';
    expect(await sender.send(mail(), to, patient)).toMatchObject([{ status: 'sent' }]);
    expect(asked).toHaveLength(2);
  });

  test('tells a fault of the issuer without the secrets', async () => {
    const issuer = createServer((_request, response) => {
      response.statusCode = 401;
      response.end(JSON.stringify({ error: 'invalid_grant', error_description: 'bad refresh-token secret-of-client' }));
    }).listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    opened({
      stop: async () => {
        issuer.close();
        issuer.closeAllConnections();
        await once(issuer, 'close');
      },
    });
    const server = opened(await takingToken(() => 'none'));
    const login = {
      kind: 'oauth2',
      user: 'reports',
      clientId: 'client',
      clientSecret: 'secret-of-client',
      refreshToken: 'refresh-token',
      tokenUrl: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`,
    } as const;
    const [outcome] = await new MailSender(settings(server.port, { login })).send(mail(), to, patient);
    expect(outcome).toMatchObject({ status: 'retry', message: expect.stringContaining('invalid_grant') });
    expect(outcome?.message).not.toMatch(/secret-of-client|refresh-token/);
  });
});

test('a signature holds for the message as it came, headers to unsubscribe included', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const server = opened(await MailServer.start());
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const sender = new MailSender(settings(server.port, { dkim: { domain: 'example.com', selector: 'one', key } }));
  const message = mail({ unsubscribe: { url: 'https://calls.example.com/u/1' } });
  expect(await sender.send(message, to, patient)).toMatchObject([{ status: 'sent' }]);
  const raw = server.received[0]?.raw ?? Buffer.alloc(0);
  const verify = (bytes: Buffer) =>
    dkimVerify(bytes, {
      resolver: (name: string) => {
        expect(name).toBe('one._domainkey.example.com');
        const shown = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
        return Promise.resolve([[`v=DKIM1; k=rsa; p=${shown}`]]);
      },
    });
  const { results } = await verify(raw);
  expect(results.map(({ status }) => status.result)).toEqual(['pass']);
  for (const [from, instead] of [
    ['https://calls.example.com/u/1', 'https://calls.example.com/u/2'],
    ['432 Anrufe', '433 Anrufe'],
    ['One-Click', 'Two-Click'],
  ] as const) {
    const changed = Buffer.from(raw.toString('latin1').replace(from, instead), 'latin1');
    expect(changed.equals(raw)).toBe(false);
    const [result] = (await verify(changed)).results;
    expect([from, result?.status.result]).toEqual([from, expect.not.stringMatching('pass')]);
  }
  expect(await sender.encodedBytes(message)).toBe(raw.byteLength);
});
