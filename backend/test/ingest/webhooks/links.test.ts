import type { CallDetail } from '@callsight/contract/call-detail';
import type { EventType, SentData } from '@callsight/contract/events/types';
import fc from 'fast-check';
import { startRunningService, type RunningService } from '../../support/running-service.js';

const NOW = Date.parse('2026-05-10T12:00:00.000Z');

let running: RunningService;
beforeEach(async () => {
  running = await startRunningService(NOW);
});
afterEach(() => running.stop());

let ids = 0;

/** An event in the words of a test. */
const eventOf = <T extends EventType>(type: T, time: string, data: SentData<T>, subject?: string) => {
  ids += 1;
  return {
    specversion: '1.0' as const,
    id: `${type}-${ids}`,
    source: 'tests',
    type,
    ...(subject === undefined ? {} : { subject }),
    time: `2026-05-${time}Z`,
    data,
  };
};
type SentEvent = ReturnType<typeof eventOf>;

const call = (id: string, time: string, from: string, more: object = {}): SentEvent =>
  eventOf('call.started', time, { direction: 'inbound', agent: { id: 'a' }, from, ...more }, id);

const booked = (id: string, time: string, more: Partial<SentData<'appointment.scheduled'>>): SentEvent =>
  eventOf('appointment.scheduled', time, { appointment_id: id, starts_at: '2026-05-20T10:00:00Z', ...more });

const paid = (id: string, time: string, more: Partial<SentData<'payment.succeeded'>>): SentEvent =>
  eventOf('payment.succeeded', time, { payment_id: id, amount: '10', currency: 'EUR', ...more });

const ANNA = '+4930111111';
const BERT = '+4930222222';

const send = async (...events: readonly SentEvent[]): Promise<void> => {
  const { status, body } = await running.main.request('POST', '/v1/events', events);
  expect([status, (body as { rejected: unknown[] }).rejected]).toEqual([202, []]);
  await running.settled();
};

/** Bookings and payments of a call with what they were found by. */
const of = async (id: string): Promise<{ appointments: string[]; payments: string[] }> => {
  const { appointments, payments } = (await running.main.request('GET', `/v1/calls/${id}`)).body as CallDetail;
  return {
    appointments: appointments.map(({ appointment_id: own, link }) => `${own} by ${link}`),
    payments: payments.map(({ payment_id: own, appointment_id: made, link }) => `${own} by ${link} for ${made}`),
  };
};

const nothing = { appointments: [], payments: [] };

test('a booking belongs to the call that it names, though another one is nearer', async () => {
  await send(call('named', '01T09:00:00', BERT), call('near', '10T09:00:00', ANNA));
  await send(booked('A', '10T09:05:00', { call_id: 'named', caller: { phone: ANNA } }));
  expect(await of('named')).toEqual({ ...nothing, appointments: ['A by call_id'] });
  expect(await of('near')).toEqual(nothing);
});

test('the id of the carrier names a call as well', async () => {
  await send(booked('A', '10T09:05:00', { call_id: 'CA1' }), paid('P', '10T09:06:00', { call_id: 'CA1' }));
  await send(call('c', '10T09:00:00', ANNA, { provider_call_sid: 'CA1' }));
  expect(await of('c')).toEqual({ appointments: ['A by call_id'], payments: ['P by call_id for null'] });
});

test('a call that is named and not there yet is waited for; no other takes its place', async () => {
  await send(call('other', '10T09:00:00', ANNA));
  await send(booked('A', '10T09:05:00', { call_id: 'late', caller: { phone: ANNA } }));
  expect(await of('other')).toEqual(nothing);
  await send(call('late', '10T09:04:00', BERT));
  expect(await of('late')).toEqual({ ...nothing, appointments: ['A by call_id'] });
});

test('a reference counts where it is the id of a call or an appointment; as long as it is none, the person does', async () => {
  await send(call('near', '10T09:00:00', ANNA));
  await send(
    paid('P', '10T09:10:00', { reference: 'sooner', caller: { phone: ANNA } }),
    paid('Q', '10T09:20:00', { reference: 'A', caller: { phone: ANNA } }),
    paid('R', '10T09:30:00', { reference: 'order 4711', caller: { phone: ANNA } }),
    paid('S', '10T09:40:00', { reference: 'sooner', call_id: 'near' }),
  );
  expect((await of('near')).payments).toEqual([
    'P by caller for null',
    'Q by caller for null',
    'R by caller for null',
    'S by call_id for null',
  ]);
  await send(call('sooner', '09T12:00:00', BERT));
  expect(await of('sooner')).toEqual({ ...nothing, payments: ['P by call_id for null'] });
  await send(booked('A', '09T12:05:00', { caller: { phone: BERT } }));
  expect(await of('sooner')).toEqual({
    appointments: ['A by caller'],
    payments: ['P by call_id for null', 'Q by appointment_id for A'],
  });
  expect((await of('near')).payments).toEqual(['R by caller for null', 'S by call_id for null']);
});

