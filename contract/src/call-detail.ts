import { Type, type Static } from '@sinclair/typebox';

const Text = Type.Union([Type.String(), Type.Null()]);
const Time = Type.Union([Type.String({ format: 'date-time' }), Type.Null()]);
const Seconds = Type.Union([Type.Number(), Type.Null()], { description: 'Seconds' });
const Money = Type.Union([Type.String(), Type.Null()], { description: 'Decimal in major units' });
const Link = Type.Union([Type.String(), Type.Null()], {
  description: 'What it was found to belong to the call by: call_id, appointment_id, caller or email',
});

/** The row of a call; what is not known is null. */
export const CallRowDetail = Type.Object(
  {
    call_id: Type.String(),
    provider_call_sid: Text,
    started_at: Time,
    answered_at: Time,
    ended_at: Time,
    wait: Seconds,
    duration: Seconds,
    hold: Seconds,
    talk: Seconds,
    talk_ratio: Type.Union([Type.Number(), Type.Null()], {
      description: "The agent's share of the time in which somebody talks, 0 to 1, by the sound of a recording",
    }),
    overlap: Seconds,
    direction: Type.String(),
    channel: Text,
    queue: Text,
    agent: Type.String(),
    agent_name: Text,
    agent_version: Text,
    outcome: Type.String(),
    ended_by: Text,
    end_reason: Text,
    provider: Text,
    language: Text,
    caller: Text,
    caller_masked: Text,
    caller_type: Text,
    country: Text,
    region: Text,
    line_type: Text,
    caller_timezone: Text,
    source: Text,
    medium: Text,
    campaign: Text,
    term: Text,
    content: Text,
    tracking_number: Text,
    landing_page: Text,
    transferred: Type.Boolean(),
    transferred_to_human: Type.Boolean(),
    success: Type.Union([Type.Boolean(), Type.Null()]),
    sentiment: Type.Union([Type.Number(), Type.Null()]),
    summary: Text,
    topics: Type.Array(Type.String()),
    errors: Type.Integer(),
    turns: Type.Integer(),
    interruptions: Type.Integer(),
    currency: Text,
    cost: Money,
    cost_components: Type.Record(Type.String(), Type.String()),
    attributes: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  },
  { title: 'CallRow' },
);
export type CallRowDetail = Static<typeof CallRowDetail>;

export const AppointmentDetail = Type.Object({
  appointment_id: Type.String(),
  created_at: Time,
  starts_at: Time,
  status: Type.String({ description: 'scheduled, canceled, completed or no_show' }),
  reschedules: Type.Integer(),
  type: Text,
  price: Money,
  currency: Text,
  link: Link,
});
export type AppointmentDetail = Static<typeof AppointmentDetail>;

export const PaymentDetail = Type.Object({
  payment_id: Type.String(),
  happened_at: Time,
  status: Type.String({ description: 'succeeded, refunded or failed' }),
  amount: Money,
  refunded: Money,
  currency: Text,
  appointment_id: Text,
  link: Link,
});
export type PaymentDetail = Static<typeof PaymentDetail>;

/** One call with everything that was told of it: its row, its events, and the bookings and payments that belong to it. */
export const CallDetail = Type.Object(
  {
    call: CallRowDetail,
    events: Type.Array(
      Type.Object({
        id: Type.String(),
        source: Type.String(),
        type: Type.String(),
        time: Type.String({ format: 'date-time' }),
        subject: Type.String({ description: 'Id that it was told under' }),
        data: Type.Record(Type.String(), Type.Unknown()),
      }),
      { description: 'In order; absent where they are too old to be kept, or came from the record' },
    ),
    appointments: Type.Array(AppointmentDetail),
    payments: Type.Array(PaymentDetail),
  },
  { title: 'CallDetail' },
);
export type CallDetail = Static<typeof CallDetail>;
