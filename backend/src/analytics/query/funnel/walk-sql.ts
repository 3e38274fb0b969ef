import type { FunnelDefinition } from '../../catalogue/funnels/funnel.js';
import type { Range } from '../plan.js';
import type { Micros } from '../../../lib/time/units.js';

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
  `coalesce(len(list_filter(${list}, x -> x > ${after} AND x < ${before})) > 0, false)`;

/** How many earlier steps of the same name have used up events that a search finds. */
function usedAt({ steps, order }: FunnelDefinition, place: number, from: string): string | undefined {
  const earlier = steps.flatMap(({ step }, index) => (index < place && step === steps[place]?.step ? [index] : []));
  if (earlier.length === 0) return undefined;
  // In order those before the search are used up anyway.
  return order === 'any'
    ? String(earlier.length)
    : earlier.map((index) => `(${time(index)} = ${from})::INTEGER`).join(' + ');
}

/** The first time of a step that is not earlier than another, is none that was used, and is in time. */
function nextSql(definition: FunnelDefinition, unit: UnitSql, place: number, from: string, until: string): string {
  const used = usedAt(definition, place, from);
  const listed = `list_filter(${unit.all(place)}, x -> x >= ${from} AND x <= ${until})`;
  if (used !== undefined) return `CASE WHEN ${from} IS NOT NULL THEN ${listed}[1 + ${used}] END`;
  const first = unit.first(place);
  return `CASE WHEN ${first} >= ${from} AND ${first} <= ${until} THEN ${first} WHEN ${unit.mayRepeat} AND ${first} < ${from} THEN ${listed}[1] END`;
}

/** Where the search for a step begins and ends. */
function spanOf({ steps, order, window }: FunnelDefinition, place: number): [from: string, until: string] {
  if (order === 'any') return [`(start - ${window})`, 'until'];
  const before = time(place - 1);
  const within = steps[place]?.within;
  return [before, within === undefined ? 'until' : `least(until, ${before} + ${within})`];
}

/** Exclusions that hold between the step before a place and that place. */
const exclusionsAt = ({ exclusions }: FunnelDefinition, unit: UnitSql, place: number): string[] =>
  exclusions.flatMap(({ from, to }, index) => (from < place && place <= to ? [unit.excluded(index)] : []));

/** SQL of what must hold between the step before and one that was found, if anything. */
function unbroken(definition: FunnelDefinition, unit: UnitSql, place: number, from: string, until: string): string[] {
  return [
    ...exclusionsAt(definition, unit, place).map((list) => `NOT (${anyBetween(list, from, until)})`),
    ...(definition.order === 'strict' ? [`NOT (${unit.hasBetween(from, until)})`] : []),
  ];
}

/** SQL of whether the step at a place, which was not reached, could still be, were the window open. */
function openSql(definition: FunnelDefinition, unit: UnitSql, place: number, now: number): string {
  const before = time(place - 1);
  const within = definition.steps[place]?.within;
  const conditions = [
    ...(within === undefined ? [] : [`${before} + ${within} >= ${now}`]),
    ...unbroken(definition, unit, place, before, String(now + 1)),
  ];
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** SQL of whether a unit that did not come through still can. */
function pendingSql(definition: FunnelDefinition, unit: UnitSql, { range, now }: Moment): string {
  const { steps, window } = definition;
  if (range.to + window <= now) return 'false';
  const open = steps.slice(1).map((_, index) => openSql(definition, unit, index + 1, now));
  const further = open.every((condition) => condition === 'true')
    ? `reached < ${steps.length}`
    : `coalesce(CASE reached ${open.map((condition, index) => `WHEN ${index + 1} THEN ${condition}`).join(' ')} END, false)`;
  return `open AND ${further}`;
}

/** SQL of when a step was reached, over what was found. */
function reachedAt(definition: FunnelDefinition, unit: UnitSql, place: number): string {
  const [before, found] = [time(place - 1), `c${place + 1}`];
  // In any order a step is done when it and all before it are.
  if (definition.order === 'any')
    return `CASE WHEN ${before} IS NOT NULL AND ${found} IS NOT NULL THEN greatest(${before}, ${found}) END`;
  const conditions = unbroken(definition, unit, place, before, found);
  return conditions.length === 0 ? found : `CASE WHEN ${conditions.join(' AND ')} THEN ${found} END`;
}

/** When a question is asked, and about what. */
interface Moment {
  /** Step 1 lies in it. */
  readonly range: Range;
  /** Epoch microseconds. */
  readonly now: Micros;
}

/** Whether a unit that did not come through is pending as long as its window is open, whatever else has happened. */
export const dependsOnWindowOnly = ({ steps, order, exclusions }: FunnelDefinition): boolean =>
  order !== 'strict' && exclusions.length === 0 && steps.every(({ within }) => within === undefined);

/**
 * SQL of tables that lead every attempt of `attempts` through the steps: the last, `walked`, has `t1 …` (null where not
 * reached), `reached` (how many steps), `open` (whether the window is) and `pending`.
 * @param name makes the names of the tables its own
 */
export function walkSql(
  definition: FunnelDefinition,
  unit: UnitSql,
  moment: Moment,
  name: (table: string) => string = (table) => table,
): string[] {
  const { steps, window } = definition;
  const table = (own: string, columns: string, from: string): string =>
    `${name(own)} AS (SELECT *, ${columns} FROM ${name(from)} AS calls)`;
  const end = `start + ${window}`;
  const tables = [
    table(
      'after_step_1',
      `start AS t1, least(${end}, ${moment.now}) AS until, ${end} >= ${moment.now} AS open`,
      'attempts',
    ),
  ];
  for (let place = 1; place < steps.length; place += 1) {
    const [from, until] = spanOf(definition, place);
    const own = place + 1;
    const found = nextSql(definition, unit, place, from, until);
    const at = reachedAt(definition, unit, place);
    if (at === `c${own}`) tables.push(table(`after_step_${own}`, `${found} AS t${own}`, `after_step_${place}`));
    else
      tables.push(
        table(`found_step_${own}`, `${found} AS c${own}`, `after_step_${place}`),
        table(`after_step_${own}`, `${at} AS t${own}`, `found_step_${own}`),
      );
  }
  const reached = steps.map((_, index) => `(${time(index)} IS NOT NULL)::INTEGER`).join(' + ');
  return [
    ...tables,
    table('stopped', `${reached} AS reached`, `after_step_${steps.length}`),
    table('walked', `${pendingSql(definition, unit, moment)} AS pending`, 'stopped'),
  ];
}
