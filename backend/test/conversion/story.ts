import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { framesOf } from '../support/frames.js';
import type { RunningService, TenantClient } from '../support/running-service.js';
import { micros } from './moment.js';
import type { Row } from './reference-cells.js';
import { historyOf } from './reference-history.js';
import { answerOf, type Question } from './reference.js';
import type { Told } from './tell.js';

type Columns = Readonly<Record<string, readonly FrameValue[]>>;

/** Something that happened, a question about it, and the answer as it was worked out by hand. */
export interface Story {
  /** What it shows; the name of the test. */
  readonly shows: string;
  readonly events: readonly Told[];
  /** The present; a month later if absent. */
  readonly now?: string;
  /** The range; 4 May 2026 if absent. */
  readonly from?: string;
  readonly to?: string;
  readonly zone?: string;
  readonly ask: Question;
  /** Columns by name; those that a story is not about are left out. */
  readonly expected: Columns;
  /** Columns of the second frame. */
  readonly histogram?: Columns;
  /** Columns to order the rows by, where the definitions leave the order open. */
  readonly sortBy?: readonly string[];
}

export const NOW = '2026-06-03T12:00:00Z';

const rangeOf = ({ from = '00:00', to = '05T00:00' }: Story) => ({ from: micros(from), to: micros(to) });

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A column of rows; one that is missing fails. */
function columnOf(rows: readonly Row[], name: string): FrameValue[] {
  return rows.map((row) => {
    const value = row[name];
    if (value === undefined) throw new Error(`there is no column ${name} beside ${Object.keys(row).join(', ')}`);
    return value;
  });
}

/** Rounded to a billionth, the exactness of what is compared. */
const toNine = (value: FrameValue): FrameValue => (typeof value === 'number' ? Number(value.toFixed(9)) : value);

function columnsOf(rows: readonly Row[] = [], expected: Columns, sortBy: readonly string[] = []): Columns {
  const keyOf = (row: Row): string => JSON.stringify(sortBy.map((name) => row[name]));
  const sorted = sortBy.length === 0 ? rows : [...rows].sort((a, b) => order(keyOf(a), keyOf(b)));
  return Object.fromEntries(Object.keys(expected).map((name) => [name, columnOf(sorted, name).map(toNine)]));
}

const roundedOf = (columns: Columns): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.map(toNine)]));

/** Holds the frames of an answer against what was worked out by hand. */
function expectStory(frames: readonly (readonly Row[])[], story: Story): void {
  expect(columnsOf(frames[0], story.expected, story.sortBy)).toEqual(roundedOf(story.expected));
  const { histogram } = story;
  if (histogram !== undefined) expect(columnsOf(frames[1], histogram)).toEqual(roundedOf(histogram));
}

/** Rows of every frame by column name; a column of one currency of several is named with it. */
export function rowsOfFrames(answer: QueryAnswer, refId = 'Q'): Row[][] {
  return framesOf(answer, refId).map(({ schema, data }) => {
    const names = schema.fields.map(({ name, labels }) => [name, ...Object.values(labels ?? {})].join(' '));
    const length = data.values[0]?.length ?? 0;
    return Array.from({ length }, (_, place) =>
      Object.fromEntries(names.map((name, column) => [name, data.values[column]?.[place] ?? null])),
    );
  });
}

/** Sends events that are no more than a story; each has to be accepted. */
export async function send(tenant: TenantClient, events: readonly Told[]): Promise<void> {
  const { status, body } = await tenant.request('POST', '/v1/events', events);
  expect([status, (body as { rejected: unknown }).rejected]).toEqual([202, []]);
}

/** What a story expects, of the service. */
export async function tellService(service: RunningService, story: Story): Promise<void> {
  service.now = micros(story.now ?? NOW) / 1_000;
  const tenant = await service.tenant();
  if (story.events.length > 0) await send(tenant, story.events);
  await service.settled();
  const { from, to } = rangeOf(story);
  const zone = story.zone === undefined ? {} : { timezone: story.zone };
  const query = { refId: 'Q', ...story.ask };
  const answer = await tenant.query({ from: from / 1_000, to: to / 1_000, ...zone, queries: [query] });
  expectStory(rowsOfFrames(answer), story);
}

/** The same, of the reference. */
export function tellReference(story: Story): void {
  const history = historyOf(story.events, micros(story.now ?? NOW));
  expectStory(answerOf(history, story.ask, { ...rangeOf(story), zone: story.zone ?? 'UTC' }), story);
}
