import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QueryAnswer } from '@callsight/contract/query/answer';
import { pino } from 'pino';
import { readConfig } from '../../src/config/config.js';
import { startService, type Service } from '../../src/service/service.js';

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
  let service: Service;

  const start = async (): Promise<void> => {
    const { config } = readConfig({ ...settings, CALLSIGHT_DATA_DIR: folder });
    service = await startService(config, pino({ level: 'silent' }), () => fixture.now);
    await service.services.projector.drain();
  };
  const call = async (method: 'GET' | 'POST', url: string, key: string, payload?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}` };
    const reply = await service.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    expect(reply.statusCode).toBeLessThan(300);
    return JSON.parse(reply.body) as unknown;
  };
  const main = (url: string): Promise<unknown> => call('GET', url, settings.CALLSIGHT_BOOTSTRAP_KEY);
  const framesOf = async (query: object, key: string): Promise<unknown> => {
    const body = { ...fixture.range, queries: [{ refId: 'A', ...query }] };
    const { results } = (await call('POST', '/v1/query', key, body)) as QueryAnswer;
    const result = results['A']!;
    if (!('frames' in result)) throw new Error(JSON.stringify(result));
    return result.frames.map(({ schema, data }) => [schema.fields.map(({ name }) => name), data.values]);
  };

  beforeAll(async () => {
    execFileSync('tar', ['-xzf', join(__dirname, `${version}.tar.gz`), '-C', folder]);
    await start();
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  describe.each(['the first', 'the second'])('at %s start', (time) => {
    beforeAll(async () => {
      if (time === 'the first') return;
      await service.stop();
      await start();
    });

    it.each(questions)('answers as before: $name', async ({ name, query }) => {
      expect(await framesOf(query, settings.CALLSIGHT_BOOTSTRAP_KEY)).toEqual(fixture.answers[name]);
    });

    it('knows the key that was made, and whose it is', async () => {
      expect(await framesOf({ metrics: ['calls.count'], groupBy: ['plan'] }, fixture.key)).toEqual([
        [
          ['plan', 'calls.count'],
          [['pro'], [1]],
        ],
      ]);
    });

    it('has the refused events and the webhook deliveries', async () => {
      const { events } = (await main('/v1/quarantine')) as { events: { id: string; code: string }[] };
      expect(events.map(({ id, code }) => [id, code])).toEqual(fixture.others.quarantine);
      const deliveries = async (provider: string) =>
        ((await main(`/v1/deliveries/${provider}`)) as { deliveries: { id: string; status: string; events: number }[] })
          .deliveries;
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
    expect(await call('POST', '/v1/events', fixture.key, [repeated, late])).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [],
    });
    await service.services.projector.drain();
    expect(await framesOf({ metrics: ['calls.count'], groupBy: ['outcome', 'plan'] }, fixture.key)).toEqual([
      [
        ['outcome', 'plan', 'calls.count'],
        [['booked'], ['pro'], [1]],
      ],
    ]);
  });
});
