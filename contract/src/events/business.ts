import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';
import { Amount, Attributes, Currency, Identifier, Label, Milliseconds, Open, Text, Time } from './scalars.js';

const Caller = Open({
  phone: optional(Type.String({ maxLength: 256 })),
  email: optional(Type.String({ maxLength: 320 })),
});

const appointmentFields = {
  appointment_id: Identifier,
  call_id: optional(Identifier),
  type: optional(Label),
  price: optional(Amount),
  currency: optional(Currency),
  caller: optional(Caller),
  attributes: optional(Attributes),
};

/** An appointment that is made or moved says when it begins. */
export const AppointmentSet = Open({ ...appointmentFields, starts_at: Time }, 'An appointment is made or moved');
/** What became of an appointment; its begin is known from before. */
export const AppointmentChanged = Open(
  { ...appointmentFields, starts_at: optional(Time) },
  'What became of an appointment',
);
export type AppointmentChanged = Static<typeof AppointmentChanged>;

export const Payment = Open(
  {
    payment_id: Identifier,
    amount: Amount,
    currency: Currency,
    call_id: optional(Identifier),
    appointment_id: optional(Identifier),
    // The sender's own: counts where a call or an appointment has it for its id.
    reference: optional(Identifier),
    caller: optional(Caller),
    attributes: optional(Attributes),
  },
  'Money that came, failed to come, or went back',
);
export type Payment = Static<typeof Payment>;

export const Touch = Open(
  {
    source: Label,
    medium: optional(Label),
    campaign: optional(Label),
    caller: Caller,
    cost: optional(Type.Union([Amount, Open({ amount: Amount, currency: Currency })])),
    currency: optional(Currency),
    attributes: optional(Attributes),
  },
  'A marketing contact of a caller',
);
export type Touch = Static<typeof Touch>;

export const SystemCheck = Open(
  {
    component: Identifier,
    status: Type.Union([Type.Literal('up'), Type.Literal('degraded'), Type.Literal('down')]),
    latency_ms: optional(Milliseconds),
  },
  'A health check of a component',
);
export type SystemCheck = Static<typeof SystemCheck>;

export const SystemError = Open(
  { component: Identifier, code: Label, message: optional(Text) },
  'An error of a component',
);
export type SystemError = Static<typeof SystemError>;

export const MetricSample = Open(
  {
    metric: Identifier,
    value: Type.Number(),
    tags: optional(
      Type.Record(Type.String(), Type.Union([Type.String({ maxLength: 1_024 }), Type.Number(), Type.Boolean()]), {
        maxProperties: 64,
      }),
    ),
  },
  'A measured value of the sender',
);
export type MetricSample = Static<typeof MetricSample>;
