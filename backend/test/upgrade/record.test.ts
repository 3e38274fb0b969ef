import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CallDetail } from '@callsight/contract/call-detail';
import { InfluxServer } from '../support/influx/influx-server.js';
import { influxServers } from '../support/influx/influx-servers.js';
import { TestService } from '../support/service/test-service.js';

/** What an older version answered; see make-record-fixture.mjs. */
interface Fixture {
  readonly now: number;
  readonly range: { readonly from: string; readonly to: string; readonly timezone: string };
  readonly answers: Readonly<Record<string, unknown>>;
}

const json = (name: string): unknown => JSON.parse(readFileSync(join(__dirname, name), 'utf8'));

const questions = json('questions.json') as { readonly name: string; readonly query: object }[];
const { CALLSIGHT_ATTRIBUTES } = json('settings.json') as { readonly CALLSIGHT_ATTRIBUTES: string };
const versions = readdirSync(__dirname).flatMap((name) => /^(.+)\.record\.lp\.gz$/.exec(name)?.[1] ?? []);

/** Points that InfluxDB takes in one request. */
const MAX_LINES = 5_000;

const textField = (line: string, name: string): string => new RegExp(`[ ,]${name}="([^"]*)"`).exec(line)?.[1] ?? '';

describe.each(influxServers())('InfluxDB $version', (installation) => {
  let server: InfluxServer;
  beforeAll(async () => {
    server = await InfluxServer.start(installation);
  });
  afterAll(() => server.stop());

  test.each(versions)('restores what version %s wrote, and answers as that version did', async (version) => {
    const { now, range, answers } = json(`${version}.record.json`) as Fixture;
    const lines = gunzipSync(readFileSync(join(__dirname, `${version}.record.lp.gz`)))
      .toString()
      .trimEnd()
      .split('\n');
    const database = await server.database();
    for (let from = 0; from < lines.length; from += MAX_LINES)
      expect(await database.write(lines.slice(from, from + MAX_LINES).join('\n'))).toBe(204);
    const running = await TestService.start(now, { CALLSIGHT_ATTRIBUTES, ...database.variables });
    try {
      await running.waitUntilReady();
      for (const { name, query } of questions) {
        const { results } = await running.main.query({ ...range, queries: [{ refId: 'A', ...query }] });
        const result = results['A']!;
        if (!('frames' in result)) throw new Error(JSON.stringify(result));
        const frames = result.frames.map(({ schema, data }) => [schema.fields.map((field) => field.name), data.values]);
        expect([name, frames]).toEqual([name, answers[name]]);
      }
      // A late event folds the whole row anew, so that its link follows from the call that was reported before.
      const line = lines.find((one) => one.startsWith('appointments,') && one.includes('told_call_id='))!;
      const id = textField(line, 'appointment_id');
      const late = { specversion: '1.0', id: 'late', source: 's', time: new Date(now).toISOString() };
      const events = [{ ...late, type: 'appointment.completed', data: { appointment_id: id } }];
      expect((await running.main.request('POST', '/v1/events', events)).status).toBe(202);
      await running.waitUntilProjected();
      const { body } = await running.main.request('GET', `/v1/calls/${textField(line, 'told_call_id')}`);
      expect((body as CallDetail).appointments).toContainEqual(
        expect.objectContaining({ appointment_id: id, status: 'completed', link: 'call_id' }),
      );
    } finally {
      await running.remove();
    }
  });
});
