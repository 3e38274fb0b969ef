import type { Check } from '@callsight/contract/monitoring/check';
import type { DefinitionSet } from '../definitions/definition-set.js';
import type { Intake } from '../ingest/events/intake.js';
import { Checks } from '../monitoring/checks/checks.js';
import type { Replication } from '../replication/replication.js';
import type { ReaderPool } from '../storage/duckdb/reader.js';
import type { ServiceContext } from './context.js';

interface Dependencies {
  readonly definitions: DefinitionSet<Check>;
  readonly readers: ReaderPool;
  readonly intake: Intake;
  readonly replication: Replication | undefined;
  readonly isPrepared: () => boolean;
}

/** Health checks: of tenants, and of the service itself. They run from here on, as soon as rows are prepared. */
export function buildChecks({ config, log, clock, timer, teardown }: ServiceContext, parts: Dependencies): Checks {
  const { definitions, readers, intake, replication, isPrepared } = parts;
  const checks = new Checks({
    definitions,
    readers,
    intake,
    clock,
    timer,
    log,
    policy: { allowsPrivate: config.checks.allowsPrivate },
    isPrepared,
    isFollower: replication?.role === 'follow',
    builtIn: [],
  });
  teardown.onClose('checks', () => checks.stop());
  checks.start();
  return checks;
}
