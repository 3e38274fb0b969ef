import type { GoodDirection } from '@callsight/contract/query/catalogue';

export const isGood = (value: unknown): value is GoodDirection =>
  value === 'up' || value === 'down' || value === 'none';
