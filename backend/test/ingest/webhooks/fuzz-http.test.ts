import type { DeliveryPage } from '@callsight/contract/deliveries';
import fc from 'fast-check';
import { changed } from '../providers/changed.js';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { AcuityServer, json } from './acuity-server.js';
import { ACUITY, deliver, sample, SECRETS, type PlatformName } from './platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const places = (value: unknown, path = ''): string[] =>
  isRecord(value)
    ? Object.entries(value).flatMap(([key, inner]) => [`${path}/${key}`, ...places(inner, `${path}/${key}`)])
    : [];

const JSON_SAMPLES: readonly (readonly [PlatformName, string])[] = [
  ['vapi', 'vapi/end-of-call-report.2025-06.webcall.json'],
  ['vapi', 'vapi/end-of-call-report.2024-03.inbound-twilio.json'],
  ['vapi', 'vapi/status-update.2025-06.webcall.json'],
  ['retell', 'retell/call_analyzed.2025-10.json'],
  ['retell', 'retell/call_started.2025-10.json'],
  ['stripe', 'stripe/checkout.session.completed.json'],
  ['stripe', 'stripe/invoice.paid.json'],
  ['stripe', 'stripe/charge.refunded.json'],
];

const FORM_SAMPLES: readonly (readonly [PlatformName, string])[] = [
  ['twilio', 'twilio/status-callback.completed.form.txt'],
  ['twilio', 'twilio/recording-status-callback.completed.form.txt'],
  ['acuity', 'acuity/webhook.dynamic.appointment.scheduled.form.txt'],
  ['acuity', 'acuity/webhook.static.canceled.form.txt'],
];

/** Text that JSON can hold, the nasty kinds included. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\u0000', '\ud800', 'x'.repeat(20_000), '__proto__', '+4930123456', '1e400', '-1', '2099-01-01'),
);

const junk = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, undefined, 0, -1, 1e308, true, [], {}, [[]], 8.64e15, 1_749_546_420_647),
  fc.dictionary(text, fc.oneof(text, fc.integer()), { maxKeys: 5 }),
);

/** A recorded payload with some of its fields changed to anything. */
const mutatedJson = fc.constantFrom(...JSON_SAMPLES).chain(([platform, file]) => {
  const payload = JSON.parse(sample(file)) as unknown;
  return fc
    .array(fc.tuple(fc.constantFrom(...places(payload)), junk), { minLength: 1, maxLength: 4 })
    .map((changes): [PlatformName, string] => {
      try {
        return [platform, JSON.stringify(changed(payload, Object.fromEntries(changes)))];
      } catch {
        // The changes exclude one another: the junk alone, then.
        return [platform, JSON.stringify([changes[0]![1]])];
      }
    });
});

const mutatedForm = fc.constantFrom(...FORM_SAMPLES).chain(([platform, file]) => {
  const fields = [...new URLSearchParams(sample(file))];
  return fc
    .array(
      fc.tuple(
        fc.nat(fields.length - 1),
        text.map((one) => one.toWellFormed()),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes): [PlatformName, string] => {
      const copy = new URLSearchParams(fields);
      for (const [index, value] of changes) copy.set(fields[index]![0], value);
      return [platform, copy.toString()];
    });
});

/** Bytes that are neither, cut off or garbled. */
const broken = fc
  .tuple(fc.constantFrom(...JSON_SAMPLES, ...FORM_SAMPLES), fc.nat(3_000), fc.string({ maxLength: 5 }))
  .map(([[platform, file], cut, tail]): [PlatformName, string] => [platform, sample(file).slice(0, cut) + tail]);

let acuity: AcuityServer;
let running: RunningService;
beforeAll(async () => {
  acuity = await AcuityServer.start();
  acuity.answer = json(JSON.parse(sample('acuity/appointment.get.scheduled.json')));
  running = await startRunningService(NOW, {
    ...SECRETS,
    ...ACUITY,
    CALLSIGHT_ACUITY_BASE_URL: acuity.url,
    CALLSIGHT_CONNECTIONS_FILE: '',
  });
});
afterAll(async () => {
  await running.stop();
  await acuity.stop();
});

const all = async (): Promise<DeliveryPage['deliveries']> => {
  const found: DeliveryPage['deliveries'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/v1/deliveries?limit=500${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { deliveries, next_cursor: next } = (await running.main.request('GET', path)).body as DeliveryPage;
    found.push(...deliveries);
    cursor = next;
  }
  return found;
};

test('whatever a signed delivery carries, it is acknowledged, kept, and told as mapped or failed', async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 6, arbitrary: mutatedJson }, mutatedForm, broken), async ([platform, body]) => {
      const { status } = await deliver(running.service.app, platform, body, NOW);
      expect(status).toBe(200);
      sent += 1;
    }),
    { numRuns: 1_200, seed: 20_260_501 },
  );
  await running.service.services.inbox.tick();
  const deliveries = await all();
  expect(deliveries).toHaveLength(sent);
  const faults = deliveries.filter(({ code }) => code === 'mapping_fault');
  expect(faults).toEqual([]);
  for (const { status } of deliveries) expect(['mapped', 'failed']).toContain(status);
  // Most samples stay whole enough to be mapped; a fuzz that only makes rubbish shows nothing.
  expect(deliveries.filter(({ events }) => events > 0).length).toBeGreaterThan(sent / 3);
  expect(deliveries.filter(({ status }) => status === 'failed').length).toBeGreaterThan(sent / 20);
  await running.settled();
  const { body } = await running.main.request('GET', '/healthz');
  expect(body).toMatchObject({ status: 'ok', rows: { pending: 0, failed: 0 } });
});

test('and mapping all of it again changes nothing', async () => {
  const { ledger } = running.service.services;
  const kept = async (): Promise<string[]> => {
    const entries: string[] = [];
    for (const kind of ['x', 'q', 's'])
      for await (const [key, value] of ledger.store.iterator({ gt: `${kind}\u0000`, lt: `${kind}\u0001` }))
        entries.push(key + value);
    return entries;
  };
  const before = [await all(), await kept()];
  for (const provider of ['vapi', 'retell', 'twilio', 'acuity', 'stripe'])
    expect((await running.main.request('POST', `/v1/deliveries/${provider}/replay`)).status).toBe(202);
  await running.service.services.inbox.tick();
  expect([await all(), await kept()]).toEqual(before);
});
