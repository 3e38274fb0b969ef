import type { MetricQuery } from '@callsight/contract/query/request';
import type { KnownCall } from './callers.js';
import { ratio } from './statistics.js';
import { bucketsIn, type Row } from './cells.js';
import { dimensionOf, passes } from './dimension.js';
import type { Scope } from './funnel.js';
import type { History, LinkedAppointment, LinkedPayment } from './history.js';
import { billionths, majorUnits, total } from './money.js';

export interface BookingSettings {
  readonly graceMinutes: number;
  readonly base: 'offered' | 'answered';
}

type Booking = LinkedAppointment & { readonly call: KnownCall };
type Payment = LinkedPayment & { readonly call: KnownCall };

/** What one value is computed from. */
interface Cell {
  readonly calls: readonly KnownCall[];
  readonly bookings: readonly Booking[];
  readonly payments: readonly Payment[];
  readonly history: History;
  readonly settings: BookingSettings;
}

type Formula = (cell: Cell) => number | null;

const MINUTE = 60_000_000;

const hasBooking = ({ appointments }: History, { id }: KnownCall): boolean =>
  appointments.some(({ call }) => call?.id === id);

const claims = ({ calls }: Cell): KnownCall[] => calls.filter(({ dimensions }) => dimensions['outcome'] === 'booked');

const phantoms = (cell: Cell): number =>
  claims(cell).filter(
    (call) =>
      !hasBooking(cell.history, call) &&
      call.end !== null &&
      cell.history.now - call.end > cell.settings.graceMinutes * MINUTE,
  ).length;

const base = ({ calls, settings }: Cell): KnownCall[] =>
  calls.filter(({ dimensions, answer }) =>
    settings.base === 'offered' ? dimensions['direction'] === 'inbound' : answer !== null,
  );

const due = ({ bookings, history }: Cell): Booking[] =>
  bookings.filter(({ startsAt }) => startsAt !== null && startsAt <= history.now);

const withStatus = (bookings: readonly Booking[], status: Booking['status']): number =>
  bookings.filter((booking) => booking.status === status).length;

const movedOnes = ({ bookings }: Cell): number =>
  bookings.filter(({ status, moves }) => status === 'scheduled' && moves > 0).length;

const COUNTS: Readonly<Record<string, Formula>> = {
  'calls.count': ({ calls }) => calls.length,
  'bookings.claimed': (cell) => claims(cell).length,
  'bookings.confirmed': ({ bookings }) => bookings.length,
  'bookings.kept': ({ bookings }) => withStatus(bookings, 'completed'),
  'bookings.canceled': ({ bookings }) => withStatus(bookings, 'canceled'),
  'bookings.no_show': ({ bookings }) => withStatus(bookings, 'no_show'),
  'bookings.rescheduled': movedOnes,
  'bookings.reschedules': ({ bookings }) => bookings.reduce((sum, { moves }) => sum + moves, 0),
  'bookings.kept_rate': (cell) => ratio(withStatus(due(cell), 'completed'), due(cell).length),
  'bookings.no_show_rate': (cell) => ratio(withStatus(due(cell), 'no_show'), due(cell).length),
  'bookings.phantom_rate': (cell) => ratio(phantoms(cell), claims(cell).length),
  'bookings.conversion_rate': (cell) =>
    ratio(base(cell).filter((call) => hasBooking(cell.history, call)).length, base(cell).length),
};

/** Sums of one currency, in major units. */
interface Sums extends Cell {
  readonly came: number;
  readonly back: number;
  readonly net: number;
  readonly cost: number;
}

function sumsOf(cell: Cell, currency: string): Sums {
  const payments = cell.payments.filter((payment) => payment.currency === currency);
  const came = total(payments.map(({ amount }) => amount ?? 0n));
  const back = total(payments.map((payment) => payment.refunded));
  const costs = cell.calls.flatMap(({ cost }) => (cost?.currency === currency ? (cost.amounts['total'] ?? []) : []));
  const cost = total(costs.map(billionths));
  return {
    ...cell,
    came: majorUnits(came),
    back: majorUnits(back),
    net: majorUnits(came - back),
    cost: majorUnits(cost),
  };
}

