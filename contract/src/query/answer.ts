import { Type, type Static } from '@sinclair/typebox';
import { ErrorAnswer } from '../errors.js';

export const FrameField = Type.Object({
  name: Type.String(),
  type: Type.Union([Type.Literal('time'), Type.Literal('number'), Type.Literal('string'), Type.Literal('boolean')]),
  labels: Type.Optional(Type.Record(Type.String(), Type.String())),
  config: Type.Record(Type.String(), Type.Unknown()),
});
export type FrameField = Static<typeof FrameField>;

/** One value of a frame: times are epoch milliseconds. */
export const FrameValue = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
export type FrameValue = Static<typeof FrameValue>;

/** Grafana's own frame JSON: one array of values for each field. */
export const Frame = Type.Object(
  {
    schema: Type.Object({
      refId: Type.String(),
      name: Type.String(),
      meta: Type.Record(Type.String(), Type.Unknown()),
      fields: Type.Array(FrameField),
    }),
    data: Type.Object({ values: Type.Array(Type.Array(FrameValue)) }),
  },
  { title: 'Frame' },
);
export type Frame = Static<typeof Frame>;

export const QueryResult = Type.Union([Type.Object({ frames: Type.Array(Frame) }), ErrorAnswer]);
export type QueryResult = Static<typeof QueryResult>;

export const QueryAnswer = Type.Object({ results: Type.Record(Type.String(), QueryResult) }, { title: 'QueryAnswer' });
export type QueryAnswer = Static<typeof QueryAnswer>;
