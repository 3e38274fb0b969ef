/* eslint-disable max-lines -- one appointment through every hook and answer of one platform */
import fc from 'fast-check';
import { foldAppointment } from '../../../src/projection/fold/appointment.js';
import { createAcuity } from '../../../src/ingest/providers/acuity/create-acuity.js';
import type { MappedEvent } from '../../../src/ingest/providers/port.js';
import { admitted } from './admitted.js';
import { changed } from './changed.js';
import { contractErrors } from './contract-errors.js';
import { formPayload } from './form-payload.js';
import { mappingErrorPath } from './mapping-error-path.js';
import { payload } from './payload.js';

const APPOINTMENT = '399682887';
const details = payload('acuity/appointment.get.scheduled.json');
const scheduledHook = formPayload('acuity/webhook.dynamic.appointment.scheduled.form.txt');
const canceledHook = formPayload('acuity/webhook.static.canceled.form.txt');

/** Made at 21:45:48, heard of twelve seconds later. */
const MADE = '2020-06-29T21:45:48.000Z';
const HEARD = Date.parse('2020-06-29T21:46:00.000Z');
const MINUTE = 60_000;
/** Begins, as Acuity writes them, and as we do. */
const A = { '/datetime': '2020-06-30T10:15:00+0100' };
const A_UTC = '2020-06-30T09:15:00.000Z';
const B = { '/datetime': '2020-07-02T18:00:00-0500' };
const B_UTC = '2020-07-02T23:00:00.000Z';
const C = { '/datetime': '2020-07-03T08:30:00+0545' };
const C_UTC = '2020-07-03T02:45:00.000Z';
const CANCELED = { '/canceled': true };
/** Acuity cancels what it marks as a no-show. */
const NO_SHOW = { '/canceled': true, '/noShow': true };

interface Sent {
  readonly action: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly details: unknown;
}

const acuity = (settings: { currency?: string } = {}) => createAcuity({ userId: '1', ...settings });
const compare = (hook: unknown, at: number, answer: unknown, before: unknown, provider = acuity()) => {
  const comparison = provider.lookUp!.compare(hook, at, answer, before);
  expect(contractErrors(comparison.events)).toEqual([]);
  return comparison;
};

/** Deliveries compared one after the other, with what is kept of each being stored as JSON in between. */
function follow(sent: readonly Sent[]) {
  let before: unknown = null;
  return sent.map(({ action, at, details: answer }) => {
    const { events, after } = compare({ ...canceledHook, action }, at, answer, before);
    before = JSON.parse(JSON.stringify(after));
    return events;
  });
}

/** Hooks a minute apart, each with its changes to the details. */
const hooks = (...told: readonly (readonly [string, Readonly<Record<string, unknown>>])[]): Sent[] =>
  told.map(([action, changes], index) => ({ action, at: HEARD + index * MINUTE, details: changed(details, changes) }));

const brief = (events: readonly MappedEvent[]): string[] =>
  events.map(({ type, data }) => `${type.slice('appointment.'.length)} ${String(data['starts_at'])}`);
const fold = (told: readonly (readonly MappedEvent[])[]) => foldAppointment('main', admitted('acuity', told.flat()));
const idsOf = (told: readonly (readonly MappedEvent[])[]) => told.flat().map(({ id }) => id);

