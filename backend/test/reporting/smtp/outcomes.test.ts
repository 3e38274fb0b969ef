import fc from 'fast-check';
import { MailSender } from '../../../src/reporting/smtp/mail-sender.js';
import { answer, MailServer, ScriptedServer, type Act, type Step } from './mail-server.js';
import { mail, patient, settings } from './sample-mail.js';

const open: { stop(): Promise<void> }[] = [];
const opened = <T extends { stop(): Promise<void> }>(server: T): T => {
  open.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()));
});

const ANSWERS: Readonly<Record<string, readonly [number, string]>> = {
  'gone@example.com': [550, '5.1.1 no such user'],
  'later@example.com': [451, '4.7.1 try again later'],
  'full@example.com': [552, '5.2.2 mailbox full'],
};

const refusing = (hidePIPELINING: boolean): Promise<MailServer> =>
  MailServer.start({
    hidePIPELINING,
    onRcptTo: ({ address }, _session, done) => {
      const refusal = ANSWERS[address];
      done(refusal === undefined ? undefined : answer(...refusal));
    },
  });

describe.each([
  ['one command after the other', true],
  ['in one go', false],
])('recipients that are named %s', (_, isSingle) => {
  test('have an outcome each', async () => {
    const server = opened(await refusing(isSingle));
    const addresses = ['gone@example.com', 'anna@example.com', 'later@example.com', 'full@example.com'];
    const outcomes = await new MailSender(settings(server.port)).send(mail(), addresses, patient);
    expect(outcomes).toEqual([
      { address: 'gone@example.com', status: 'refused', code: 550, message: '550 5.1.1 no such user', phase: 'rcpt' },
      {
        address: 'anna@example.com',
        status: 'sent',
        code: 250,
        message: expect.stringMatching(/^250 /),
        phase: 'body-sent',
      },
      { address: 'later@example.com', status: 'retry', code: 451, message: '451 4.7.1 try again later', phase: 'rcpt' },
      { address: 'full@example.com', status: 'refused', code: 552, message: '552 5.2.2 mailbox full', phase: 'rcpt' },
    ]);
    expect(server.received.map(({ to }) => to)).toEqual([['anna@example.com']]);
  });

  test('that are all refused get no message', async () => {
    const server = opened(await refusing(isSingle));
    const outcomes = await new MailSender(settings(server.port)).send(
      mail(),
      ['later@example.com', 'gone@example.com'],
      patient,
    );
    expect(outcomes.map(({ status, code }) => [status, code])).toEqual([
      ['retry', 451],
      ['refused', 550],
    ]);
    expect(server.received).toEqual([]);
  });

  test('keep their own outcomes in every order', async () => {
    const server = opened(await refusing(isSingle));
    const sender = new MailSender(settings(server.port));
    const expected: Readonly<Record<string, string>> = {
      'gone@example.com': 'refused',
      'later@example.com': 'retry',
      'full@example.com': 'refused',
    };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...Object.keys(ANSWERS), 'a@example.com', 'b@example.com'), { minLength: 1 }),
        async (addresses) => {
          const outcomes = await sender.send(mail(), addresses, patient);
          expect(outcomes.map(({ address }) => address)).toEqual(addresses);
          for (const { address, status } of outcomes) expect(status).toBe(expected[address] ?? 'sent');
        },
      ),
      { numRuns: 25 },
    );
  });
});

const to = ['anna@example.com', 'ben@example.com'];

