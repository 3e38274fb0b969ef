import { Type, type Static } from '@sinclair/typebox';

export const StripeSettings = Type.Object(
  {
    toleranceSeconds: Type.Number({
      minimum: 1,
      maximum: 86_400,
      default: 300,
      description: 'Largest clock difference',
    }),
    testMode: Type.Boolean({ default: false, description: 'Count payments in test mode as well' }),
  },
  { additionalProperties: false },
);
export type StripeSettings = Static<typeof StripeSettings>;
