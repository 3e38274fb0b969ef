import type { Environment } from './environment.js';

/** How many days each dataset is kept, in the database and in the record; undefined is for good. */
export interface RetentionConfig {
  readonly calls: number | undefined;
  readonly turns: number | undefined;
  readonly samples: number | undefined;
  /** Files of reports and exports. */
  readonly artifacts: number;
  readonly kpi1m: number | undefined;
  readonly kpi1h: number | undefined;
  /** Of what tells followers about changes: one that was away for longer restores itself anew. */
  readonly changes: number;
}

const MAX_DAYS = 36_500;

/** 0 is for good. */
function days(env: Environment, name: string): number | undefined {
  const value = env.number(`CALLSIGHT_RETENTION_${name}_DAYS`, 0, 0, MAX_DAYS);
  return value === 0 ? undefined : value;
}

export function readRetention(env: Environment): RetentionConfig {
  const retention = {
    calls: days(env, 'CALLS'),
    turns: days(env, 'TURNS'),
    samples: days(env, 'SAMPLES'),
    artifacts: env.number('CALLSIGHT_ARTIFACT_DAYS', 90, 1, MAX_DAYS),
    kpi1m: days(env, 'KPI_1M'),
    kpi1h: days(env, 'KPI_1H'),
    changes: env.number('CALLSIGHT_RETENTION_CHANGES_DAYS', 7, 1, 365),
  };
  if ((retention.calls ?? MAX_DAYS) < (retention.turns ?? 0))
    env.errors.push('CALLSIGHT_RETENTION_TURNS_DAYS: turns cannot be kept longer than their calls');
  return retention;
}