describe('a connection that is lost', () => {
  const cases: [Step, Act, string, string][] = (
    [
      ['greeting', 'retry', 'greeting'],
      ['EHLO', 'retry', 'greeting'],
      ['MAIL', 'retry', 'mail-from'],
      ['RCPT', 'retry', 'rcpt'],
      ['DATA', 'retry', 'data-asked'],
      ['end', 'unknown', 'body-sent'],
    ] as const
  ).flatMap(([step, status, phase]): [Step, Act, string, string][] => [
    [step, 'cut', status, phase],
    [step, 'silence', status, phase],
  ]);

  test.each(cases)('at %s by %s is %s (%s)', async (step, act, status, phase) => {
    const server = opened(await ScriptedServer.start({ [step]: act }));
    const sender = new MailSender(settings(server.port, { silenceMs: 150 }));
    const outcomes = await sender.send(mail(), to, patient);
    expect(outcomes.map((one) => [one.address, one.status, one.phase, one.code])).toEqual(
      to.map((address) => [address, status, phase, undefined]),
    );
    for (const { message } of outcomes) expect(message).not.toBe('');
    expect(server.steps).toContain(step);
  });

  test('while the message goes over is tried again, unless all of it had gone', async () => {
    const server = opened(await ScriptedServer.start({ body: 'cut' }));
    const attachments = [
      { name: 'large.bin', contentType: 'application/octet-stream', body: Buffer.alloc(16 << 20, 7) },
    ];
    const sender = new MailSender(settings(server.port, { maxBytes: 64 << 20 }));
    const outcomes = await sender.send(mail({ attachments }), to, patient);
    expect(outcomes.map(({ status, phase }) => [status, phase])).toEqual(to.map(() => ['retry', 'body']));
  });

  test('before anybody answers is tried again', async () => {
    const server = await ScriptedServer.start({});
    const { port } = server;
    await server.stop();
    const outcomes = await new MailSender(settings(port)).send(mail(), to, patient);
    expect(outcomes.map(({ status, phase }) => [status, phase])).toEqual(to.map(() => ['retry', 'connect']));
    expect(outcomes[0]?.message).toMatch(/ECONNREFUSED/);
  });
});

describe('an answer to the whole message', () => {
  test.each<[Partial<Record<Step, Act>>, string, number, string, boolean]>([
    [{ greeting: '554 no service' }, 'retry', 0, 'greeting', false],
    [{ greeting: '421 too busy' }, 'retry', 0, 'greeting', false],
    [{ MAIL: '451 4.3.0 later' }, 'retry', 451, 'mail-from', false],
    [{ MAIL: '550 5.7.1 not from you' }, 'refused', 550, 'mail-from', false],
    [{ MAIL: '552 5.3.4 too large' }, 'refused', 552, 'mail-from', true],
    [{ DATA: '451 4.3.0 later' }, 'retry', 451, 'data-asked', false],
    [{ DATA: '554 5.5.1 no' }, 'refused', 554, 'data-asked', false],
    [{ end: '451 4.3.0 later' }, 'retry', 451, 'body-sent', false],
    [{ end: '554 5.7.1 spam' }, 'refused', 554, 'body-sent', false],
    [{ end: '552 5.3.4 too large' }, 'refused', 552, 'body-sent', true],
    [{ end: '552 too large' }, 'refused', 552, 'body-sent', true],
  ])('%j is %s', async (script, status, code, phase, isTooLarge) => {
    const server = opened(await ScriptedServer.start(script));
    const outcomes = await new MailSender(settings(server.port)).send(mail(), to, patient);
    expect(outcomes.map((one) => [one.address, one.status, one.code ?? 0, one.phase, one.isTooLarge ?? false])).toEqual(
      to.map((address) => [address, status, code, phase, isTooLarge]),
    );
  });

  test('is told in the words of the server', async () => {
    const server = opened(await ScriptedServer.start({ end: '550-5.7.1 one\r\n550 5.7.1 two' }));
    const [outcome] = await new MailSender(settings(server.port)).send(mail(), to, patient);
    expect(outcome?.message).toBe('550-5.7.1 one 550 5.7.1 two');
  });
});

