import { Funnel, FunnelInput } from '@callsight/contract/query/funnel';
import { APPOINTMENT_FUNNEL, resolveFunnel } from '../analytics/catalogue/funnels/funnel.js';
import type { DefinitionKind } from './definition-kind.js';

const NOTHING = (): void => undefined;

/** Saved funnels, and those that are there without being saved. */
export const FUNNEL_KIND: DefinitionKind<Funnel> = {
  name: 'funnel',
  plural: 'funnels',
  title: 'funnel',
  schema: Funnel,
  input: FunnelInput,
  writeScope: 'admin',
  maxPerTenant: 1_000,
  builtIns: [APPOINTMENT_FUNNEL],
  load: () => new Set(),
  checkPut: (_tenant, funnel) => {
    resolveFunnel(funnel, '');
    return NOTHING;
  },
  checkRemoval: () => NOTHING,
};
