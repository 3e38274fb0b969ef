import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { framesOf } from '../support/frames.js';
import type { TenantClient } from '../support/service/tenant-client.js';
import type { TestService } from '../support/service/test-service.js';
import { micros } from '../support/events/time.js';
import type { Row } from '../reference/cells.js';
import { historyOf } from '../reference/history.js';
import { answerOf, type Question } from '../reference/answer.js';
import type { TestEvent } from '../support/events/event.js';

type Columns = Readonly<Record<string, readonly FrameValue[]>>;

/** Something that happened, a question about it, and the answer as it was worked out by hand. */
export interface Story {
  /** What it shows; the name of the test. */
  readonly shows: string;
  readonly events: readonly TestEvent[];
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
export async function send(tenant: TenantClient, events: readonly TestEvent[]): Promise<void> {
  const { status, body } = await tenant.request('POST', '/v1/events', events);
  expect([status, (body as { rejected: unknown }).rejected]).toEqual([202, []]);
}

async function begin(service: TestService, { events }: Story): Promise<TenantClient> {
  const tenant = await service.tenant();
  if (events.length > 0) await send(tenant, events);
  return tenant;
}

function ask(tenant: TenantClient, story: Story): Promise<QueryAnswer> {
  const { from, to } = rangeOf(story);
  const zone = story.zone === undefined ? {} : { timezone: story.zone };
  return tenant.query({ from: from / 1_000, to: to / 1_000, ...zone, queries: [{ refId: 'Q', ...story.ask }] });
}

/** What the service answers to stories; those of the same moment are told together, since each telling takes its time. */
async function hearAll(service: TestService, stories: readonly Story[]): Promise<Map<Story, QueryAnswer>> {
  const answers = new Map<Story, QueryAnswer>();
  for (const now of new Set(stories.map((story) => story.now ?? NOW))) {
    const own = stories.filter((story) => (story.now ?? NOW) === now);
    service.now = micros(now) / 1_000;
    const tenants: TenantClient[] = [];
    for (const story of own) tenants.push(await begin(service, story));
    await service.waitUntilProjected();
    for (const [place, story] of own.entries()) answers.set(story, await ask(tenants[place]!, story));
  }
  return answers;
}

/** Tells stories to the service, and has one test for each. */
export function testStories(service: () => TestService, stories: readonly Story[]): void {
  let answers: Map<Story, QueryAnswer>;
  beforeAll(async () => {
    answers = await hearAll(service(), stories);
  });
  it.each(stories)('$shows', (story) => {
    expectStory(rowsOfFrames(answers.get(story)!), story);
  });
}

/** The same, of the reference. */
export function tellReference(story: Story): void {
  const history = historyOf(story.events, micros(story.now ?? NOW));
  expectStory(answerOf(history, story.ask, { ...rangeOf(story), zone: story.zone ?? 'UTC' }), story);
}
