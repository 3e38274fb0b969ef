import type { FunnelSelection } from '@callsight/contract/query/funnel';
import type { Filter } from '@callsight/contract/query/request';
import fc from 'fast-check';
import type { TenantClient } from '../../support/service/tenant-client.js';
import { TestService } from '../../support/service/test-service.js';
import {
  cellsOfFrame,
  differences,
  exactSum,
  sumOfCells,
  withoutIdleCurrencies,
  withoutIdleGroups,
} from './agreement.js';
import { BASE } from '../../stories/random-history.js';
import {
  breakdown,
  filter,
  interval,
  randomAttribution,
  randomFunnel,
  randomMetrics,
  randomPaths,
} from './random-questions.js';
import type { Row } from '../../reference/cells.js';
import { conversionsOf, paymentsOf, type ReferenceConversion } from '../../reference/conversion.js';
import { passes } from '../../reference/dimension.js';
import type { Scope } from '../../reference/funnel.js';
import type { History } from '../../reference/history.js';
import { answerOf, type Question } from '../../reference/answer.js';
import { askAll, hear, tales } from './tale.js';

/** Tenants that are told of at a time, and how often. */
const TALES = 5;
const RUNS = { numRuns: 8, endOnFailure: true, interruptAfterTimeLimit: 15_000 };

const service = TestService.forTests(BASE / 1_000);

const dimensionsOf = (question: Question): string[] => {
  if ('funnel' in question) return [question.funnel.breakdown ?? []].flat();
  if ('abandonment' in question) return question.abandonment.groupBy ?? ['end_reason'];
  if ('attribution' in question) return question.attribution.groupBy ?? [];
  return 'metrics' in question ? (question.groupBy ?? []) : [];
};

/** What the definitions leave no choice about. */
function definedOf(question: Question, rows: readonly Row[]): readonly Row[] {
  return 'metrics' in question ? withoutIdleGroups(withoutIdleCurrencies(rows), dimensionsOf(question)) : rows;
}

/** Bins in which nothing lies say nothing. */
const withoutEmptyBins = (rows: readonly Row[]): Row[] => rows.filter(({ count }) => count !== 0);

async function expectAgreement(tenant: TenantClient, history: History, scope: Scope, questions: readonly Question[]) {
  const answers = await askAll(tenant, scope, questions);
  for (const [place, question] of questions.entries()) {
    const [rows = [], bins = []] = answers[place] ?? [];
    const [expected = [], expectedBins = []] = answerOf(history, question, scope);
    const own = dimensionsOf(question);
    const [found, wanted] = [definedOf(question, rows), definedOf(question, expected)];
    expect({ question, differences: differences(found, wanted, own) }).toEqual({ question, differences: [] });
    expect({ question, bins: differences(withoutEmptyBins(bins), expectedBins, own) }).toEqual({ question, bins: [] });
  }
  return answers;
}

interface Asked {
  readonly funnel: FunnelSelection;
  readonly filters: Filter[];
  readonly dimension: string;
  readonly every: string;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  funnel: randomFunnel,
  filters: fc.array(filter, { maxLength: 1 }),
  dimension: breakdown,
  every: interval,
});

/** A funnel whole, by group, over time, over time by group, and who left it. */
const questionsOf = ({ funnel, filters, dimension, every }: Asked): Question[] => {
  const chosen = { ...funnel, filters };
  return [
    { funnel: { ...chosen, histogram: true } },
    { funnel: { ...chosen, breakdown: dimension, histogram: true } },
    { funnel: { ...chosen, interval: every } },
    { funnel: { ...chosen, breakdown: [dimension, 'agent'], interval: every } },
    { abandonment: { ...chosen, groupBy: [dimension] } },
    { abandonment: { ...chosen, interval: every } },
  ];
};

/** In one cell nobody appears, and nobody is lost between two steps. */
function expectConserved(cell: readonly Row[]): void {
  const column = (name: string): number[] => cell.map((row) => Number(row[name]));
  const [reached, dropped, pending] = [column('reached'), column('dropped'), column('pending')];
  const further = cell.map((_, place) => reached[place + 1] ?? reached[place]!);
  const accounted = further.map((count, place) => count + dropped[place]! + pending[place]!);
  expect(accounted).toEqual(reached);
  expect(further.every((count, place) => count <= reached[place]!)).toBe(true);
}

/** The cells of a frame together are the whole. */
function expectParts(whole: readonly Row[], parts: readonly Row[], dimensions: readonly string[]): void {
  const cells = cellsOfFrame(parts, dimensions);
  cells.forEach(expectConserved);
  if (cells.length === 0) return;
  for (const name of ['reached', 'dropped', 'pending']) {
    expect(sumOfCells(cells, name)).toEqual(whole.map((row) => Number(row[name])));
  }
}

