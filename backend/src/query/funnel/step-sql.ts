import { STEP_SLOTS, stepColumn } from '../../duckdb/columns.js';
import type { Parameters } from '../parameters.js';

/** Columns of each tenant's told steps, by their names. */
export type StepSlots = ReadonlyMap<string, number>;

/** Where steps that are known by themselves stand in a call's row. */
const OWN: Readonly<Record<string, string>> = {
  'call.started': 'calls.started_at',
  'call.answered': 'calls.answered_at',
  'call.ended': 'calls.ended_at',
};

/** First times of what bookings and payments say. */
const BUSINESS: Readonly<Record<string, string>> = {
  'booking.confirmed': 'calls.booked_at',
  'payment.succeeded': 'calls.paid_at',
  'booking.kept': 'calls.kept_at',
};

/** Steps of bookings and payments whose first times have no column. */
const SIDE: readonly string[] = ['booking.canceled', 'booking.no_show', 'payment.failed'];

/** Steps of a path that no told one is. */
export const PATH_COLUMNS = [
  OWN['call.started'],
  OWN['call.answered'],
  ...Object.values(BUSINESS),
] as readonly string[];

/** SQL over a row of `calls` about one step. Times are epoch microseconds. */
export interface StepSql {
  /** When it happened first; null if it did not. */
  readonly first: string;
  /** All times at which it happened, ascending; a list. */
  readonly all: string;
  /** Whether anybody ever told it, or it is known by itself. */
  readonly isKnown: boolean;
}

const NONE = '[]::BIGINT[]';

/** JSON pointer to a key. */
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const timesIn = (text: string, key: string): string => `coalesce(json_extract(${text}, ${key})::BIGINT[], ${NONE})`;

const single = (sql: string): string => `list_filter([${sql}], x -> x IS NOT NULL)`;

/** A told step that has no column: there are more steps than columns. */
const isBeyond = (step: string, slots: StepSlots): boolean => slots.size >= STEP_SLOTS && !slots.has(step);

type Source = Omit<StepSql, 'isKnown'>;

const fromCall = (step: string): Source | undefined => {
  const column = OWN[step];
  return column === undefined ? undefined : { first: column, all: single(column) };
};

function fromBusiness(step: string, key: () => string): Source | undefined {
  const column = BUSINESS[step];
  if (column === undefined && !SIDE.includes(step)) return undefined;
  const all = timesIn('calls.business_steps', key());
  return { first: column ?? `${all}[1]`, all };
}

function fromTelling(step: string, slots: StepSlots, key: () => string): Source | undefined {
  const slot = slots.get(step);
  if (slot === undefined && !isBeyond(step, slots)) return undefined;
  const all = timesIn('calls.steps', key());
  return { first: slot === undefined ? `${all}[1]` : `calls.${stepColumn(slot)}`, all };
}

/** SQL of when a step of a call happened, which may be told, known by itself, or both. */
export function stepSql(step: string, slots: StepSlots, parameters: Parameters): StepSql {
  let bound: string | undefined;
  const key = (): string => (bound ??= parameters.bind(pointer(step)));
  const sources = [fromCall(step), fromBusiness(step, key), fromTelling(step, slots, key)].filter(
    (source) => source !== undefined,
  );
  const [only = { first: 'NULL::BIGINT', all: NONE }] = sources;
  const isKnown = sources.length > 0;
  if (sources.length <= 1) return { ...only, isKnown };
  const firsts = sources.map(({ first }) => first).join(', ');
  const lists = sources.map(({ all }) => all).join(', ');
  return { first: `least(${firsts})`, all: `list_sort(list_concat(${lists}))`, isKnown };
}

/** SQL of all values of a text that holds times by step, as one list. */
const allIn = (text: string): string => `coalesce(flatten(json_extract(${text}, '$.*')::BIGINT[][]), ${NONE})`;

/**
 * SQL of the times of all steps of a call's path, and of those named besides; a list.
 * @param named steps that a query names, which may be none of a path
 */
export function journeyTimes(named: readonly StepSql[]): string {
  const paths = PATH_COLUMNS.slice(0, 2).map(single);
  const business = Object.keys(BUSINESS).map((step) => timesIn('calls.business_steps', `'${pointer(step)}'`));
  return `list_concat(${[...paths, ...business, allIn('calls.steps'), ...named.map(({ all }) => all)].join(', ')})`;
}
