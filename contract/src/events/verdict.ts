import { Type, type Static } from '@sinclair/typebox';

export const Rejected = Type.Object({
  index: Type.Integer({ minimum: 0, description: 'Place of the event in the request, from 0' }),
  id: Type.Union([Type.String(), Type.Null()], { description: 'Id of the event, if it could be read' }),
  code: Type.String({ description: 'Stable code of the reason' }),
  message: Type.String({ description: 'What is wrong and what would be valid' }),
  path: Type.String({ description: 'JSON pointer to the field at fault, empty for the whole event' }),
});
export type Rejected = Static<typeof Rejected>;

/** Answer to `POST /v1/events`: what became of each event. */
export const IngestAnswer = Type.Object({
  accepted: Type.Integer({ minimum: 0 }),
  duplicates: Type.Integer({ minimum: 0 }),
  rejected: Type.Array(Rejected),
  rejected_omitted: Type.Optional(Type.Integer({ minimum: 1, description: 'Rejected events beyond those listed' })),
});
export type IngestAnswer = Static<typeof IngestAnswer>;
