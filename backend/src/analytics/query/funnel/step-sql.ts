import { STEP_SLOTS, stepColumn } from '../../../storage/tables/columns.js';
import type { Parameters } from '../parameters.js';

/** Columns of each tenant's reported steps, by their names. */
export type StepSlots = ReadonlyMap<string, number>;

/** Columns of steps that are known by themselves. */
const OWN: Readonly<Record<string, string>> = {
  'call.started': 'started_at',
  'call.answered': 'answered_at',
  'call.ended': 'ended_at',
};

/** Columns of the first times of what bookings and payments say. */
const BUSINESS: Readonly<Record<string, string>> = {
  'booking.confirmed': 'booked_at',
  'payment.succeeded': 'paid_at',
  'booking.kept': 'kept_at',
};

const of = (column: string): string => `calls.${column}`;

/** Steps of bookings and payments whose first times have no column. */
const SIDE: readonly string[] = ['booking.canceled', 'booking.no_show', 'payment.failed'];

/** Columns of the steps of a path that no reported one is. */
export const PATH_COLUMNS: readonly string[] = ['started_at', 'answered_at', ...Object.values(BUSINESS)];

/** What is known of a tenant's steps before any call is looked at. */
export interface TenantSteps {
  readonly slots: StepSlots;
  /** Whether there is any call in which a step happened more than once. */
  readonly mayRepeat: boolean;
}

/** SQL over a row of `calls` about one step. Times are epoch microseconds. */
export interface StepSql {
  /** When it happened first; null if it did not. */
  readonly first: string;
  /** All times at which it happened, ascending; a list. */
  readonly all: string;
  /** Columns that `first` reads; of a step that nobody ever reported there are none. */
  readonly columns: readonly string[];
}

/** Columns that lists of all times read. */
export const LIST_COLUMNS = ['steps', 'business_steps'] as const;

const NONE = '[]::BIGINT[]';

/** JSON pointer to a key. */
const pointer = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const timesIn = (text: string, key: string): string => `coalesce(json_extract(${text}, ${key})::BIGINT[], ${NONE})`;

const single = (sql: string): string => `list_filter([${sql}], x -> x IS NOT NULL)`;

/** A reported step that has no column: there are more steps than columns. */
const isBeyond = (step: string, slots: StepSlots): boolean => slots.size >= STEP_SLOTS && !slots.has(step);

const fromCall = (step: string): StepSql | undefined => {
  const column = OWN[step];
  return column === undefined ? undefined : { first: of(column), all: single(of(column)), columns: [column] };
};

function fromBusiness(step: string, key: () => string): StepSql | undefined {
  const column = BUSINESS[step];
  if (column === undefined && !SIDE.includes(step)) return undefined;
  const all = timesIn('calls.business_steps', key());
  return column === undefined
    ? { first: `${all}[1]`, all, columns: ['business_steps'] }
    : { first: of(column), all, columns: [column] };
}

function fromTelling(step: string, slots: StepSlots, key: () => string): StepSql | undefined {
  const slot = slots.get(step);
  if (slot === undefined && !isBeyond(step, slots)) return undefined;
  const all = timesIn('calls.steps', key());
  return slot === undefined
    ? { first: `${all}[1]`, all, columns: ['steps'] }
    : { first: of(stepColumn(slot)), all, columns: [stepColumn(slot)] };
}

/** SQL of when a step of a call happened, which may be told, known by itself, or both. */
export function stepSql(step: string, slots: StepSlots, parameters: Parameters): StepSql {
  let bound: string | undefined;
  const key = (): string => (bound ??= parameters.bind(pointer(step)));
  const sources = [fromCall(step), fromBusiness(step, key), fromTelling(step, slots, key)].filter(
    (source) => source !== undefined,
  );
  const [only = { first: 'NULL::BIGINT', all: NONE, columns: [] }] = sources;
  if (sources.length <= 1) return only;
  const firsts = sources.map(({ first }) => first).join(', ');
  const lists = sources.map(({ all }) => all).join(', ');
  return {
    first: `least(${firsts})`,
    all: `list_sort(list_concat(${lists}))`,
    columns: sources.flatMap(({ columns }) => columns),
  };
}

/** SQL of all values of a text that holds times by step, as one list. */
const allIn = (text: string): string => `coalesce(flatten(json_extract(${text}, '$.*')::BIGINT[][]), ${NONE})`;

/**
 * SQL of the times of all steps of a call's path, and of those named besides; a list.
 * @param named steps that a query names, which may be none of a path
 */
export function journeyTimes(named: readonly StepSql[]): string {
  const paths = PATH_COLUMNS.slice(0, 2).map((column) => single(of(column)));
  const business = Object.keys(BUSINESS).map((step) => timesIn('calls.business_steps', `'${pointer(step)}'`));
  return `list_concat(${[...paths, ...business, allIn('calls.steps'), ...named.map(({ all }) => all)].join(', ')})`;
}
