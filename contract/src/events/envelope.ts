import { Type, type Static } from '@sinclair/typebox';
import { EVENT_DATA, type EventType } from './types.js';
import { Identifier, Time } from './scalars.js';

/** CloudEvents 1.0 in JSON. `(source, id)` is the identity within a tenant; `subject` is the call id. */
export const Envelope = Type.Object(
  {
    specversion: Type.Literal('1.0'),
    id: Identifier,
    source: Identifier,
    type: Type.Union(Object.keys(EVENT_DATA).map((type) => Type.Literal(type as EventType))),
    subject: Type.Optional(Identifier),
    time: Time,
    datacontenttype: Type.Optional(
      Type.Union([
        Type.String({
          pattern: '^\\s*[A-Za-z]+/([^;\\s]+\\+)?[Jj][Ss][Oo][Nn]\\s*(;.*)?$',
          description: 'A media type of JSON, in any case, with or without parameters',
        }),
        Type.Null(),
      ]),
    ),
    data: Type.Optional(Type.Object({}, { additionalProperties: true })),
    data_base64: Type.Optional(Type.String({ description: 'JSON data as base64, in place of data' })),
  },
  { additionalProperties: true, title: 'CloudEvent' },
);
export type Envelope = Static<typeof Envelope>;
