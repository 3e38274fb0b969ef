import type { Run } from '@callsight/contract/reports/run';
import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { ServiceProcess } from '../support/service/service-process.js';
import { until } from '../support/service/until.js';
import { DAILY_REPORT } from './daily-report.js';

const RECIPIENTS = 40;
const ROUNDS = 30;

/** A mail server that says what came, and of whom a message had begun. */
class CountingServer {
  /** Addresses of whole messages, in the order in which they came; each with its run. */
  readonly whole: string[] = [];
  /** Addresses of which the server was sent at least the begin of a message. */
  readonly begun = new Set<string>();
  readonly #server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    closeTimeout: 100,
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address);
      for (const address of to) this.begun.add(address);
      let tail = '';
      stream.on('data', (part: Buffer) => {
        tail = (tail + part.toString('latin1')).slice(-200);
      });
      stream.on('end', () => {
        // A connection that breaks off ends the stream, too; a whole message ends with its last boundary.
        if (/--\r\n$/.test(tail)) this.whole.push(...to);
        done();
      });
    },
  });

  async listen(): Promise<number> {
    this.#server.on('error', () => undefined);
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.server.address() as AddressInfo).port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}

/** When the service is killed: so many milliseconds after as many messages have come. */
const moments = fc.sample(
  fc.record({ messages: fc.nat(RECIPIENTS - 1), ms: fc.integer({ min: 0, max: 30 }), isEarly: fc.boolean() }),
  { numRuns: ROUNDS, seed: 11 },
);

const OPEN = ['queued', 'waiting_for_data', 'rendering', 'sending'];

test('a kill at any moment of a run with forty recipients: nobody gets it twice, nobody is forgotten', async () => {
  const server = new CountingServer();
  const port = await server.listen();
  const service = await ServiceProcess.start({
    CALLSIGHT_SMTP_URL: `smtp://127.0.0.1:${port}`,
    CALLSIGHT_MAIL_FROM: 'reports@firm.example',
  });
  const runOf = async (id: string): Promise<Run> => (await service.main.get(`/v1/runs/${id}`)) as Run;
  try {
    await service.main.request('POST', '/v1/reports', DAILY_REPORT);
    const unknown: string[] = [];
    for (const [round, { messages, ms, isEarly }] of moments.entries()) {
      const addresses = Array.from({ length: RECIPIENTS }, (_, index) => `r${round}-${index}@other.example`);
      const isOfRound = (address: string): boolean => address.startsWith(`r${round}-`);
      const { body } = await service.main.request('POST', '/v1/reports/daily/runs', {
        formats: ['html'],
        recipients: addresses.map((email) => ({ email })),
      });
      const { id } = body as Run;
      // In one case of two before or while the report is made, otherwise while it is sent.
      if (isEarly) await pause(ms * 20);
      else {
        await until(() => Promise.resolve(server.whole.filter(isOfRound).length >= messages));
        await pause(ms);
      }
      await service.kill();
      await service.start();
      await until(async () => !OPEN.includes((await runOf(id)).status));
      const { deliveries } = await runOf(id);
      const came = server.whole.filter(isOfRound);
      expect(came.length).toBe(new Set(came).size);
      for (const { to, status } of deliveries) {
        expect(['sent', 'unknown']).toContain(status);
        if (status === 'sent') expect(came).toContain(to);
        // Nobody can know: the message had gone, and its end was on the way.
        else expect(server.begun).toContain(to);
        if (status === 'unknown') unknown.push(to);
      }
      expect(deliveries.map(({ to }) => to).sort()).toEqual(addresses.sort());
    }
    // Of six messages that are sent at once few are at their last byte.
    expect(unknown.length).toBeLessThan(ROUNDS * 6);
    await service.stop();
  } finally {
    await service.remove();
    await server.close();
  }
}, 400_000);