describe('the recorded deliveries', () => {
  test('name the appointment that is to be asked for', () => {
    const { lookUp } = acuity();
    expect(lookUp?.subject(scheduledHook)).toBe(APPOINTMENT);
    expect(lookUp?.subject(canceledHook)).toBe(APPOINTMENT);
    expect([acuity().kind(scheduledHook), acuity().kind(canceledHook)]).toEqual(['scheduled', 'canceled']);
  });

  test('are read from their forms, and tell nothing by themselves', () => {
    const body = 'action=canceled&id=399682887&calendarID=4038206&appointmentTypeID=14792299';
    expect(acuity().parse(Buffer.from(body))).toEqual(canceledHook);
    expect(acuity().map(canceledHook, HEARD)).toEqual([]);
    expect(acuity().redact(scheduledHook)).toEqual(scheduledHook);
    expect(acuity().redact(details)).toEqual(details);
  });

  test('tell with the recorded details that it was made', () => {
    expect(compare(scheduledHook, HEARD, details, null).events).toEqual([
      {
        id: `${APPOINTMENT}/0000/scheduled`,
        type: 'appointment.scheduled',
        time: MADE,
        data: {
          appointment_id: APPOINTMENT,
          type: 'Test appointment',
          caller: { email: 'caller@example.invalid' },
          starts_at: A_UTC,
        },
      },
    ]);
    expect(compare(scheduledHook, HEARD, details, undefined).events).toEqual(
      compare(scheduledHook, HEARD, details, null).events,
    );
  });

  test('fold into a row', () => {
    expect(fold(follow(hooks(['scheduled', {}])))).toMatchObject({
      tenant: 'main',
      appointment_id: APPOINTMENT,
      created_at: Date.parse(MADE) * 1_000,
      starts_at: Date.parse(A_UTC) * 1_000,
      status: 'scheduled',
      reschedules: 0,
      type: 'Test appointment',
      price: null,
      currency: null,
      caller: null,
      caller_masked: 'c•••@example.invalid',
      reported_call_id: null,
    });
  });
});

describe('which deliveries are about an appointment', () => {
  test.each([
    [{ action: 'scheduled', id: '1' }, '1'],
    [{ action: 'appointment.rescheduled', id: '1' }, '1'],
    [{ action: 'appointment.canceled', id: '1' }, '1'],
    [{ action: 'changed', id: '1' }, '1'],
    [{ action: 'order.completed', id: '1' }, undefined],
    [{ action: 'something', id: '1' }, undefined],
    [{ action: 'scheduled' }, undefined],
    [{ action: 'scheduled', id: '' }, undefined],
    [{ action: 'scheduled', id: '../../me' }, undefined],
    [{ action: 'scheduled', id: ['1', '2'] }, undefined],
    [{ id: '1' }, undefined],
    [null, undefined],
    ['scheduled', undefined],
  ])('%j: %s', (hook, subject) => {
    expect(acuity().lookUp?.subject(hook)).toBe(subject);
  });
});

