import { Type, type Static } from '@sinclair/typebox';
import { optional } from '../optional.js';

const DELIVERY_STATUSES = ['queued', 'sent', 'refused', 'retrying', 'unknown', 'failed', 'unsubscribed'] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** What became of a report for one address or target. */
export const Delivery = Type.Object(
  {
    to: Type.String({ description: 'Address, or name of a target' }),
    status: Type.Union(
      DELIVERY_STATUSES.map((status) => Type.Literal(status)),
      { description: 'unknown: the connection was lost after the last byte, so that it may have arrived' },
    ),
    code: optional(Type.Integer({ description: 'Of the SMTP or HTTP answer' })),
    message: optional(Type.String({ description: 'The answer itself, or why there was none' })),
    message_id: optional(Type.String()),
    attempts: Type.Integer(),
    at: optional(Type.String({ format: 'date-time', description: 'Of the last attempt' })),
  },
  { title: 'Delivery' },
);
export type Delivery = Static<typeof Delivery>;
