import type { FunnelDefinition } from '../../catalogue/funnels/funnel.js';
import { STEP_SLOTS } from '../../../storage/tables/columns.js';
import { journeyTimes, PATH_COLUMNS, type StepSql } from './step-sql.js';
import type { UnitSql } from './walk-sql.js';

/** A booking or payment without a call counts for the person it names. */
const APART: Readonly<Record<string, readonly [table: string, time: string, condition: string]>> = {
  'booking.confirmed': ['appointments', 'created_at', 'true'],
  'booking.kept': ['appointments', 'status_at', "status = 'completed'"],
  'booking.canceled': ['appointments', 'status_at', "status = 'canceled'"],
  'booking.no_show': ['appointments', 'status_at', "status = 'no_show'"],
  'payment.succeeded': ['payments', 'happened_at', 'amount IS NOT NULL'],
  'payment.failed': ['payments', 'happened_at', "status = 'failed'"],
};

const OF_PATH = ['booking.confirmed', 'booking.kept', 'payment.succeeded'];

/** SQL of the times of a step in bookings or payments without a call: `person`, `moment`; undefined for other steps. */
export function apartSql(step: string, tenant: string): string | undefined {
  const source = APART[step];
  if (source === undefined) return undefined;
  const [table, time, condition] = source;
  return `SELECT coalesce(caller, email) AS person, ${time} AS moment FROM ${table}
    WHERE tenant = ${tenant} AND call_id IS NULL AND coalesce(caller, email) IS NOT NULL AND ${condition}`;
}

/** SQL of all times of a step in a call, without looking into texts where it happened once. */
export const occurrences = ({ first, all }: StepSql): string =>
  `CASE WHEN calls.repeats THEN ${all} ELSE [${first}] END`;

/** SQL of the times of all steps of a call's path, and of those named besides. */
const pathTimes = (named: readonly StepSql[]): string =>
  `CASE WHEN calls.steps IS NOT NULL OR calls.repeats THEN ${journeyTimes(named)} ELSE list_concat([${PATH_COLUMNS.map((column) => `calls.${column}`).join(', ')}], ${
    named.length === 0 ? '[]::BIGINT[]' : `list_concat(${named.map(({ all }) => all).join(', ')})`
  }) END`;

interface Asked {
  readonly definition: FunnelDefinition;
  readonly sqlOf: (step: string) => StepSql;
  /** Its placeholder. */
  readonly tenant: string;
}

/** Steps that a funnel names, its exclusions included, each once. */
const namedSteps = ({ steps, exclusions }: FunnelDefinition): string[] => [
  ...new Set([...steps, ...exclusions].map(({ step }) => step)),
];

/**
 * SQL of the table `lists`: for each person who begins, all times of each named step, and of the whole journey if asked.
 * Example: docs/sql-examples/caller-sql.sql.
 */
export function callerLists({ definition, sqlOf, tenant }: Asked): string[] {
  const named = namedSteps(definition);
  const parts = named.flatMap((step, index) => {
    const sql = sqlOf(step);
    const apart = apartSql(step, tenant);
    return [
      `SELECT caller AS person, ${index} AS k, unnest(${occurrences(sql)}) AS moment FROM calls
       WHERE tenant = ${tenant} AND ${sql.first} IS NOT NULL AND caller IN (SELECT unit FROM starters WHERE chosen)`,
      ...(apart === undefined
        ? []
        : [`SELECT person, ${index}, moment FROM (${apart}) WHERE person IN (SELECT unit FROM starters WHERE chosen)`]),
    ];
  });
  const lists = named.map((_, index) => `list(moment ORDER BY moment) FILTER (WHERE k = ${index}) AS l${index}`);
  const journey = definition.order === 'strict' ? strictParts(definition, sqlOf, tenant) : [];
  return [
    `happened AS (${[...parts, ...journey].join(' UNION ALL ')})`,
    `lists AS (SELECT person, ${lists.join(', ')}, list(moment) FILTER (WHERE k = -1) AS journey FROM happened GROUP BY person)`,
  ];
}

/** What must not lie between two steps in strict order. */
function strictParts(definition: FunnelDefinition, sqlOf: Asked['sqlOf'], tenant: string): string[] {
  const named = definition.steps.map(({ step }) => sqlOf(step));
  const apart = [...new Set([...OF_PATH, ...definition.steps.map(({ step }) => step)])].flatMap(
    (step) => apartSql(step, tenant) ?? [],
  );
  return [
    `SELECT caller, -1, unnest(${pathTimes(named)}) FROM calls WHERE tenant = ${tenant} AND caller IN (SELECT unit FROM starters WHERE chosen)`,
    ...apart.map(
      (sql) => `SELECT person, -1, moment FROM (${sql}) WHERE person IN (SELECT unit FROM starters WHERE chosen)`,
    ),
  ];
}

/** The walk over the lists of a person. */
export function callerUnit(definition: FunnelDefinition): UnitSql {
  const named = namedSteps(definition);
  const list = (step: string | undefined): string => `l${named.indexOf(step ?? '')}`;
  return {
    first: (place) => `${list(definition.steps[place]?.step)}[1]`,
    all: (place) => list(definition.steps[place]?.step),
    mayRepeat: 'true',
    excluded: (index) => list(definition.exclusions[index]?.step),
    hasBetween: (after, before) =>
      `coalesce(len(list_filter(journey, x -> x > ${after} AND x < ${before})) > 0, false)`,
  };
}

/**
 * The walk over the columns of a call.
 * @param columns those of all steps that any call of the tenant ever reported
 */
export function callUnit(
  definition: FunnelDefinition,
  sqlOf: Asked['sqlOf'],
  columns: readonly string[],
  mayRepeat: boolean,
): UnitSql {
  const at = (place: number): StepSql => sqlOf(definition.steps[place]?.step ?? '');
  const named = definition.steps.map(({ step }) => sqlOf(step));
  const reported = [...PATH_COLUMNS, ...columns].map((column) => `calls.${column}`);
  const singles = [...new Set([...reported, ...named.map(({ first }) => first)])];
  return {
    first: (place) => at(place).first,
    all: (place) => at(place).all,
    mayRepeat: String(mayRepeat),
    excluded: (index) => {
      const { first, all } = sqlOf(definition.exclusions[index]?.step ?? '');
      return mayRepeat ? all : `[${first}]`;
    },
    hasBetween: (after, before) =>
      mayRepeat || columns.length >= STEP_SLOTS
        ? `len(list_filter(${journeyTimes(named)}, x -> x > ${after} AND x < ${before})) > 0`
        : `coalesce(${singles.map((column) => `(${column} > ${after} AND ${column} < ${before})`).join(' OR ')}, false)`,
  };
}