/** What happened, delivery by delivery, and what each of them tells. */
describe('what a delivery tells', () => {
  test.each([
    ['made', hooks(['scheduled', A]), [[`scheduled ${A_UTC}`]]],
    ['made, told twice', hooks(['scheduled', A], ['changed', A]), [[`scheduled ${A_UTC}`], []]],
    ['made, in the other order', hooks(['changed', A], ['scheduled', A]), [[`scheduled ${A_UTC}`], []]],
    [
      'made, and told for a day',
      hooks(['scheduled', A], ['scheduled', A], ['changed', A], ['scheduled', A]),
      [[`scheduled ${A_UTC}`], [], [], []],
    ],
    [
      'changed in what is not told',
      hooks(['scheduled', A], ['changed', { ...A, '/notes': 'x' }]),
      [[`scheduled ${A_UTC}`], []],
    ],
    [
      'moved',
      hooks(['scheduled', A], ['rescheduled', B], ['changed', B]),
      [[`scheduled ${A_UTC}`], [`rescheduled ${B_UTC}`], []],
    ],
    [
      'moved, as `changed` tells first',
      hooks(['scheduled', A], ['changed', B], ['rescheduled', B]),
      [[`scheduled ${A_UTC}`], [`rescheduled ${B_UTC}`], []],
    ],
    [
      'moved there and back and there again',
      hooks(
        ['scheduled', A],
        ['rescheduled', B],
        ['changed', B],
        ['rescheduled', A],
        ['changed', A],
        ['rescheduled', B],
        ['changed', B],
      ),
      [
        [`scheduled ${A_UTC}`],
        [`rescheduled ${B_UTC}`],
        [],
        [`rescheduled ${A_UTC}`],
        [],
        [`rescheduled ${B_UTC}`],
        [],
      ],
    ],
    [
      'moved twice, the first of which nobody saw',
      hooks(['scheduled', A], ['rescheduled', C], ['rescheduled', C]),
      [[`scheduled ${A_UTC}`], [`rescheduled ${C_UTC}`], []],
    ],
    [
      'moved before it was heard of',
      hooks(['rescheduled', B], ['changed', B]),
      [[`scheduled ${B_UTC}`, `rescheduled ${B_UTC}`], []],
    ],
    [
      'canceled',
      hooks(['scheduled', A], ['canceled', { ...A, ...CANCELED }], ['changed', { ...A, ...CANCELED }]),
      [[`scheduled ${A_UTC}`], [`canceled ${A_UTC}`], []],
    ],
    [
      'canceled, as `changed` tells first',
      hooks(['scheduled', A], ['changed', { ...A, ...CANCELED }], ['canceled', { ...A, ...CANCELED }]),
      [[`scheduled ${A_UTC}`], [`canceled ${A_UTC}`], []],
    ],
    [
      'canceled before it was heard of',
      hooks(['canceled', { ...A, ...CANCELED }], ['changed', { ...A, ...CANCELED }]),
      [[`scheduled ${A_UTC}`, `canceled ${A_UTC}`], []],
    ],
    [
      'canceled, while the API does not say so yet, and all of it again',
      hooks(
        ['scheduled', A],
        ['canceled', A],
        ['canceled', A],
        ['changed', A],
        ['scheduled', A],
        ['changed', { ...A, ...CANCELED }],
        ['canceled', { ...A, ...CANCELED }],
        ['scheduled', { ...A, ...CANCELED }],
      ),
      [[`scheduled ${A_UTC}`], [`canceled ${A_UTC}`], [], [], [], [], [], []],
    ],
    [
      'moved and canceled, while the API does not say so yet, and all of it again',
      hooks(
        ['scheduled', A],
        ['rescheduled', B],
        ['canceled', B],
        ['rescheduled', B],
        ['changed', B],
        ['scheduled', B],
      ),
      [[`scheduled ${A_UTC}`], [`rescheduled ${B_UTC}`], [`canceled ${B_UTC}`], [], [], []],
    ],
    [
      'not kept',
      hooks(['scheduled', A], ['canceled', { ...A, ...NO_SHOW }], ['changed', { ...A, ...NO_SHOW }]),
      [[`scheduled ${A_UTC}`], [`no_show ${A_UTC}`], []],
    ],
    [
      'not kept, without being canceled',
      hooks(['scheduled', A], ['changed', { ...A, '/noShow': true }], ['changed', { ...A, '/noShow': true }]),
      [[`scheduled ${A_UTC}`], [`no_show ${A_UTC}`], []],
    ],
    [
      'canceled, and marked as not kept later',
      hooks(['scheduled', A], ['canceled', { ...A, ...CANCELED }], ['changed', { ...A, ...NO_SHOW }]),
      [[`scheduled ${A_UTC}`], [`canceled ${A_UTC}`], [`no_show ${A_UTC}`]],
    ],
    [
      'moved and canceled while nobody could ask: all hooks find the last state',
      hooks(
        ['scheduled', { ...B, ...CANCELED }],
        ['rescheduled', { ...B, ...CANCELED }],
        ['canceled', { ...B, ...CANCELED }],
        ['changed', { ...B, ...CANCELED }],
      ),
      [[`scheduled ${B_UTC}`, `canceled ${B_UTC}`], [`rescheduled ${B_UTC}`, `canceled ${B_UTC}`], [], []],
    ],
  ])('%s', (_, sent, expected) => {
    const told = follow(sent);
    expect(told.map(brief)).toEqual(expected);
    expect(new Set(idsOf(told)).size).toBe(told.flat().length);
  });

  test('is known from then on: what was made is told as of then, the rest as of its delivery', () => {
    const told = follow(hooks(['rescheduled', { ...B, ...CANCELED }])).flat();
    expect(told.map(({ id, time }) => [id, time])).toEqual([
      [`${APPOINTMENT}/0000/scheduled`, MADE],
      [`${APPOINTMENT}/0001/rescheduled`, '2020-06-29T21:46:00.001Z'],
      [`${APPOINTMENT}/0002/canceled`, '2020-06-29T21:46:00.002Z'],
    ]);
  });

  test('was made no later than it was heard of, and then, where Acuity does not say when', () => {
    const made = (datetimeCreated: unknown) =>
      compare(scheduledHook, HEARD, changed(details, { '/datetimeCreated': datetimeCreated }), null).events[0]?.time;
    expect(made('2020-06-29T16:46:30-0500')).toBe('2020-06-29T21:46:00.000Z');
    expect(made(undefined)).toBe('2020-06-29T21:46:00.000Z');
    expect(made('2020-06-30T03:15:48+0530')).toBe(MADE);
  });
});

