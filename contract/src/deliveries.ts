import { Type, type Static } from '@sinclair/typebox';

const Status = Type.Union(
  ['received', 'waiting', 'mapped', 'failed', 'refused'].map((status) => Type.Literal(status)),
  {
    description:
      'received until it is mapped; waiting for what has to be looked up; mapped; failed when it could not be made sense of; refused unverified',
  },
);

const entry = {
  id: Type.String(),
  provider: Type.String(),
  connection: Type.String(),
  kind: Type.String({ description: 'What kind of delivery it says it is' }),
  received_at: Type.String({ format: 'date-time' }),
  status: Status,
  events: Type.Integer({ description: 'Events that it tells' }),
  quarantined: Type.Integer({ description: 'Those of its events that were refused' }),
  warnings: Type.Optional(
    Type.Array(
      Type.Object({
        path: Type.String({ description: 'JSON pointer into the payload' }),
        message: Type.String({ description: 'What it should be' }),
      }),
      { description: 'Fields that were passed over while the rest was taken' },
    ),
  ),
  code: Type.Optional(Type.String({ description: 'Stable code of what is wrong' })),
  message: Type.Optional(Type.String()),
  path: Type.Optional(Type.String({ description: 'JSON pointer into the payload' })),
  attempts: Type.Optional(Type.Integer({ description: 'Times that the platform was asked for details' })),
  next_attempt_at: Type.Optional(Type.String({ format: 'date-time' })),
  refusal: Type.Optional(
    Type.Object({
      header: Type.String({ description: 'Header that was expected' }),
      header_present: Type.Boolean(),
      signed_url: Type.Optional(
        Type.String({ description: 'URL that counted as signed, without the values of its query' }),
      ),
      clock_difference_s: Type.Optional(
        Type.Number({ description: 'Seconds that the time of signing lies behind our clock' }),
      ),
    }),
  ),
};

/** A webhook delivery: what became of it. */
export const DeliveryEntry = Type.Object(entry, { title: 'Delivery' });
export type DeliveryEntry = Static<typeof DeliveryEntry>;

/** A delivery with what it carried, without secrets and full numbers, and what was looked up for it. */
export const DeliveryWithBody = Type.Object(
  {
    ...entry,
    payload: Type.Optional(Type.Unknown()),
    details: Type.Optional(Type.Unknown()),
    raw: Type.Optional(Type.Unknown({ description: 'The payload as it came, where deliveries are kept like that' })),
  },
  { title: 'DeliveryWithBody' },
);
export type DeliveryWithBody = Static<typeof DeliveryWithBody>;

export const DeliveryPage = Type.Object({
  deliveries: Type.Array(DeliveryEntry),
  next_cursor: Type.Union([Type.String(), Type.Null()], { description: 'Leads to the next page' }),
});
export type DeliveryPage = Static<typeof DeliveryPage>;

export const DeliveryCounts = Type.Object({
  counts: Type.Array(
    Type.Object({
      provider: Type.String(),
      connection: Type.String(),
      kind: Type.String(),
      status: Status,
      deliveries: Type.Integer(),
      events: Type.Integer({ description: 'Events that they told' }),
      last_received_at: Type.String({ format: 'date-time' }),
    }),
  ),
  refused_unrecorded: Type.Integer({
    description: 'Refused deliveries that came too fast to be listed, since the start',
  }),
});
export type DeliveryCounts = Static<typeof DeliveryCounts>;
