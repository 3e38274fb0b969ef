import { Check, CheckInput } from '@callsight/contract/monitoring/check';
import { QueryError } from '../analytics/catalogue/language/query-error.js';
import { cycleThrough, dependenciesOf } from './check-dependencies.js';
import type { DefinitionKind } from './definition-kind.js';
import { readCheck } from './read-check.js';

/** Told of a check that an earlier version stored and this one does not take. */
type OnInvalid = (tenant: string, id: string, reason: string) => void;

function checkDependencies({ component }: Check, all: readonly Check[]): void {
  const cycle = cycleThrough(component, dependenciesOf(all));
  if (cycle === undefined) return;
  throw new QueryError(
    'circular_dependency',
    `/depends_on: the dependencies are circular: ${cycle.join(' → ')}`,
    '/depends_on',
  );
}

/** Health checks, which this service runs. */
export function checkKind(onInvalid: OnInvalid): DefinitionKind<Check> {
  const tenants = new Map<string, ReadonlyMap<string, Check>>();
  const own = (tenant: string): ReadonlyMap<string, Check> => tenants.get(tenant) ?? new Map();
  return {
    name: 'check',
    plural: 'checks',
    title: 'check',
    schema: Check,
    input: CheckInput,
    writeScope: 'admin',
    maxPerTenant: 200,
    builtIns: [],
    load: (tenant, checks) => {
      const invalid = new Set<string>();
      for (const check of checks) {
        try {
          readCheck(check);
        } catch (error) {
          if (!(error instanceof QueryError)) throw error;
          invalid.add(check.id);
          onInvalid(tenant, check.id, error.message);
        }
      }
      const valid = checks.filter(({ id }) => !invalid.has(id));
      tenants.set(tenant, new Map(valid.map((check) => [check.id, check])));
      return invalid;
    },
    checkPut: (tenant, check) => {
      readCheck(check);
      checkDependencies(check, [...new Map([...own(tenant), [check.id, check]]).values()]);
      return () => tenants.set(tenant, new Map([...own(tenant), [check.id, check]]));
    },
    checkRemoval: (tenant, id) => () =>
      tenants.set(tenant, new Map([...own(tenant)].filter(([known]) => known !== id))),
  };
}