describe('labels', () => {
  const labelled = (...names: unknown[]) => ({
    ...A,
    '/labels': names.map((name) => ({ id: 1, name, color: 'pink' })),
  });

  test.each([
    ['Completed', 'completed'],
    ['completed', 'completed'],
    ['No Show', 'no_show'],
    ['No-Show', 'no_show'],
    [' no show ', 'no_show'],
  ])('"%s" tells that it was %s, once', (name, fact) => {
    const told = follow(hooks(['scheduled', A], ['changed', labelled(name)], ['changed', labelled('VIP', name)]));
    expect(told.map(brief)).toEqual([[`scheduled ${A_UTC}`], [`${fact} ${A_UTC}`], []]);
    expect(fold(told)).toMatchObject({ status: fact, reschedules: 0 });
  });

  test.each(['VIP', 'Confirmed', 'Not completed', 'Show', '', undefined])('"%s" tells nothing', (name) => {
    expect(follow(hooks(['scheduled', A], ['changed', labelled(name)])).map(brief)).toEqual([
      [`scheduled ${A_UTC}`],
      [],
    ]);
  });

  test('count less than a cancellation and a no-show', () => {
    const told = (changes: object) => brief(follow(hooks(['changed', { ...labelled('Completed'), ...changes }]))[0]!);
    expect(told(CANCELED)).toEqual([`scheduled ${A_UTC}`, `canceled ${A_UTC}`]);
    expect(told(NO_SHOW)).toEqual([`scheduled ${A_UTC}`, `no_show ${A_UTC}`]);
    expect(told({})).toEqual([`scheduled ${A_UTC}`, `completed ${A_UTC}`]);
  });

  test('that are taken off before the appointment leave it as it was', () => {
    for (const name of ['Completed', 'No Show']) {
      const told = follow(hooks(['scheduled', A], ['changed', labelled(name)], ['changed', A], ['changed', A]));
      expect(fold(told)).toMatchObject({ status: 'scheduled', reschedules: 0 });
      expect(told.at(-1)).toEqual([]);
    }
  });
});

describe('the state in the end', () => {
  test.each([
    ['scheduled', A_UTC, 0, hooks(['scheduled', A], ['changed', A])],
    ['scheduled', B_UTC, 3, hooks(['scheduled', A], ['rescheduled', B], ['rescheduled', A], ['rescheduled', B])],
    ['canceled', A_UTC, 0, hooks(['scheduled', A], ['canceled', A], ['scheduled', A])],
    [
      'canceled',
      B_UTC,
      1,
      hooks(
        ['scheduled', { ...B, ...CANCELED }],
        ['rescheduled', { ...B, ...CANCELED }],
        ['canceled', { ...B, ...CANCELED }],
      ),
    ],
    [
      'canceled',
      B_UTC,
      1,
      hooks(
        ['canceled', { ...B, ...CANCELED }],
        ['rescheduled', { ...B, ...CANCELED }],
        ['scheduled', { ...B, ...CANCELED }],
      ),
    ],
    ['no_show', B_UTC, 1, hooks(['scheduled', A], ['rescheduled', B], ['canceled', { ...B, ...NO_SHOW }])],
  ])('is %s at %s after %s moves (%#)', (status, begin, reschedules, sent) => {
    expect(fold(follow(sent))).toMatchObject({ status, starts_at: Date.parse(begin) * 1_000, reschedules });
  });

  const mistaken = { ...A, ...NO_SHOW };
  /** The appointment begins at 09:15 the next day. */
  const afterwards = Date.parse('2020-06-30T10:00:00Z');

  test('is as before when a no-show is taken back before the appointment', () => {
    const told = follow(hooks(['scheduled', A], ['changed', mistaken], ['changed', A], ['changed', A]));
    expect(told.map(({ length }) => length)).toEqual([1, 1, 1, 0]);
    expect(fold(told)).toMatchObject({ status: 'scheduled', starts_at: Date.parse(A_UTC) * 1_000 });
  });

  test('is completed when a no-show is taken back after the appointment', () => {
    const late = { action: 'changed', at: afterwards, details: changed(details, A) };
    const told = follow([
      ...hooks(['scheduled', A], ['changed', mistaken]),
      late,
      { ...late, at: afterwards + MINUTE },
    ]);
    expect(told.map(brief)).toEqual([[`scheduled ${A_UTC}`], [`no_show ${A_UTC}`], [`completed ${A_UTC}`], []]);
    expect(fold(told)).toMatchObject({ status: 'completed', reschedules: 0 });
  });

  test('is as before when a cancellation is taken back', () => {
    const told = follow(hooks(['scheduled', A], ['canceled', { ...A, ...CANCELED }], ['changed', A]));
    expect(fold(told)).toMatchObject({ status: 'scheduled', starts_at: Date.parse(A_UTC) * 1_000 });
  });

  /** As the row says: how often it was moved. */
  test('of an appointment that was never moved has no moves, though a mistake was taken back', () => {
    for (const mistake of [mistaken, { ...A, ...CANCELED }]) {
      expect(fold(follow(hooks(['scheduled', A], ['changed', mistake], ['changed', A])))).toMatchObject({
        reschedules: 0,
      });
    }
  });
});

