import { FormatRegistry } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import type { TSchema } from '@sinclair/typebox';
import { Envelope } from '@callsight/contract/events/envelope';
import { CALL_EVENT_TYPES, EVENT_DATA } from '@callsight/contract/events/types';
import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Callers } from '../src/callers.js';
import { COUNTRIES } from '../src/countries.js';
import { Random } from '../src/random.js';
import { eventsOfType } from './events-of-type.js';
import { historyOf } from './history-of.js';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
FormatRegistry.Set('date-time', (value) => RFC_3339.test(value) && !Number.isNaN(Date.parse(value)));

describe('the events', () => {
  const events = historyOf(21, { incidents: true, callsPerDay: 300, disorder: 3_000, duplicates: 0.01 });

  it('follow the contract, envelope and data', () => {
    const envelope = TypeCompiler.Compile(Envelope);
    const checks = new Map<string, TypeCheck<TSchema>>(
      Object.entries(EVENT_DATA).map(([type, schema]) => [type, TypeCompiler.Compile<TSchema>(schema)]),
    );
    const wrong = events.filter(
      (event) => !envelope.Check(event) || checks.get(event.type)?.Check(event.data) !== true,
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('have every type but recordings', () => {
    const types = new Set(events.map((event) => event.type));
    expect(Object.keys(EVENT_DATA).filter((type) => type !== 'call.recording' && !types.has(type as never))).toEqual(
      [],
    );
  });

  it('name their call where they are part of one', () => {
    const started = new Set(eventsOfType(events, 'call.started').map((event) => event.subject));
    const parts = events.filter((event) => CALL_EVENT_TYPES.includes(event.type));
    expect(parts.filter((event) => !started.has(event.subject))).toEqual([]);
    for (const event of eventsOfType(events, 'appointment.completed')) expect(event.data.call_id).toBe(event.subject);
  });

  it('call from numbers that are valid in their country', () => {
    const phones = eventsOfType(events, 'call.started').flatMap((event) => event.data.from ?? []);
    const numbers = phones.filter((phone) => phone.startsWith('+'));
    expect(numbers.filter((phone) => !isValidPhoneNumber(phone))).toEqual([]);
    const countries = new Set(numbers.map((phone) => parsePhoneNumberFromString(phone)?.country));
    for (const { code } of COUNTRIES) expect(countries).toContain(code);
  });
});

it('gives callers beyond the fiction ranges numbers that are valid and differ', () => {
  const callers = new Callers(Random.seeded('crowd'), 20_000);
  const crowd = Array.from({ length: 3_000 }, () => callers.newcomer());
  expect(crowd.filter(({ phone, country }) => parsePhoneNumberFromString(phone)?.country !== country)).toEqual([]);
  expect(crowd.filter(({ phone }) => !isValidPhoneNumber(phone))).toEqual([]);
  expect(new Set(crowd.map(({ phone }) => phone)).size).toBe(crowd.length);
});