test('without a name it belongs to the latest call of the same person before it, within the window', async () => {
  await send(
    call('day-before', '08T09:00:00', ANNA),
    call('first', '09T10:00:00', ANNA),
    call('second', '10T09:00:00', ANNA),
    call('somebody', '10T09:10:00', BERT),
    call('after', '10T09:40:00', ANNA),
  );
  // The number as a person types it, and a time 30 minutes after the call.
  await send(booked('A', '10T09:30:00', { caller: { phone: '0049 (30) 111-111' } }));
  expect(await of('second')).toEqual({ ...nothing, appointments: ['A by caller'] });
  for (const id of ['day-before', 'first', 'somebody', 'after']) expect(await of(id)).toEqual(nothing);
});

test('the window is 24 hours to the second; clocks may differ by five minutes', async () => {
  await send(call('c', '09T09:00:00', ANNA));
  await send(booked('within', '10T09:00:00', { caller: { phone: ANNA } }));
  await send(booked('beyond', '10T09:00:01', { caller: { phone: ANNA } }));
  await send(booked('ahead', '09T08:55:00', { caller: { phone: ANNA } }));
  await send(booked('far-ahead', '09T08:54:59', { caller: { phone: ANNA } }));
  expect((await of('c')).appointments.sort()).toEqual(['ahead by caller', 'within by caller']);
});

test('a payment goes by its appointment, its person, or the address that an appointment has, too', async () => {
  await send(call('c', '09T09:00:00', ANNA));
  await send(booked('A', '09T09:05:00', { caller: { phone: ANNA, email: 'Anna@example.com' } }));
  await send(
    paid('by-appointment', '10T09:00:00', { appointment_id: 'A' }),
    // On the spot, eleven days later.
    paid('by-address', '10T10:00:00', { caller: { email: 'anna@EXAMPLE.com' } }),
    paid('by-number', '09T09:30:00', { caller: { phone: ANNA } }),
    paid('of-nobody', '09T09:30:00', { caller: { email: 'bert@example.com' } }),
  );
  expect(await of('c')).toEqual({
    appointments: ['A by caller'],
    payments: ['by-number by caller for A', 'by-appointment by appointment_id for A', 'by-address by email for A'],
  });
});

test('moved, canceled, completed: one row, in its last state', async () => {
  const times = { created: '01T09:00:00', moved: '02T09:00:00', again: '03T09:00:00', canceled: '04T09:00:00' };
  await send(call('c', '01T08:59:00', ANNA));
  await send(
    eventOf('appointment.canceled', times.canceled, { appointment_id: 'A' }),
    eventOf('appointment.rescheduled', times.again, { appointment_id: 'A', starts_at: '2026-05-22T10:00:00Z' }),
    booked('A', times.created, { caller: { phone: ANNA }, price: '49.90', currency: 'EUR' }),
    eventOf('appointment.rescheduled', times.moved, { appointment_id: 'A', starts_at: '2026-05-21T10:00:00Z' }),
  );
  const { appointments } = (await running.main.request('GET', '/v1/calls/c')).body as CallDetail;
  expect(appointments).toEqual([
    {
      appointment_id: 'A',
      created_at: '2026-05-01T09:00:00.000Z',
      starts_at: '2026-05-22T10:00:00.000Z',
      status: 'canceled',
      reschedules: 2,
      type: null,
      price: '49.9',
      currency: 'EUR',
      link: 'caller',
    },
  ]);
});

test('a call that is found to be somebody else’s loses what was found by its caller', async () => {
  await send(call('c', '10T09:00:00', ANNA));
  await send(booked('A', '10T09:05:00', { caller: { phone: ANNA } }));
  expect(await of('c')).toEqual({ ...nothing, appointments: ['A by caller'] });
  // A later start of the same call tells another caller, and what the same teller says last counts.
  await send(call('c', '10T09:00:01', BERT));
  expect(await of('c')).toEqual(nothing);
});

test('whatever comes first, everything finds its call', async () => {
  const events = (round: number): SentEvent[] => {
    const name = (text: string): string => `${text}-${round}`;
    const phone = `+49302${String(round).padStart(6, '0')}`;
    const email = `person${round}@example.com`;
    return [
      call(name('early'), '09T09:00:00', phone),
      call(name('late'), '09T12:00:00', phone),
      booked(name('morning'), '09T09:10:00', { caller: { phone, email } }),
      booked(name('noon'), '09T12:10:00', { caller: { phone } }),
      paid(name('desk'), '10T09:00:00', { caller: { email } }),
      paid(name('named'), '10T09:00:00', { appointment_id: name('noon') }),
      paid(name('told'), '10T09:00:00', { call_id: name('early') }),
    ];
  };
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
      fc.integer({ min: 1, max: 6 }),
      async (order, cut) => {
        round += 1;
        const told = events(round);
        const ordered = order.map((index) => told[index]!);
        await send(...ordered.slice(0, cut));
        await send(...ordered.slice(cut));
        const early = await of(`early-${round}`);
        expect(early).toEqual({
          appointments: [`morning-${round} by caller`],
          payments: [`desk-${round} by email for morning-${round}`, `told-${round} by call_id for null`],
        });
        expect(await of(`late-${round}`)).toEqual({
          appointments: [`noon-${round} by caller`],
          payments: [`named-${round} by appointment_id for noon-${round}`],
        });
      },
    ),
    { numRuns: 12, seed: 20_260_510 },
  );
});