describe('a message that is too large', () => {
  const attachments = [{ name: 'data.csv', contentType: 'text/csv', body: Buffer.alloc(200_000, 'a') }];
  const large = mail({ attachments });

  test('for what the server says at first is not sent', async () => {
    const server = opened(await MailServer.start({ size: 100_000 }));
    const outcomes = await new MailSender(settings(server.port)).send(large, to, patient);
    expect(outcomes.map(({ status, isTooLarge }) => [status, isTooLarge])).toEqual(to.map(() => ['refused', true]));
    expect(outcomes[0]?.message).toContain('100000');
    expect(server.received).toEqual([]);
  });

  test('for what the server says at last is told', async () => {
    const server = opened(await MailServer.start({ size: 100_000, hideSize: true }));
    const outcomes = await new MailSender(settings(server.port)).send(large, to, patient);
    expect(outcomes.map(({ status, isTooLarge, code }) => [status, isTooLarge, code])).toEqual(
      to.map(() => ['refused', true, 552]),
    );
  });

  test('for the settings asks no server', async () => {
    const sender = new MailSender(settings(1, { maxBytes: 250_000 }));
    expect(await sender.encodedBytes(large)).toBeGreaterThan(200_000 * 1.33);
    const outcomes = await sender.send(large, to, patient);
    expect(outcomes.map(({ status, isTooLarge, phase }) => [status, isTooLarge, phase])).toEqual(
      to.map(() => ['refused', true, 'connect']),
    );
  });

  test('counts as it goes over the wire', async () => {
    const server = opened(await MailServer.start());
    const sender = new MailSender(settings(server.port));
    await sender.send(large, to, patient);
    expect(await sender.encodedBytes(large)).toBe(server.received[0]?.raw.byteLength);
  });
});

describe('an attempt that is ended', () => {
  test('by its signal is tried again, or unknown once all has gone', async () => {
    for (const [step, status] of [
      ['EHLO', 'retry'],
      ['end', 'unknown'],
    ] as const) {
      const server = opened(await ScriptedServer.start({ [step]: 'silence' }));
      const controller = new AbortController();
      const sending = new MailSender(settings(server.port)).send(mail(), to, controller.signal);
      // Looks again in each turn of the event loop until the server has come to the step.
      while (!server.steps.includes(step)) await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      controller.abort(new Error('the run was canceled'));
      const outcomes = await sending;
      expect(outcomes.map((one) => [one.status, one.message])).toEqual(to.map(() => [status, 'the run was canceled']));
    }
  });

  test('before it begins asks no server', async () => {
    const server = opened(await ScriptedServer.start({}));
    const outcomes = await new MailSender(settings(server.port)).send(mail(), to, AbortSignal.abort(new Error('no')));
    expect(outcomes.map(({ status, phase }) => [status, phase])).toEqual(to.map(() => ['retry', 'connect']));
    expect(server.steps).toEqual([]);
  });

  test('by its deadline says so', async () => {
    const server = opened(await ScriptedServer.start({ RCPT: 'silence' }));
    const sender = new MailSender(settings(server.port, { deadlineMs: 200 }));
    const [outcome] = await sender.send(mail(), to, patient);
    expect(outcome).toMatchObject({ status: 'retry', phase: 'rcpt', message: 'the mail was not sent within 0.2 s' });
  });
});

describe('the end of a message', () => {
  test('is told of before the server has it, and not where nobody gets it', async () => {
    const server = opened(await ScriptedServer.start({}));
    const seen: string[][] = [];
    const onLastByte = (): Promise<void> => {
      seen.push([...server.steps]);
      return Promise.resolve();
    };
    const sender = new MailSender(settings(server.port));
    expect(await sender.send(mail(), to, patient, onLastByte)).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toContain('end');
    const refusing = opened(await ScriptedServer.start({ RCPT: '550 no' }));
    await new MailSender(settings(refusing.port)).send(mail(), to, patient, onLastByte);
    expect(seen).toHaveLength(1);
  });

  test('does not go out when what has to be written down before cannot be', async () => {
    const server = opened(await ScriptedServer.start({}));
    const sender = new MailSender(settings(server.port));
    const outcomes = await sender.send(mail(), to, patient, () => Promise.reject(new Error('the disk is full')));
    expect(outcomes.map((one) => [one.status, one.phase, one.message])).toEqual(
      to.map(() => ['retry', 'body', 'the disk is full']),
    );
    expect(server.steps).not.toContain('end');
  });
});
