import type { FunnelDefinition } from '../../catalogue/funnel.js';

/** SQL over a row of attempts, by which the walk through the steps is the same for calls and for callers. */
export interface UnitSql {
  /** First and all times of the step at a place, counted from 0. */
  readonly first: (place: number) => string;
  readonly all: (place: number) => string;
  /** Whether a step may have happened more than once, so that the first time is not all there is. */
  readonly mayRepeat: string;
  /** All times of an exclusion's step, by its place among the exclusions; a list. */
  readonly excluded: (index: number) => string;
  /** Whether a step of the journey lies after one time and before another; strict order asks. */
  readonly hasBetween: (after: string, before: string) => string;
}

const time = (place: number): string => `t${place + 1}`;

const anyBetween = (list: string, after: string, before: string): string =>
  `len(list_filter(${list}, x -> x > ${after} AND x < ${before})) > 0`;

/** How many earlier steps of the same name stand at the same instant, and have used up as many events. */
function usedAt({ steps }: FunnelDefinition, place: number, moment: string): string | undefined {
  const earlier = steps.flatMap(({ step }, index) => (index < place && step === steps[place]?.step ? [index] : []));
  if (earlier.length === 0) return undefined;
  return earlier.map((index) => `(${time(index)} = ${moment})::INTEGER`).join(' + ');
}

/** The first time of a step that is not earlier than the step before, and is none that was used. */
function nextSql(definition: FunnelDefinition, unit: UnitSql, place: number): string {
  const before = time(place - 1);
  const used = usedAt(definition, place, before);
  const listed = `list_filter(${unit.all(place)}, x -> x >= ${before})`;
  if (used !== undefined) return `CASE WHEN ${before} IS NOT NULL THEN ${listed}[1 + ${used}] END`;
  const first = unit.first(place);
  return `CASE WHEN ${first} >= ${before} THEN ${first} WHEN ${unit.mayRepeat} AND ${first} < ${before} THEN ${listed}[1] END`;
}

/** The first time of a step within the window on either side of step 1. */
function nearbySql(definition: FunnelDefinition, unit: UnitSql, place: number): string {
  const { steps, window } = definition;
  const least = `start - ${window}`;
  const earlier = steps.filter(({ step }, index) => index < place && step === steps[place]?.step).length;
  const listed = `list_filter(${unit.all(place)}, x -> x >= ${least})`;
  if (earlier > 0) return `${listed}[${1 + earlier}]`;
  const first = unit.first(place);
  return `CASE WHEN ${first} >= ${least} THEN ${first} WHEN ${unit.mayRepeat} AND ${first} < ${least} THEN ${listed}[1] END`;
}

/** Exclusions that hold between the step before a place and that place. */
const exclusionsAt = ({ exclusions }: FunnelDefinition, unit: UnitSql, place: number): string[] =>
  exclusions.flatMap(({ from, to }, index) => (from < place && place <= to ? [unit.excluded(index)] : []));

/** SQL of whether what was found as the next step counts. */
function reachedSql(definition: FunnelDefinition, unit: UnitSql, place: number, now: number): string {
  const { steps, order, window } = definition;
  const [found, before] = [`c${place + 1}`, time(place - 1)];
  const within = steps[place]?.within;
  const limits = [`start + ${window}`, String(now), ...(within === undefined ? [] : [`${before} + ${within}`])];
  const conditions = [
    `${found} <= least(${limits.join(', ')})`,
    ...exclusionsAt(definition, unit, place).map((list) => `NOT (${anyBetween(list, before, found)})`),
    ...(order === 'strict' ? [`NOT (${unit.hasBetween(before, found)})`] : []),
  ];
  return conditions.join(' AND ');
}

/** SQL of whether the step at a place, which was not reached, could still be. */
function openSql(definition: FunnelDefinition, unit: UnitSql, place: number, now: number): string {
  const { steps, order, window } = definition;
  const before = time(place - 1);
  const within = steps[place]?.within;
  const later = String(now + 1);
  return [
    `start + ${window} >= ${now}`,
    ...(within === undefined ? [] : [`${before} + ${within} >= ${now}`]),
    ...exclusionsAt(definition, unit, place).map((list) => `NOT (${anyBetween(list, before, later)})`),
    ...(order === 'strict' ? [`NOT (${unit.hasBetween(before, later)})`] : []),
  ].join(' AND ');
}

/** In any order a step is done when it and all before it are. */
const stepTime = ({ order }: FunnelDefinition, place: number): string =>
  order === 'any' ? `CASE WHEN ${time(place - 1)} IS NOT NULL THEN greatest(${time(place - 1)}, c${place + 1}) END` : `c${place + 1}`;

/**
 * SQL of tables that lead every attempt through the steps: the last, `walked`, has `t1 …` (null where not reached), `reached`
 * (how many steps) and `pending`.
 * @param now epoch microseconds
 */
export function walkSql(definition: FunnelDefinition, unit: UnitSql, now: number): string[] {
  const { steps, order } = definition;
  const tables = ['w1 AS (SELECT *, start AS t1 FROM attempts AS calls)'];
  for (let place = 1; place < steps.length; place += 1) {
    const found = order === 'any' ? nearbySql(definition, unit, place) : nextSql(definition, unit, place);
    tables.push(
      `f${place + 1} AS (SELECT *, ${found} AS c${place + 1} FROM w${place} AS calls)`,
      `w${place + 1} AS (SELECT *, CASE WHEN ${reachedSql(definition, unit, place, now)} THEN ${stepTime(definition, place)} END AS t${place + 1} FROM f${place + 1} AS calls)`,
    );
  }
  const last = steps.length;
  const reached = Array.from({ length: last }, (_, index) => last - index).map((count) => `WHEN t${count} IS NOT NULL THEN ${count}`);
  const open = steps.slice(1).map((_, index) => `WHEN ${index + 1} THEN ${openSql(definition, unit, index + 1, now)}`);
  tables.push(
    `stopped AS (SELECT *, CASE ${reached.join(' ')} END AS reached FROM w${last} AS calls)`,
    `walked AS (SELECT *, ${open.length === 0 ? 'false' : `coalesce(CASE reached ${open.join(' ')} END, false)`} AS pending FROM stopped AS calls)`,
  );
  return tables;
}
