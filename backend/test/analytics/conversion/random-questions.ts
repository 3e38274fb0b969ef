import type { AttributionQuery } from '@callsight/contract/query/attribution';
import type { FunnelExclusion, FunnelSelection, FunnelStepInput, PathsQuery } from '@callsight/contract/query/funnel';
import type { Filter, MetricQuery } from '@callsight/contract/query/request';
import fc from 'fast-check';
import { slot } from '../../stories/random-history.js';
import type { Scope } from '../../reference/funnel.js';

const TOLD = ['a', 'b', 'c'];
const KNOWN = ['call.started', 'call.answered', 'booking.confirmed', 'payment.succeeded', 'booking.kept'];
const ASIDE = ['call.ended', 'booking.canceled', 'payment.failed'];

const often = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { freq: 3, nil: undefined });
const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { freq: 2, nil: undefined });
/** A part of a question that may be left out. */
const given = <K extends string, T>(name: K, value: T | undefined): Partial<Record<K, T>> =>
  value === undefined ? {} : ({ [name]: value } as Record<K, T>);

const span = fc.constantFrom('10m', '30m', '2h', '1d', '1d', '30d');
const begin = fc.constantFrom('call.started', 'call.started', 'a', 'booking.confirmed');
const name = fc.constantFrom(...TOLD, ...TOLD, ...TOLD, ...KNOWN, ...KNOWN, ...ASIDE);

export const filter: fc.Arbitrary<Filter> = fc.constantFrom(
  { dimension: 'agent', op: '=', values: ['anna'] },
  { dimension: 'source', op: 'in', values: ['web', null] },
  { dimension: 'source', op: '!=', values: ['web'] },
  { dimension: 'direction', op: 'not in', values: ['outbound'] },
);

const exclusion = (places: number, aside: readonly string[]): fc.Arbitrary<FunnelExclusion> =>
  fc
    .record({
      step: fc.constantFrom('a', 'b', 'c', 'never told', ...aside),
      after: rarely(fc.integer({ min: 1, max: places - 1 })),
      length: rarely(fc.integer({ min: 1, max: places - 1 })),
    })
    .map(({ step, after, length }) => {
      const before = length === undefined ? undefined : Math.min((after ?? 1) + length, places);
      return { step, ...given('after', after), ...given('before', before) };
    });

const inOrder = (order: 'ordered' | 'strict') =>
  fc
    .tuple(begin, fc.array(fc.record({ step: name, within: rarely(span) }), { maxLength: 3 }))
    .chain(([first, others]) => {
      const steps: FunnelStepInput[] = [
        first,
        ...others.map(({ step, within }) => ({ step, ...given('within', within) })),
      ];
      // Whether an exclusion makes a step of what is none of the strict order is left open.
      const aside = order === 'strict' ? [] : ['call.ended'];
      const exclusions =
        steps.length < 2
          ? fc.constant<FunnelExclusion[]>([])
          : fc.array(exclusion(steps.length, aside), { maxLength: 1 });
      return exclusions.map((excluded) => ({ steps, order, exclusions: excluded }));
    });

const inAnyOrder = fc
  .tuple(begin, fc.array(name, { maxLength: 3 }))
  .map(([first, others]) => ({ steps: [first, ...others] as FunnelStepInput[], order: 'any' }));

const unit = fc.constantFrom('call', 'caller');

/** A funnel without filters, so that they can be added or not. */
export const randomFunnel: fc.Arbitrary<FunnelSelection> = fc
  .tuple(fc.oneof(inOrder('ordered'), inOrder('strict'), inAnyOrder), unit, often(span))
  .map(([asked, own, window]): FunnelSelection => ({ ...asked, unit: own, ...given('window', window) }));

export const breakdown = fc.constantFrom('agent', 'source', 'direction', 'outcome', 'hour_of_day');
export const interval = fc.constantFrom('1h', '6h', '1d');

export const randomPaths: fc.Arbitrary<PathsQuery['paths']> = fc
  .record({
    unit,
    steps: rarely(fc.uniqueArray(name, { minLength: 1, maxLength: 4 })),
    collapse: fc.boolean(),
    filter: rarely(filter),
  })
  .map(({ unit: own, steps, collapse, filter: chosen }) => ({
    unit: own,
    collapse,
    ...given('steps', steps),
    // Of callers, whether filters leave in what has no call is open.
    ...(chosen === undefined || own === 'caller' ? {} : { filters: [chosen] }),
  }));

const model = fc.constantFrom('first', 'last', 'last_non_direct', 'linear', 'position', 'time_decay');

export const randomAttribution: fc.Arbitrary<AttributionQuery['attribution']> = fc
  .record({
    model: fc.oneof<fc.Arbitrary<string | string[]>[]>(model, fc.uniqueArray(model, { minLength: 2, maxLength: 3 })),
    lookback: rarely(fc.constantFrom('30m', '2h', '1d', '7d')),
    conversion: rarely(fc.constantFrom('booking.confirmed', 'booking.kept', 'payment.succeeded')),
    groupBy: fc.constantFrom<string[]>(
      [],
      ['source'],
      ['source', 'medium'],
      ['tracking_number'],
      ['campaign', 'source'],
    ),
    filter: rarely(filter),
  })
  .map(({ model: own, groupBy, lookback, conversion, filter: chosen }) => ({
    model: own,
    groupBy,
    ...given('lookback', lookback),
    ...given('conversion', conversion),
    ...given('filters', chosen === undefined ? undefined : [chosen]),
  }));

const COUNTS = ['claimed', 'confirmed', 'kept', 'canceled', 'no_show', 'rescheduled', 'reschedules']
  .concat('kept_rate', 'no_show_rate', 'phantom_rate', 'conversion_rate')
  .map((id) => `bookings.${id}`);
const REVENUE = ['sum', 'refunded', 'net', 'per_call', 'per_booking', 'per_kept_booking'].map((id) => `revenue.${id}`);

export const randomMetrics: fc.Arbitrary<Omit<MetricQuery, 'refId'>> = fc
  .record({
    metrics: fc.constantFrom<string[]>([...COUNTS, 'calls.count'], ['calls.count', 'bookings.confirmed', ...REVENUE]),
    groupBy: fc.constantFrom<string[]>([], ['agent'], ['source', 'direction'], ['hour_of_day'], ['weekday']),
    interval: rarely(interval),
    filter: rarely(filter),
  })
  .map(({ metrics, groupBy, interval: every, filter: chosen }) => ({
    metrics,
    groupBy,
    ...given('interval', every),
    ...given('filters', chosen === undefined ? undefined : [chosen]),
  }));

/** A range between two of the moments at which things happen, or a little beside them. */
export const randomScope: fc.Arbitrary<Scope> = fc
  .record({
    ends: fc.tuple(slot, slot).filter(([one, other]) => one !== other),
    zone: fc.constantFrom('UTC', 'Europe/Berlin'),
    margin: fc.constantFrom(0, 1, 5, 5),
  })
  .map(({ ends: [one, other], zone, margin: days }) => {
    const margin = days * 86_400_000_000;
    return { from: Math.min(one, other) - margin, to: Math.max(one, other) + margin, zone };
  });
