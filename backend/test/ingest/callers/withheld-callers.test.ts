import { rm } from 'node:fs/promises';
import type { CallDetail } from '@callsight/contract/call-detail';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CallerIdentity } from '../../../src/storage/ledger/caller-identity.js';
import type { Event } from '../../../src/storage/ledger/event.js';
import { phoneCall } from '../../support/events/call.js';
import { callEvent, microsOf } from '../../support/events/event.js';
import { TestService } from '../../support/service/test-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');
const DAY = { from: '2026-05-10T00:00:00Z', to: '2026-05-11T00:00:00Z' };

const WITHHELD = [
  'sip:anonymous@203.0.113.17',
  '"Anonymous" <sip:c8oqz84zk7z@example.invalid>;tag=1',
  'tel:anonymous',
  'Private Number',
  '+266696687',
];

describe('five calls of withheld callers', () => {
  test('are of nobody: none repeats another, and no booking of one belongs to another', async () => {
    const running = await TestService.start(NOW, { CALLSIGHT_DEFAULT_COUNTRY: 'DE' });
    try {
      const calls = WITHHELD.flatMap((caller, index) =>
        phoneCall({ id: `c${index}`, start: `2026-05-10T0${index}:00:00Z`, caller, answered: 2, ended: 60 }),
      );
      await running.main.send(calls);
      const at = microsOf('2026-05-10T04:10:00Z');
      const booking = {
        appointment_id: 'A',
        starts_at: '2026-05-12T10:00:00Z',
        caller: { phone: 'sip:anonymous@pbx' },
      };
      const { subject: _subject, ...booked } = callEvent('appointment.scheduled', 'none', at, booking);
      await running.main.request('POST', '/v1/events', [booked]);
      await running.waitUntilProjected();
      const metrics = ['callers.unique', 'callers.returning', 'calls.repeat_rate', 'calls.containment_rate'];
      const answer = await running.main.query({ ...DAY, queries: [{ refId: 'A', metrics }] });
      const [frame] = (answer.results['A'] as { frames: { data: { values: unknown[][] } }[] }).frames;
      expect(frame?.data.values).toEqual([[0], [0], [0], [1]]);
      const details = WITHHELD.map((_, index) => running.main.request('GET', `/v1/calls/c${index}`));
      for (const { body } of await Promise.all(details)) {
        const { call, appointments } = body as CallDetail;
        expect([call['caller'], call['caller_masked'], call['country'], appointments]).toEqual([null, null, null, []]);
      }
    } finally {
      await running.remove();
    }
  });
});

test('erasing one SIP user leaves the other, whose address differs in letters alone', async () => {
  const running = await TestService.start(NOW, { CALLSIGHT_DEFAULT_COUNTRY: 'US' });
  try {
    const of = (id: string) =>
      phoneCall({ id, start: '2026-05-10T09:00:00Z', caller: `sip:${id}@203.0.113.17`, answered: 1, ended: 9 });
    await running.main.send([...of('alice'), ...of('bob')]);
    await running.waitUntilProjected();
    const bob = (await running.main.request('GET', '/v1/calls/bob')).body as CallDetail;
    expect(bob.call['country']).toBeNull();
    const caller = String(bob.call['caller']).replaceAll('-', '');
    expect((await running.main.request('DELETE', `/v1/callers/${caller}`)).body).toEqual({ calls: 1 });
    await running.waitUntilProjected();
    expect((await running.main.request('GET', '/v1/calls/bob')).status).toBe(404);
    expect((await running.main.request('GET', '/v1/calls/alice')).status).toBe(200);
  } finally {
    await running.remove();
  }
});

const SECRET = 'secret-of-the-callers-in-this-test';
const pseudonym = (text: string): string => createHmac('sha256', SECRET).update(text).digest('hex').slice(0, 32);

/** Identities as version 0.1 stored them. */
const STORED = {
  uri: { caller: pseudonym('address:sip:anonymous@203.0.113.17;tag=7'), masked: 's•••@203.0.113.17;tag=7' },
  named: {
    caller: pseudonym('address:"anonymous" <sip:anonymous@example.invalid>'),
    masked: '"•••@example.invalid>',
  },
  tel: { caller: pseudonym('address:tel:anonymous'), masked: 'tel••••••••us' },
  phrase: { caller: pseudonym('address:private number'), masked: 'Pri••••••••er' },
  keyed: { caller: pseudonym('tel:+266696687'), masked: '+26•••••87', country: 'LS' },
  alice: { caller: pseudonym('address:sip:alice@203.0.113.17'), masked: 's•••@203.0.113.17' },
  short: { caller: pseudonym('tel:+1911'), masked: '•••', country: 'US' },
  number: { caller: pseudonym('tel:+4930123456'), masked: '+49••••••56', country: 'DE', region: 'Berlin' },
};

const startOf = (name: string, caller: CallerIdentity): Event => ({
  id: name,
  source: 'earlier',
  type: 'call.started',
  subject: name,
  at: microsOf('2026-05-10T09:00:00Z'),
  data: { direction: 'inbound', agent: { id: 'a' }, caller },
});

describe('a database of an earlier version', () => {
  test('is folded anew: who was withheld is nobody, what cannot exist has no country, the rest stays', async () => {
    const restartable = await TestService.create(NOW);
    const settings = { CALLSIGHT_CALLER_SECRET: SECRET };
    try {
      await restartable.startReady(settings);
      const events = Object.entries(STORED).map(([name, caller]) => startOf(name, caller));
      await restartable.services.ledger.submit({ tenant: 'main', events, extra: [] });
      await restartable.services.projector.drain();
      await restartable.stop();

      const instance = await DuckDBInstance.create(join(restartable.folder, 'callsight.duckdb'));
      const connection = await instance.connect();
      for (const [id, { caller }] of Object.entries(STORED))
        await connection.run(`UPDATE calls SET caller = '${caller}'::UUID, country = 'LS' WHERE call_id = '${id}'`);
      await connection.run("INSERT INTO calls SELECT * REPLACE ('without events' AS call_id) FROM calls LIMIT 1");
      await connection.run("DELETE FROM meta WHERE name = 'fold'");
      connection.closeSync();
      instance.closeSync();
      // An earlier version left no seal that its files could differ from.
      await rm(join(restartable.folder, 'seal.json'));

      await restartable.startReady(settings);
      await restartable.services.projector.drain();
      const known = async (id: string): Promise<unknown[]> => {
        const { call } = (await restartable.main.get(`/v1/calls/${encodeURIComponent(id)}`)) as CallDetail;
        return [String(call['caller']).replaceAll('-', ''), call['country'], call['region']];
      };
      for (const id of ['uri', 'named', 'tel', 'phrase', 'keyed'])
        expect([id, await known(id)]).toEqual([id, ['null', null, null]]);
      expect(await known('alice')).toEqual([STORED.alice.caller, null, null]);
      expect(await known('short')).toEqual([STORED.short.caller, null, null]);
      expect(await known('number')).toEqual([STORED.number.caller, 'DE', 'Berlin']);
      expect((await known('without events'))[1]).toBe('LS');
    } finally {
      await restartable.remove();
    }
  });
});
