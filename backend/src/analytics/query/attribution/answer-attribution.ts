import type { Frame, FrameValue } from '@callsight/contract/query/answer';
import type { AttributionModel } from '@callsight/contract/query/attribution';
import type { Row } from '../../../storage/duckdb/statement.js';
import { amountToNumber } from '../../../lib/money/amount.js';
import { toGroupValue } from '../group-value.js';
import { compareGroups, compareValues } from '../compare-groups.js';
import type { RunStatement } from '../measure.js';
import { Parameters } from '../parameters.js';
import { column, tableFrame } from '../table-frame.js';
import type { AttributionPlan } from './attribution-plan.js';
import { CREDIT_PARTS, creditsSql } from './attribution-sql.js';
import { spendSql } from './touches-sql.js';

/** What one group is credited with in one currency. */
interface Credit {
  readonly model: AttributionModel;
  readonly group: readonly FrameValue[];
  readonly currency: string | null;
  /** Parts of a conversion, and billionths of the currency. */
  conversions: bigint;
  revenue: bigint;
  cost: bigint;
  /** Whether anybody has reported any spend; without, what a conversion cost is not known. */
  hasSpend: boolean;
}

const toBigInt = (value: unknown): bigint => (typeof value === 'bigint' ? value : 0n);

const groupOf = ({ groups }: AttributionPlan, row: Row): FrameValue[] =>
  groups.map((_, index) => toGroupValue(row[`g${index}`]));

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The only currency that rows are in, if there is but one. */
function onlyCurrency(rows: readonly Row[]): string | null {
  const found = new Set(rows.flatMap(({ currency }) => (typeof currency === 'string' ? [currency] : [])));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** Adds up credits and spend by group and currency. */
class Ledger {
  readonly #credits = new Map<string, Credit>();
  readonly #only: string | null;

  constructor(only: string | null) {
    this.#only = only;
  }

  at(model: AttributionModel, group: readonly FrameValue[], currency: unknown): Credit {
    const of = textOrNull(currency) ?? this.#only;
    const key = JSON.stringify([model, group, of]);
    const credit: Credit = this.#credits.get(key) ?? {
      model,
      group,
      currency: of,
      conversions: 0n,
      revenue: 0n,
      cost: 0n,
      hasSpend: false,
    };
    this.#credits.set(key, credit);
    return credit;
  }

  /** Groups with the most conversions first, each with its currencies in their order. */
  rows({ models, limit }: AttributionPlan): Credit[] {
    return models.flatMap((model) => {
      const own = [...this.#credits.values()].filter((credit) => credit.model === model);
      const totals = new Map<string, bigint>();
      const totalOf = ({ group }: Credit): bigint => totals.get(JSON.stringify(group)) ?? 0n;
      for (const credit of own) totals.set(JSON.stringify(credit.group), totalOf(credit) + credit.conversions);
      own.sort(
        (a, b) =>
          Number(totalOf(b) - totalOf(a)) || compareGroups(a.group, b.group) || compareValues(a.currency, b.currency),
      );
      const kept = new Set([...new Set(own.map(({ group }) => JSON.stringify(group)))].slice(0, limit));
      return own.filter(({ group }) => kept.has(JSON.stringify(group)));
    });
  }
}

const conversionsOf = (parts: bigint): number => Number(parts) / CREDIT_PARTS;

/** What every model says of the conversions of a range. */
export async function answerAttribution(
  refId: string,
  plan: AttributionPlan,
  tenant: string,
  run: RunStatement,
): Promise<Frame> {
  const [ofSpend, ofCredits] = [new Parameters(), new Parameters()];
  const [spent, credited] = await Promise.all([
    run(ofSpend.statement(spendSql(plan, ofSpend.bind(tenant)))),
    run(ofCredits.statement(creditsSql(plan, ofCredits.bind(tenant), ofCredits))),
  ]);
  const ledger = new Ledger(onlyCurrency([...spent, ...credited]));
  for (const model of plan.models) {
    for (const row of credited.filter((one) => one['model'] === model)) {
      const credit = ledger.at(model, groupOf(plan, row), row['currency']);
      credit.conversions += toBigInt(row['credit']);
      credit.revenue += toBigInt(row['revenue']);
    }
    for (const row of spent) {
      const credit = ledger.at(model, groupOf(plan, row), row['currency']);
      credit.cost += toBigInt(row['cost']);
      credit.hasSpend = true;
    }
  }
  return frameOf(refId, plan, ledger.rows(plan));
}

function frameOf(refId: string, plan: AttributionPlan, rows: readonly Credit[]): Frame {
  const currencies = new Set(rows.map(({ currency }) => currency));
  const [only] = currencies.size === 1 ? currencies : [];
  const unit = typeof only === 'string' ? `currency${only}` : 'short';
  const { range, timezone, lookback, conversion, models } = plan;
  const meta = {
    type: 'numeric-long',
    typeVersion: [0, 1],
    custom: {
      from: range.from / 1_000,
      to: range.to / 1_000,
      timezone,
      attribution: { models, conversion, lookback_s: lookback / 1e6 },
    },
  };
  const columns = [
    ...(plan.isComparison ? [column<Credit>('model', 'string', { displayName: 'Model' }, ({ model }) => model)] : []),
    ...plan.groups.map((name, index) =>
      column<Credit>(name, 'string', { displayName: TITLES[name] }, ({ group }) => group[index] ?? null),
    ),
    column<Credit>(
      'conversions',
      'number',
      { displayName: 'Conversions', unit: 'short', custom: { good: 'up' } },
      ({ conversions }) => conversionsOf(conversions),
    ),
    column<Credit>('revenue', 'number', { displayName: 'Net revenue', unit, custom: { good: 'up' } }, ({ revenue }) =>
      amountToNumber(revenue),
    ),
    column<Credit>('cost', 'number', { displayName: 'Spend', unit, custom: { good: 'down' } }, ({ cost }) =>
      amountToNumber(cost),
    ),
    column<Credit>('currency', 'string', { displayName: 'Currency' }, ({ currency }) => currency),
    column<Credit>(
      'cost_per_conversion',
      'number',
      { displayName: 'Cost per conversion', unit, custom: { good: 'down' } },
      ({ cost, conversions, hasSpend }) =>
        conversions === 0n || !hasSpend ? null : amountToNumber(cost) / conversionsOf(conversions),
    ),
  ];
  return tableFrame(refId, refId, meta, columns, rows);
}

const TITLES: Readonly<Record<AttributionPlan['groups'][number], string>> = {
  source: 'Source',
  medium: 'Medium',
  campaign: 'Campaign',
  tracking_number: 'Tracking number',
  landing_page: 'Landing page',
};
