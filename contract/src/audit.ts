import { Type, type Static } from '@sinclair/typebox';

/** What somebody with a key has done. */
export const AuditEntry = Type.Object(
  {
    id: Type.String({ description: 'Sorts by time' }),
    at: Type.String({ format: 'date-time' }),
    actor: Type.String({ description: 'Id of the API key' }),
    action: Type.String({ description: 'Such as definition.changed, key.created, caller.erased' }),
    target: Type.String({ description: 'Such as metrics/my_metric' }),
    version: Type.Optional(Type.Integer({ description: 'Of the definition' })),
  },
  { title: 'AuditEntry' },
);
export type AuditEntry = Static<typeof AuditEntry>;

export const AuditList = Type.Object(
  {
    entries: Type.Array(AuditEntry),
    next_cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Cursor of the next page; null on the last one',
    }),
  },
  { title: 'AuditList' },
);
export type AuditList = Static<typeof AuditList>;
