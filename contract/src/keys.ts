import { Type, type Static } from '@sinclair/typebox';

export const SCOPES = ['ingest', 'query', 'reports', 'recordings', 'admin'] as const;
export const Scope = Type.Union(SCOPES.map((scope) => Type.Literal(scope)));
export type Scope = Static<typeof Scope>;

export const KeyInput = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes: Type.Array(Scope, { minItems: 1, uniqueItems: true }),
    expires_at: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
);
export type KeyInput = Static<typeof KeyInput>;

export const KeyEntry = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    tenant: Type.String(),
    scopes: Type.Array(Scope),
    created_at: Type.String({ format: 'date-time' }),
    expires_at: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  },
  { title: 'Key' },
);
export type KeyEntry = Static<typeof KeyEntry>;

/** The key itself is in this answer and nowhere else. */
export const KeyCreated = Type.Composite([KeyEntry, Type.Object({ key: Type.String() })], { title: 'KeyCreated' });
export type KeyCreated = Static<typeof KeyCreated>;
