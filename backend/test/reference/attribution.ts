import type { AttributionQuery } from '@callsight/contract/query/attribution';
import type { Row } from './cells.js';
import { conversionsOf, spendingOf, touchesBefore, type ReferenceConversion } from './conversion.js';
import { shareOut, WHOLE_CREDIT, weightsOf } from './credit.js';
import { passes } from './dimension.js';
import type { Scope } from './funnel.js';
import type { History } from './history.js';
import { majorUnits } from './money.js';
import { touchesOf, type ReferenceTouch } from './touch.js';

type Asked = AttributionQuery['attribution'];

interface Entry {
  readonly group: Row;
  readonly currency: string | null;
  readonly credit: bigint;
  readonly revenue: bigint;
  readonly cost: bigint;
  /** Whether this is spend, which may be 0. */
  readonly isSpend?: true;
}

const groupOf = (origin: object, groupBy: readonly string[]): Row =>
  Object.fromEntries(groupBy.map((name) => [name, (origin as Row)[name] ?? null]));

/** What one conversion gives to each of its touches; without any, to nobody. */
function creditsOf(conversion: ReferenceConversion, touches: readonly ReferenceTouch[], model: string) {
  if (touches.length === 0) return [{ origin: {}, credit: WHOLE_CREDIT, revenue: conversion.revenue }];
  const weights = weightsOf(model, touches, conversion.at);
  const credits = shareOut(WHOLE_CREDIT, weights);
  const revenues = shareOut(conversion.revenue, weights);
  return touches
    .map((origin, place) => ({ origin, credit: credits[place]!, revenue: revenues[place]! }))
    .filter(({ credit }) => credit !== 0n);
}

const add = (entries: readonly Entry[], part: 'credit' | 'revenue' | 'cost'): bigint =>
  entries.reduce((sum, entry) => sum + entry[part], 0n);

/** One row for each group and currency. */
function rowsOf(entries: readonly Entry[]): Row[] {
  const keyOf = ({ group, currency }: Entry): string => JSON.stringify([group, currency]);
  return [...new Set(entries.map(keyOf))].map((key) => {
    const own = entries.filter((entry) => keyOf(entry) === key);
    const conversions = Number(add(own, 'credit')) / Number(WHOLE_CREDIT);
    const cost = majorUnits(add(own, 'cost'));
    return {
      ...own[0]!.group,
      conversions,
      revenue: majorUnits(add(own, 'revenue')),
      cost,
      currency: own[0]!.currency,
      cost_per_conversion: conversions === 0 || !own.some(({ isSpend }) => isSpend) ? null : cost / conversions,
    };
  });
}

/** The credits of the conversions of a range and what marketing cost in it, by group and currency. */
export function attributionRows(history: History, asked: Asked, { from, to, zone }: Scope): Row[] {
  const {
    model = 'last',
    lookback = '30d',
    conversion: kind = 'booking.confirmed',
    groupBy = [],
    filters = [],
  } = asked;
  const isIn = (at: number): boolean => at >= from && at < to && at <= history.now;
  const touches = touchesOf(history);
  const conversions = conversionsOf(history, kind).filter(
    ({ at, call }) => isIn(at) && passes(filters, call, call.start, zone),
  );
  const spending = spendingOf(history, touches).filter(({ at }) => isIn(at));
  const currencies = new Set([...conversions, ...spending].flatMap(({ currency }) => currency ?? []));
  const onlyOne = currencies.size === 1 ? [...currencies][0]! : null;
  const spent = spending.map(({ amount, currency, origin }) => {
    return { group: groupOf(origin, groupBy), currency, credit: 0n, revenue: 0n, cost: amount, isSpend: true as const };
  });
  const models = typeof model === 'string' ? [model] : model;
  return models.flatMap((name) => {
    const credited = conversions.flatMap((conversion) =>
      creditsOf(conversion, touchesBefore(conversion, touches, lookback), name).map(({ origin, ...parts }) => {
        return { group: groupOf(origin, groupBy), currency: conversion.currency ?? onlyOne, cost: 0n, ...parts };
      }),
    );
    return rowsOf([...credited, ...spent]).map((row) => (models.length > 1 ? { model: name, ...row } : row));
  });
}
