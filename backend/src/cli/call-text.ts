import type { AppointmentDetail, CallDetail, CallRowDetail, PaymentDetail } from '@callsight/contract/call-detail';
import { timeFormat } from './frame-table.js';
import { printable, tableText, type Column } from './table.js';

type Fact = readonly [string, string | null | undefined];

const seconds = (value: number | null): string | undefined => (value === null ? undefined : `${value} s`);

const withName = (id: string, name: string | null): string => (name === null || name === id ? id : `${name} (${id})`);

const amount = (value: string | null, currency: string | null): string | undefined =>
  value === null ? undefined : `${value} ${currency ?? ''}`.trim();

/** What is known of a call, in the order in which people ask for it. */
function factsOf(call: CallRowDetail, time: (text: string | null) => string | undefined): Fact[] {
  return [
    ['Call', call.call_id],
    ['Carrier id', call.provider_call_sid],
    ['Started', time(call.started_at)],
    ['Answered', time(call.answered_at)],
    ['Ended', time(call.ended_at)],
    ['Direction', call.direction],
    ['Agent', withName(call.agent, call.agent_name)],
    ['Version', call.agent_version],
    ['Caller', [call.caller_masked, call.country, call.region].filter((part) => part !== null).join(', ')],
    ['Pseudonym', call.caller],
    ['Outcome', call.outcome],
    ['Ended by', call.ended_by],
    ['Reason', call.end_reason],
    ['Wait', seconds(call.wait)],
    ['Duration', seconds(call.duration)],
    ['Cost', amount(call.cost, call.currency)],
    ['Turns', `${call.turns}, ${call.interruptions} interrupted, ${call.errors} errors`],
    ['Source', [call.source, call.medium, call.campaign].filter((part) => part !== null).join(' / ')],
    ['Topics', call.topics.join(', ')],
    ['Summary', call.summary],
  ];
}

const LABEL = 12;

const factLine = ([label, value]: Fact): string[] =>
  value === null || value === undefined || value === '' ? [] : [`${label.padEnd(LABEL)}${printable(value)}\n`];

/** Scalars of an event's data, as `name=value`; what is nested is left to --json. */
const scalarsOf = (data: Readonly<Record<string, unknown>>): string =>
  Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

type Event = CallDetail['events'][number];

/** Time since the begin of the call, such as "+1:04.250"; before it with a minus. */
function offset(time: string, begin: number): string {
  const ms = Date.parse(time) - begin;
  const total = Math.abs(ms);
  const rest = ((total % 60_000) / 1_000).toFixed(3).padStart(6, '0');
  return `${ms < 0 ? '-' : '+'}${Math.floor(total / 60_000)}:${rest}`;
}

const eventColumns = (begin: number): readonly Column<Event>[] => [
  { title: 'at', value: ({ time }) => offset(time, begin), isNumber: true },
  { title: 'event', value: ({ type }) => type },
  { title: 'source', value: ({ source }) => source },
  { title: 'data', value: ({ data }) => scalarsOf(data), isLong: true },
];

const APPOINTMENTS: readonly Column<AppointmentDetail>[] = [
  { title: 'appointment', value: ({ appointment_id: id }) => id },
  { title: 'status', value: ({ status }) => status },
  { title: 'starts', value: ({ starts_at: at }) => at ?? '-' },
  { title: 'price', value: ({ price, currency }) => amount(price, currency) ?? '-' },
  { title: 'linked by', value: ({ link }) => link ?? '-' },
];

const PAYMENTS: readonly Column<PaymentDetail>[] = [
  { title: 'payment', value: ({ payment_id: id }) => id },
  { title: 'status', value: ({ status }) => status },
  { title: 'at', value: ({ happened_at: at }) => at ?? '-' },
  { title: 'amount', value: ({ amount: paid, currency }) => amount(paid, currency) ?? '-' },
  { title: 'refunded', value: ({ refunded, currency }) => amount(refunded, currency) ?? '-' },
  { title: 'linked by', value: ({ link }) => link ?? '-' },
];

/** One call as text: its facts, its timeline, and the bookings and payments that belong to it. */
export function callText(detail: CallDetail, timezone: string, width?: number): string {
  const { call, events, appointments, payments } = detail;
  const format = timeFormat(timezone);
  const time = (text: string | null): string | undefined => (text === null ? undefined : format(Date.parse(text)));
  const begin = Date.parse(call.started_at ?? events[0]?.time ?? '');
  const timeline =
    events.length === 0
      ? 'its events are not kept any more, or came from InfluxDB\n'
      : tableText(events, eventColumns(begin), width);
  return [
    factsOf(call, time).flatMap(factLine).join(''),
    timeline,
    tableText(appointments, APPOINTMENTS, width),
    tableText(payments, PAYMENTS, width),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
