import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { framesOf } from '../support/frames.js';
import type { TenantClient } from '../support/service/tenant-client.js';
import { TestService } from '../support/service/test-service.js';

/** What an older version answered; see make-fixture.mjs. */
interface Fixture {
  readonly now: number;
  /** Of tenant `second`. */
  readonly key: string;
  readonly range: { readonly from: string; readonly to: string; readonly timezone: string };
  readonly answers: Readonly<Record<string, unknown>>;
  readonly others: { readonly quarantine: unknown[]; readonly vapi: unknown[]; readonly stripe: unknown[] };
}

const json = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, name), 'utf8'));

const questions = json('questions.json') as { readonly name: string; readonly query: object }[];
const settings = json('settings.json') as { readonly CALLSIGHT_BOOTSTRAP_KEY: string };
const versions = readdirSync(__dirname).flatMap((name) => /^(.+)\.tar\.gz$/.exec(name)?.[1] ?? []);

describe.each(versions)('a data folder of version %s', (version) => {
  const fixture = json(`${version}.json`) as Fixture;
  const folder = mkdtempSync(join(tmpdir(), 'callsight-upgrade-'));
  const service = TestService.on(folder, fixture.now);
  const main = service.clientOf(settings.CALLSIGHT_BOOTSTRAP_KEY);
  const second = service.clientOf(fixture.key);

  const start = async (): Promise<void> => {
    await service.start(settings);
    await service.waitUntilProjected();
  };

  const tablesOf = async (client: TenantClient, query: object): Promise<unknown> => {
    const answer = await client.query({ ...fixture.range, queries: [{ refId: 'A', ...query }] });
    return framesOf(answer).map(({ schema, data }) => [schema.fields.map(({ name }) => name), data.values]);
  };

  beforeAll(async () => {
    execFileSync('tar', ['-xzf', join(__dirname, `${version}.tar.gz`), '-C', folder]);
    await start();
  });
  afterAll(async () => {
    await service.remove();
  });

  describe.each(['the first', 'the second'])('at %s start', (time) => {
    beforeAll(async () => {
      if (time === 'the first') return;
      await service.stop();
      await start();
    });

    it.each(questions)('answers as before: $name', async ({ name, query }) => {
      expect(await tablesOf(main, query)).toEqual(fixture.answers[name]);
    });

    it('knows the key that was made, and whose it is', async () => {
      expect(await tablesOf(second, { metrics: ['calls.count'], groupBy: ['plan'] })).toEqual([
        [
          ['plan', 'calls.count'],
          [['pro'], [1]],
        ],
      ]);
    });

    it('has the refused events and the webhook deliveries', async () => {
      const { events } = (await main.get('/v1/quarantine')) as { events: { id: string; code: string }[] };
      expect(events.map(({ id, code }) => [id, code])).toEqual(fixture.others.quarantine);
      const deliveries = async (provider: string) =>
        (
          (await main.get(`/v1/deliveries/${provider}`)) as {
            deliveries: { id: string; status: string; events: number }[];
          }
        ).deliveries;
      expect((await deliveries('vapi')).map(({ id, status, events }) => [id, status, events])).toEqual(
        fixture.others.vapi,
      );
      expect((await deliveries('stripe')).map(({ id, status }) => [id, status])).toEqual(fixture.others.stripe);
    });
  });

  it('counts events that it has already as duplicates, and takes new ones', async () => {
    const event = (id: string, type: string, data: object) => ({
      specversion: '1.0',
      id,
      source: 'second',
      type,
      subject: 'of the second tenant',
      time: '2026-11-22T10:00:00Z',
      data,
    });
    const repeated = event('2', 'call.analyzed', { success: true });
    const late = event('3', 'call.ended', { ended_by: 'agent', outcome: 'booked' });
    expect(await second.send([repeated, late])).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [],
    });
    await service.waitUntilProjected();
    expect(await tablesOf(second, { metrics: ['calls.count'], groupBy: ['outcome', 'plan'] })).toEqual([
      [
        ['outcome', 'plan', 'calls.count'],
        [['booked'], ['pro'], [1]],
      ],
    ]);
  });
});