describe('details', () => {
  const dataOf = (changes: Readonly<Record<string, unknown>>, currency?: string) =>
    compare(scheduledHook, HEARD, changed(details, changes), null, acuity(currency === undefined ? {} : { currency }))
      .events[0]?.data ?? {};

  test.each([
    ['2020-06-30T10:15:00-0500', '2020-06-30T15:15:00.000Z'],
    ['2020-06-30T10:15:00+0100', '2020-06-30T09:15:00.000Z'],
    ['2020-06-30T10:15:00+0545', '2020-06-30T04:30:00.000Z'],
    ['2020-06-30T23:15:00-0330', '2020-07-01T02:45:00.000Z'],
    ['2020-06-30T10:15:00+0000', '2020-06-30T10:15:00.000Z'],
    ['2020-06-30T10:15:00-05:00', '2020-06-30T15:15:00.000Z'],
    ['2020-06-30T10:15:00Z', '2020-06-30T10:15:00.000Z'],
  ])('a begin of %s is %s', (datetime, expected) => {
    expect(dataOf({ '/datetime': datetime })['starts_at']).toBe(expected);
  });

  test.each([
    ['85.50', 'EUR', '85.5'],
    ['85.50', undefined, undefined],
    ['0.00', 'EUR', '0'],
    ['1200', 'JPY', '1200'],
    [85.5, 'EUR', '85.5'],
    ['', 'EUR', undefined],
    [null, 'EUR', undefined],
    [undefined, 'EUR', undefined],
  ])('a price of %s in %s is %s', (price, currency, expected) => {
    const data = dataOf({ '/price': price }, currency);
    expect([data['price'], data['currency']]).toEqual([expected, expected === undefined ? undefined : currency]);
  });

  test.each([
    ['', 'caller@example.invalid', { email: 'caller@example.invalid' }],
    ['+15550100123', 'caller@example.invalid', { phone: '+15550100123', email: 'caller@example.invalid' }],
    ['(030) 123456', '', { phone: '(030) 123456' }],
    [null, null, undefined],
    ['', '', undefined],
    ['', ' ', undefined],
    ['anonymous', '', undefined],
    ['', ' Caller@Example.invalid ', { email: 'Caller@Example.invalid' }],
    ['', `${'x'.repeat(309)}@example.org`, undefined],
  ])('a person with phone "%s" and e-mail "%s"', (phone, email, expected) => {
    expect(dataOf({ '/phone': phone, '/email': email })['caller']).toEqual(expected);
  });

  test('a type is a label', () => {
    expect(dataOf({ '/type': ' First\nvisit ' })['type']).toBe('First visit');
    expect(dataOf({ '/type': '' })).not.toHaveProperty('type');
  });

  test.each(['Call ID', 'call_id', 'call-id', 'CallId'])('the answer to the question "%s" is the call', (name) => {
    const forms = [
      { id: 1, name: 'Intake', values: [{ name: 'Age', value: '41' }] },
      { id: 2, name: 'Hidden', values: [{ id: 3, name, value: 'call_1' }] },
    ];
    expect(dataOf({ '/forms': forms })['call_id']).toBe('call_1');
    expect(fold([compare(scheduledHook, HEARD, changed(details, { '/forms': forms }), null).events])).toMatchObject({
      reported_call_id: 'call_1',
    });
  });

  test.each([[[]], [null], ['none'], [[{ values: [{ name: 'Call ID', value: '' }] }]], [[{ values: null }]]])(
    'no answer, no call: %j',
    (forms) => {
      expect(dataOf({ '/forms': forms })).not.toHaveProperty('call_id');
    },
  );

  test.each([
    ['text', '/details'],
    [null, '/details/id'],
    [changed(details, { '/id': undefined }), '/details/id'],
    [changed(details, { '/datetime': undefined }), '/details/datetime'],
    [changed(details, { '/datetime': 'June 30, 2020' }), '/details/datetime'],
    [changed(details, { '/id': 'x' }), '/details/id'],
    [changed(details, { '/id': '1'.repeat(21) }), '/details/id'],
  ])('what cannot be read names its place (%#)', (answer, path) => {
    expect(mappingErrorPath(() => acuity().lookUp!.compare(scheduledHook, HEARD, answer, null))).toBe(path);
  });

  test('a price that is no number is warned of only where prices are kept', () => {
    const answer = changed(details, { '/price': 'free' });
    const warned = (settings: { currency?: string }): string[] => {
      const paths: string[] = [];
      acuity(settings).lookUp!.compare(scheduledHook, HEARD, answer, null, ({ path }) => paths.push(path));
      return paths;
    };
    expect(warned({})).toEqual([]);
    expect(warned({ currency: 'EUR' })).toEqual(['/details/price']);
  });
});

