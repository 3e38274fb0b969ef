import type { DeliveryEntry, DeliveryPage } from '@callsight/contract/deliveries';
import { Restartable } from '../../support/running-service.js';
import { startRunningService, type RunningService } from '../../support/running-service.js';
import { AcuityServer, json } from './acuity-server.js';
import { ACUITY, deliver, form, sample, SECRETS } from './platforms.js';

const NOW = Date.parse('2026-05-01T12:00:00.000Z');

const appointment = (id: string, more: object = {}): object => ({
  ...(JSON.parse(sample('acuity/appointment.get.scheduled.json')) as object),
  id: Number(id),
  ...more,
});

const hook = (action: string, id: string): string =>
  form({ action, id, calendarID: '4038206', appointmentTypeID: '14792299' });

let acuity: AcuityServer;
let running: RunningService;

const settings = (): Record<string, string> => ({
  ...SECRETS,
  ...ACUITY,
  CALLSIGHT_ACUITY_BASE_URL: `${acuity.url}/`,
});

beforeEach(async () => {
  acuity = await AcuityServer.start();
  running = await startRunningService(NOW, settings());
});
afterEach(async () => {
  await running.stop();
  await acuity.stop();
});

const latest = async (): Promise<DeliveryEntry> => {
  const { body } = await running.main.request('GET', '/v1/deliveries/acuity?limit=1');
  return (body as DeliveryPage).deliveries[0]!;
};

/** Sends a hook, and has everything done that is due. */
const send = async (action: string, id: string): Promise<DeliveryEntry> => {
  expect((await deliver(running.service.app, 'acuity', hook(action, id), running.now)).status).toBe(200);
  await running.service.services.inbox.tick();
  return latest();
};

const eventsOf = async (id: string): Promise<string[]> =>
  (await running.service.services.ledger.events('main', `appointment/${id}`)).map(({ type }) => type);

test('while the API fails a delivery waits, longer each time, and is asked for when its time has come', async () => {
  acuity.answer = json({ error: 'broken' }, 500);
  const first = await send('scheduled', '1');
  expect(first).toMatchObject({
    status: 'waiting',
    attempts: 1,
    code: 'look_up_failed',
    message: 'Acuity answered 500',
    next_attempt_at: '2026-05-01T12:00:01.000Z',
  });
  running.now += 999;
  await running.service.services.inbox.tick();
  expect(acuity.asked).toHaveLength(1);
  running.now += 1;
  await running.service.services.inbox.tick();
  expect(acuity.asked).toHaveLength(2);
  expect(await latest()).toMatchObject({ attempts: 2, next_attempt_at: '2026-05-01T12:00:03.000Z' });

  acuity.answer = json(appointment('1'));
  running.now += 2_000;
  await running.service.services.inbox.tick();
  const done = await latest();
  expect(done).toMatchObject({ status: 'mapped', attempts: 3, events: 1 });
  expect(done).not.toHaveProperty('message');
  expect(done).not.toHaveProperty('next_attempt_at');
  expect(await eventsOf('1')).toEqual(['appointment.scheduled']);
});

test('a time that Acuity asks us to wait is waited for', async () => {
  acuity.answer = json({}, 429, { 'retry-after': '120' });
  expect(await send('scheduled', '1')).toMatchObject({
    status: 'waiting',
    message: 'Acuity asks to be asked less often (429)',
    next_attempt_at: '2026-05-01T12:02:00.000Z',
  });
});

test.each([
  [
    'an answer that is cut off',
    (_request: unknown, response: { socket: { destroy(): void } | null }) => response.socket?.destroy(),
    'Acuity cannot be reached',
  ],
  [
    'something that is not JSON',
    (_request: unknown, response: { end(text: string): void }) => response.end('<html>'),
    'Acuity answered with something that is not JSON',
  ],
  [
    'a redirect, which would carry the credentials elsewhere',
    json({}, 302, { location: 'http://127.0.0.1:9/' }),
    'Acuity cannot be reached',
  ],
  ['credentials that are refused', json({}, 401), 'Acuity does not take the user id and API key (401)'],
] as const)('%s is told and asked again', async (_title, answer, message) => {
  acuity.answer = answer;
  expect(await send('scheduled', '1')).toMatchObject({ status: 'waiting', message });
  acuity.answer = json(appointment('1'));
  running.now += 1_000;
  await running.service.services.inbox.tick();
  expect(await latest()).toMatchObject({ status: 'mapped', events: 1 });
});

