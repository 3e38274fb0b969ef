import { Type, type TSchema } from '@sinclair/typebox';

/** A field that may be absent. */
export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