describe('whatever becomes of an appointment', () => {
  const DAY = 86_400_000;
  const FIRST = Date.parse('2025-06-10T09:00:00.000Z');
  type Fate = 'open' | 'canceled' | 'no_show' | 'completed';
  interface State {
    readonly at: number;
    readonly action: string;
    /** Epoch milliseconds. */
    readonly begin: number;
    readonly fate: Fate;
  }

  /** Begins in 2030, so that what is open lies ahead; a few, so that moves lead back. */
  const begins = fc.nat(2).map((day) => Date.parse('2030-01-01T10:00:00.000Z') + day * DAY);
  const gap = fc.integer({ min: 1_000, max: DAY });

  /** The states that an appointment went through, with the hook that each sends. */
  const history = fc
    .record({
      made: begins,
      moves: fc.array(fc.tuple(gap, begins), { maxLength: 4 }),
      end: fc.option(
        fc.tuple(
          gap,
          fc.constantFrom<[Fate, string]>(
            ['canceled', 'canceled'],
            ['no_show', 'canceled'],
            ['no_show', 'changed'],
            ['completed', 'changed'],
          ),
        ),
      ),
    })
    .map(({ made, moves, end }) => {
      const states: State[] = [{ at: FIRST, action: 'scheduled', begin: made, fate: 'open' }];
      for (const [after, begin] of moves) {
        const last = states.at(-1)!;
        if (begin !== last.begin) states.push({ at: last.at + after, action: 'rescheduled', begin, fate: 'open' });
      }
      const last = states.at(-1)!;
      if (end !== null) {
        const [after, [fate, action]] = end;
        states.push({ at: last.at + after, action, begin: last.begin, fate });
      }
      return states;
    });

  const answerOf = ({ begin, fate }: State): unknown =>
    changed(details, {
      '/datetime': new Date(begin).toISOString(),
      '/datetimeCreated': new Date(FIRST).toISOString(),
      '/canceled': fate === 'canceled' || fate === 'no_show',
      '/labels': fate === 'completed' ? [{ id: 3, name: 'Completed', color: 'pink' }] : null,
      '/noShow': fate === 'no_show',
    });
  const stateAt = (states: readonly State[], at: number): State =>
    states.findLast((state) => state.at <= at) ?? states[0]!;

  interface ReceivedWebhook {
    readonly action: string;
    readonly receivedAt: number;
    readonly askedAt: number;
  }
  const delays = fc.infiniteStream(fc.oneof(fc.integer({ min: 3, max: 5_000 }), fc.integer({ min: 3, max: 2 * DAY })));
  const scene = fc.record({ states: history, delays, copies: fc.infiniteStream(fc.nat(2)) });

  /** Each hook, and the `changed` beside it, delivered once or several times, and asked for once. */
  const deliveriesOf = ({
    states,
    delays: late,
    copies,
  }: {
    states: State[];
    delays: Iterator<number>;
    copies: Iterator<number>;
  }) =>
    states.flatMap(({ at, action }) =>
      [action, ...Array.from({ length: copies.next().value as number }, () => action), 'changed'].map(
        (one): ReceivedWebhook => {
          const receivedAt = at + (late.next().value as number);
          return { action: one, receivedAt, askedAt: receivedAt + (late.next().value as number) };
        },
      ),
    );

  const sentOf = (states: readonly State[], deliveries: readonly ReceivedWebhook[]): Sent[] =>
    deliveries.map(({ action, receivedAt, askedAt }) => ({
      action,
      at: receivedAt,
      details: answerOf(stateAt(states, askedAt)),
    }));

  /** In the end the row says what is true, and hearing it all again changes nothing. */
  function check(states: readonly State[], deliveries: readonly ReceivedWebhook[]): void {
    const final = states.at(-1)!;
    const moves = states.filter(({ action }) => action === 'rescheduled').length;
    const sent = sentOf(states, deliveries);
    const told = follow(sent);
    const row = fold(told);
    expect(row).toMatchObject({
      status: final.fate === 'open' ? 'scheduled' : final.fate,
      starts_at: final.begin * 1_000,
      created_at: FIRST * 1_000,
    });
    expect(row?.reschedules).toBeLessThanOrEqual(moves);
    expect(row?.reschedules).toBeGreaterThanOrEqual(Math.min(moves, 1));
    expect(new Set(idsOf(told)).size).toBe(told.flat().length);
    const later = Math.max(...deliveries.map(({ askedAt }) => askedAt)) + 1_000;
    const again = deliveries.map(({ action }, index) => ({ action, at: later + index, details: answerOf(final) }));
    expect(fold(follow([...sent, ...again]))).toEqual(row);
  }

  test('the row is right, when each hook is asked for in its turn', () => {
    fc.assert(
      fc.property(scene, ({ states, ...random }) => {
        const deliveries = deliveriesOf({ states, ...random }).sort((a, b) => a.receivedAt - b.receivedAt);
        let askedAt = 0;
        check(
          states,
          deliveries.map((one) => {
            askedAt = Math.max(askedAt, one.askedAt);
            return { ...one, askedAt };
          }),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('an earlier hook that is asked for again later does not tell its news as of then', () => {
    const told = follow([
      { action: 'rescheduled', at: HEARD + 60 * MINUTE, details: changed(details, B) },
      // Came first; the API was away then, and answers now, when the appointment has been canceled.
      { action: 'scheduled', at: HEARD, details: changed(details, { ...B, ...CANCELED }) },
      { action: 'canceled', at: HEARD + 120 * MINUTE, details: changed(details, { ...B, ...CANCELED }) },
    ]);
    expect(fold(told)).toMatchObject({ status: 'canceled', starts_at: Date.parse(B_UTC) * 1_000, reschedules: 1 });
  });

  /** An answer that fails is asked for again later, by itself, while those that came after it are answered at once. */
  test('the row is right, when some hooks are asked for later than others', () => {
    fc.assert(
      fc.property(scene, ({ states, ...random }) => {
        check(
          states,
          deliveriesOf({ states, ...random }).sort((a, b) => a.askedAt - b.askedAt),
        );
      }),
      { numRuns: 400 },
    );
  });
});