test('a server that is not there holds up neither other platforms nor the sender', async () => {
  const { port } = acuity;
  await acuity.stop();
  expect(await send('scheduled', '1')).toMatchObject({ status: 'waiting', message: 'Acuity cannot be reached' });
  await deliver(running.service.app, 'vapi', sample('vapi/end-of-call-report.2025-06.webcall.json'), running.now);
  await running.service.services.inbox.drain();
  const { body } = await running.main.request('GET', '/v1/deliveries/vapi');
  expect((body as DeliveryPage).deliveries[0]).toMatchObject({ status: 'mapped', events: 5 });
  acuity = await AcuityServer.start(port);
  acuity.answer = json(appointment('1'));
  running.now += 1_000;
  await running.service.services.inbox.tick();
  expect(await latest()).toMatchObject({ status: 'mapped', events: 1 });
});

test('an appointment that Acuity does not know is given up, kept, and can be replayed', async () => {
  const failed = await send('scheduled', '404');
  expect(failed).toMatchObject({ status: 'failed', message: 'Acuity knows no such appointment (404)' });
  running.now += 3_600_000;
  await running.service.services.inbox.tick();
  expect(acuity.asked).toHaveLength(1);

  acuity.answer = json(appointment('404'));
  await running.main.request('POST', `/v1/deliveries/acuity/${failed.id}/replay`);
  await running.service.services.inbox.tick();
  expect(await latest()).toMatchObject({ id: failed.id, status: 'mapped', events: 1 });
});

test('after three days nobody is asked any more', async () => {
  acuity.answer = json({}, 503);
  await send('scheduled', '1');
  running.now += 3 * 86_400_000 + 1;
  await running.service.services.inbox.tick();
  expect(await latest()).toMatchObject({ status: 'failed', attempts: 2, message: 'Acuity answered 503' });
});

test('no more than ten questions a second, however many hooks come', async () => {
  acuity.answer = (request, response) => json(appointment(/(\d+)$/.exec(request.url ?? '')![1]!))(request, response);
  for (let id = 1; id <= 13; id += 1)
    expect((await deliver(running.service.app, 'acuity', hook('scheduled', String(id)), running.now)).status).toBe(200);
  await running.service.services.inbox.tick();
  const times = acuity.asked.map(({ at }) => at);
  expect(times).toHaveLength(13);
  // Eleven questions are asked over a second; the first may arrive late, since it makes the connection.
  for (const [index, at] of times.entries()) if (index >= 10) expect(at - times[index - 10]!).toBeGreaterThan(800);
  expect(await eventsOf('13')).toEqual(['appointment.scheduled']);
});

test('what waits is asked for after a restart', async () => {
  const service = await Restartable.create(NOW);
  try {
    await service.start(settings());
    acuity.answer = json({}, 500);
    await deliver(service.service.app, 'acuity', hook('scheduled', '7'), NOW);
    await service.service.services.inbox.tick();
    await service.stop();
    acuity.answer = json(appointment('7'));
    service.now += 60_000;
    await service.start(settings());
    await service.service.services.inbox.tick();
    const page = (await service.call('GET', '/v1/deliveries/acuity')) as DeliveryPage;
    expect(page.deliveries).toMatchObject([{ status: 'mapped', events: 1, attempts: 2 }]);
  } finally {
    await service.remove();
  }
});

test('moved there and back and there again, then canceled, told twice each: a fact for each change', async () => {
  const at = (time: string, more: object = {}) => json(appointment('5', { datetime: time, ...more }));
  const [monday, tuesday] = ['2026-06-01T10:00:00-0500', '2026-06-02T10:00:00-0500'];
  const told = async (action: string): Promise<void> => {
    await send(action, '5');
    await send('changed', '5');
    await send(action, '5');
    running.now += 60_000;
  };
  acuity.answer = at(monday);
  await told('scheduled');
  for (const time of [tuesday, monday, tuesday]) {
    acuity.answer = at(time);
    await told('rescheduled');
  }
  acuity.answer = at(tuesday, { canceled: true });
  await told('canceled');
  expect(await eventsOf('5')).toEqual([
    'appointment.scheduled',
    'appointment.rescheduled',
    'appointment.rescheduled',
    'appointment.rescheduled',
    'appointment.canceled',
  ]);
  expect(await latest()).toMatchObject({ status: 'mapped', events: 0 });
});

test('other kinds of hooks are kept, and nobody is asked', async () => {
  expect(await send('order.completed', '9')).toMatchObject({ kind: 'order.completed', status: 'mapped', events: 0 });
  expect(acuity.asked).toEqual([]);
});