const keptOnes = ({ bookings }: Sums): number => withStatus(bookings, 'completed');

const SUMS: Readonly<Record<string, (sums: Sums) => number | null>> = {
  'revenue.sum': ({ came }) => came,
  'revenue.refunded': ({ back }) => back,
  'revenue.net': ({ net }) => net,
  'revenue.per_call': ({ net, calls }) => ratio(net, calls.length),
  'revenue.per_booking': ({ net, bookings }) => ratio(net, bookings.length),
  'revenue.per_kept_booking': (sums) => ratio(sums.net, keptOnes(sums)),
  'cost.per_booking': ({ cost, bookings }) => ratio(cost, bookings.length),
  'cost.per_kept_booking': (sums) => ratio(sums.cost, keptOnes(sums)),
};

function valuesOf(id: string, cell: Cell, currencies: readonly string[]): [string, number | null][] {
  const sum = SUMS[id];
  const count = COUNTS[id];
  if (count !== undefined) return [[id, count(cell)]];
  if (sum === undefined) throw new Error(`the reference does not know the metric ${id}`);
  const listed = currencies.length === 0 ? [''] : currencies;
  return listed.map((currency) => [listed.length > 1 ? `${id} ${currency}` : id, sum(sumsOf(cell, currency))]);
}

/** What belongs to a call, and when it counts. */
interface Dated {
  readonly at: number;
  readonly call: KnownCall;
}

/** The metrics of bookings and money, bucket by bucket and group by group. */
export function bookingRows(
  history: History,
  { metrics, groupBy = [], filters = [], interval }: Omit<MetricQuery, 'refId'>,
  scope: Scope,
  settings: BookingSettings,
): Row[] {
  const { from, to, zone } = scope;
  const isAsked = ({ at, call }: Dated): boolean => at >= from && at < to && passes(filters, call, at, zone);
  const groupOf = ({ at, call }: Dated): string =>
    JSON.stringify(Object.fromEntries(groupBy.map((name) => [name, dimensionOf(call, at, name, zone)])));
  const calls = history.calls.map((call) => ({ at: call.start, call })).filter(isAsked);
  const bookings = history.appointments.filter((made): made is Booking => made.call !== null).filter(isAsked);
  const payments = history.payments
    .filter((paid): paid is Payment => paid.call !== null && (paid.amount !== null || paid.refunded !== 0n))
    .filter(isAsked);
  const groups = groupBy.length === 0 ? ['{}'] : [...new Set([...calls, ...bookings, ...payments].map(groupOf))];
  const currencies = currenciesOf(calls, payments, metrics);
  return bucketsIn(scope, interval).flatMap(([time, begin, end]) =>
    groups.map((group) => {
      const isHere = (dated: Dated): boolean => dated.at >= begin && dated.at < end && groupOf(dated) === group;
      const own = calls.filter(isHere).map(({ call }) => call);
      const cell = {
        calls: own,
        bookings: bookings.filter(isHere),
        payments: payments.filter(isHere),
        history,
        settings,
      };
      const values = metrics.flatMap((id) => valuesOf(id, cell, currencies));
      return { ...time, ...(JSON.parse(group) as Row), ...Object.fromEntries(values) };
    }),
  );
}

/** Currencies of the money that the metrics are about. */
function currenciesOf(calls: readonly Dated[], payments: readonly Payment[], metrics: readonly string[]): string[] {
  const ofCosts = metrics.some((id) => id.startsWith('cost.'))
    ? calls.flatMap(({ call }) => call.cost?.currency ?? [])
    : [];
  const ofRevenue = metrics.some((id) => id.startsWith('revenue.')) ? payments.map(({ currency }) => currency) : [];
  return [...new Set([...ofCosts, ...ofRevenue])].sort();
}
