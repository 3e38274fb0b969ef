import { Type, type Static } from '@sinclair/typebox';

export const AcuitySettings = Type.Object(
  {
    userId: Type.String({ pattern: '^[0-9]{1,20}$', description: 'Numeric user id of the account' }),
    baseUrl: Type.String({
      pattern: '^https?://[^\\s?#]+$',
      default: 'https://acuityscheduling.com',
      description: "Address of Acuity's API",
    }),
    currency: Type.Optional(
      Type.String({
        pattern: '^[A-Z]{3}$',
        description: 'Currency of the account (ISO 4217); without it prices are not kept',
      }),
    ),
    requestsPerSecond: Type.Number({ minimum: 0.1, maximum: 100, default: 10, description: 'Limit of the account' }),
    timeoutSeconds: Type.Number({ minimum: 0.1, maximum: 120, default: 10, description: 'Of one request' }),
  },
  { additionalProperties: false },
);
export type AcuitySettings = Static<typeof AcuitySettings>;