const list = <T>(asking: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
  fc.array(asking, { minLength: count, maxLength: count });

it('funnels and abandonment are what the definitions say, and their parts are the whole', async () => {
  await fc.assert(
    fc.asyncProperty(tales(list(asked, 2), TALES), async (told) => {
      for (const { tenant, history, scope, asked: all } of await hear(service, told)) {
        for (const one of all) {
          const answers = await expectAgreement(tenant, history, scope, questionsOf(one));
          const [whole = [], groups = [], trend = [], both = []] = answers.map(([rows = []]) => rows);
          expectConserved(whole);
          expectParts(whole, groups, [one.dimension]);
          expectParts(whole, trend, []);
          expectParts(whole, both, [one.dimension, 'agent']);
          const sizes = cellsOfFrame(groups, [one.dimension]).map(([first]) => Number(first?.['reached']));
          expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
        }
      }
    }),
    RUNS,
  );
});

const ENDS = ['reached', 'dropped', 'pending', 'converted'] as const;

/** Every end at every step that is listed but once. */
function cellsAsked({ funnel, filters }: Asked): Question[] {
  const names = (funnel.steps ?? []).map((step) => (typeof step === 'string' ? step : step.step));
  const own = names.filter((name) => names.indexOf(name) === names.lastIndexOf(name));
  const chosen = { ...funnel, unit: 'call', filters };
  return own.flatMap((step) => ENDS.map((end): Question => ({ calls: { funnel: chosen, step, end, limit: 1_000 } })));
}

const idsOf = (rows: readonly Row[] = []): string[] => rows.map(({ call_id }) => String(call_id)).sort();

it('the calls of each cell of a funnel are those that the definitions count in it', async () => {
  await fc.assert(
    fc.asyncProperty(tales(list(asked, 2), TALES), async (told) => {
      for (const { tenant, history, scope, asked: all } of await hear(service, told)) {
        const questions = all.flatMap(cellsAsked);
        const answers = questions.length === 0 ? [] : await askAll(tenant, scope, questions);
        const lists = questions.map((question, place) => ({ question, ids: idsOf(answers[place]?.[0]) }));
        const expected = questions.map((question) => ({ question, ids: idsOf(answerOf(history, question, scope)[0]) }));
        expect(lists).toEqual(expected);
      }
    }),
    RUNS,
  );
});

it('paths and the metrics of bookings and money are what the definitions say', async () => {
  await fc.assert(
    fc.asyncProperty(tales(fc.tuple(list(randomPaths, 4), list(randomMetrics, 4)), TALES), async (told) => {
      for (const {
        tenant,
        history,
        scope,
        asked: [paths, metrics],
      } of await hear(service, told)) {
        await expectAgreement(tenant, history, scope, [...paths.map((asking) => ({ paths: asking })), ...metrics]);
      }
    }),
    RUNS,
  );
});

/** A booking that was paid in two currencies: which of them its conversion counts in is left open. */
const hasMixedBooking = (history: History): boolean =>
  history.appointments.some((made) => new Set(paymentsOf(history, made).map(({ currency }) => currency)).size > 1);

/** What is shared out: one credit for each conversion, and all money of each currency. */
function expectNothingLost(rows: readonly Row[], conversions: readonly ReferenceConversion[]): void {
  expect(exactSum(rows, 'conversions', 15)).toBe(BigInt(conversions.length) * 10n ** 15n);
  for (const currency of new Set(conversions.flatMap((conversion) => conversion.currency ?? []))) {
    const own = conversions.filter((conversion) => conversion.currency === currency);
    const money = own.reduce((sum, { revenue }) => sum + revenue, 0n);
    expect(
      exactSum(
        rows.filter((row) => row['currency'] === currency),
        'revenue',
        9,
      ),
    ).toBe(money);
  }
}

it('attribution is what the definitions say, and no part of a credit or an amount is lost', async () => {
  await fc.assert(
    fc.asyncProperty(tales(list(randomAttribution, 5), TALES), async (told) => {
      for (const { tenant, history, scope, asked: all } of await hear(service, told)) {
        if (hasMixedBooking(history)) continue;
        const answers = await expectAgreement(
          tenant,
          history,
          scope,
          all.map((attribution) => ({ attribution })),
        );
        for (const [place, { model = 'last', conversion = 'booking.confirmed', filters = [] }] of all.entries()) {
          const counted = conversionsOf(history, conversion).filter(
            ({ at, call }) =>
              at >= scope.from && at < scope.to && at <= told.now && passes(filters, call, call.start, scope.zone),
          );
          const rows = answers[place]?.[0] ?? [];
          for (const name of [model].flat()) {
            expectNothingLost(Array.isArray(model) ? rows.filter((row) => row['model'] === name) : rows, counted);
          }
        }
      }
    }),
    RUNS,
  );
});
