import type { Delivery } from '@callsight/contract/reports/delivery';
import type { Run } from '@callsight/contract/reports/run';
import PostalMime, { type Email } from 'postal-mime';
import { phoneCall } from '../../support/events/call.js';
import { TestService } from '../../support/service/test-service.js';
import { until } from '../../support/service/until.js';
import { answer, MailServer } from '../smtp/mail-server.js';

const DAY_MS = 86_400_000;

/** 06:00 in Berlin, and the time at which the schedules of these tests run: 08:00. */
const NOW = Date.UTC(2026, 10, 27, 5);
export const PLANNED = Date.UTC(2026, 10, 27, 7);

export const PUBLIC_URL = 'https://calls.firm.example';

export const REPORT = {
  id: 'daily',
  title: 'Calls of the day',
  range: 'yesterday',
  timezone: 'Europe/Berlin',
  locale: 'en',
  sections: [{ type: 'kpis', title: 'Figures', metrics: ['calls.count'] }],
};

export const schedule = (id: string, recipients: readonly object[], further: object = {}): object => ({
  id,
  report: 'daily',
  cron: '0 8 * * *',
  timezone: 'Europe/Berlin',
  formats: ['pdf'],
  recipients,
  ...further,
});

export const deliveriesOf = (run: Run | undefined): Readonly<Record<string, Delivery['status']>> =>
  Object.fromEntries(run?.deliveries.map(({ to, status }) => [to, status]) ?? []);

/** A message, and whom it came for. */
interface ReceivedMail {
  readonly to: readonly string[];
  readonly mail: Email;
}

/** A firm with a mail server of its own: yesterday one call of agent 1, two of agent 2, to seventeen of agent 17. */
export class MailingFirm {
  /** Answers to single addresses. */
  readonly refusals = new Map<string, readonly [number, string]>();
  #service: TestService | undefined;
  #mails: MailServer | undefined;
  #seen = 0;

  /** For the tests of a file. */
  static forTests(): MailingFirm {
    const firm = new MailingFirm();
    beforeAll(() => firm.#open(), 60_000);
    beforeEach(() => firm.#clear());
    afterAll(() => firm.#close());
    return firm;
  }

  get service(): TestService {
    if (this.#service === undefined) throw new Error('the service is not there yet');
    return this.#service;
  }

  async restart(further: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.service.stop();
    await this.service.startReady(this.#settings(further));
  }

  async put(kind: string, definition: object): Promise<void> {
    const { status, body } = await this.service.main.request('POST', `/v1/${kind}`, definition);
    expect([status, body]).toEqual([201, expect.anything()]);
  }

  async runOf(id: string): Promise<Run | undefined> {
    return ((await this.service.main.get(`/v1/schedules/${id}/runs`)) as { runs: Run[] }).runs[0];
  }

  async ended(id: string): Promise<Run> {
    await until(async () => ['sent', 'failed', 'skipped', 'succeeded'].includes((await this.runOf(id))?.status ?? ''));
    const run = await this.runOf(id);
    if (run === undefined) throw new Error('there is a run');
    return run;
  }

  /** A new schedule at its first time; its run may go on. */
  async begin(id: string, recipients: readonly object[], further: object = {}): Promise<void> {
    this.service.now = NOW;
    await this.put('schedules', schedule(id, recipients, further));
    await this.at(PLANNED);
  }

  /** One run of a new schedule. */
  async sent(id: string, recipients: readonly object[], further: object = {}): Promise<Run> {
    await this.begin(id, recipients, further);
    return this.ended(id);
  }

  async at(now: number): Promise<void> {
    this.service.now = now;
    await this.service.services.scheduler.round();
  }

  /** Messages that came since the last look, parsed. */
  async received(): Promise<ReceivedMail[]> {
    const all = this.#mails?.received ?? [];
    const fresh = all.slice(this.#seen);
    this.#seen = all.length;
    return Promise.all(fresh.map(async ({ to, raw }) => ({ to, mail: await PostalMime.parse(raw) })));
  }

  /** What a link of a mail leads to, without a key. */
  async statusOf(url: string): Promise<number> {
    return (await this.service.app.inject({ method: 'GET', url: url.slice(PUBLIC_URL.length) })).statusCode;
  }

  #settings(further: Readonly<Record<string, string>>): Record<string, string> {
    return {
      CALLSIGHT_SMTP_URL: `smtp://127.0.0.1:${this.#mails?.port ?? 0}`,
      CALLSIGHT_MAIL_FROM: 'Callsight <reports@firm.example>',
      CALLSIGHT_PUBLIC_URL: PUBLIC_URL,
      ...further,
    };
  }

  async #open(): Promise<void> {
    this.#mails = await MailServer.start({
      onRcptTo: ({ address }, _session, done) => {
        const refusal = this.refusals.get(address);
        done(refusal === undefined ? undefined : answer(...refusal));
      },
    });
    this.#service = await TestService.create(NOW);
    await this.service.startReady(this.#settings({}));
    await this.put('reports', REPORT);
    const start = new Date(NOW - DAY_MS).toISOString();
    const calls = Array.from({ length: 17 }, (_, agent) =>
      Array.from({ length: agent + 1 }, () =>
        phoneCall({ start, answered: 5, ended: 60, agent: `agent-${agent + 1}` }),
      ),
    );
    await this.service.main.send(calls.flat(2));
    await this.service.waitUntilProjected();
  }

  /** Other schedules would run at the times of the next test. */
  async #clear(): Promise<void> {
    this.refusals.clear();
    const { schedules } = (await this.service.main.get('/v1/schedules')) as { schedules: { id: string }[] };
    for (const { id } of schedules) await this.service.main.request('DELETE', `/v1/schedules/${id}`);
    await this.received();
  }

  async #close(): Promise<void> {
    await this.#service?.remove();
    await this.#mails?.stop();
  }
}
