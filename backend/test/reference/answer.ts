import type { AttributionQuery } from '@callsight/contract/query/attribution';
import type { AbandonmentQuery, FunnelQuery, FunnelSelection, PathsQuery } from '@callsight/contract/query/funnel';
import type { MetricQuery } from '@callsight/contract/query/request';
import { abandonmentRows } from './abandonment.js';
import { attributionRows } from './attribution.js';
import { bookingRows, type BookingSettings } from './bookings.js';
import type { Row } from './cells.js';
import { callsOfCell } from './drill-down.js';
import { funnelRows, histogramRows } from './funnel-frame.js';
import type { Scope } from './funnel.js';
import type { History } from './history.js';
import { pathRows } from './paths.js';

interface CellQuery {
  readonly funnel: FunnelSelection;
  readonly step: string;
  readonly end: 'reached' | 'dropped' | 'pending' | 'converted';
  readonly limit?: number;
}

/** One question about conversion, without its refId. */
export type Question =
  | Omit<FunnelQuery, 'refId'>
  | Omit<AbandonmentQuery, 'refId'>
  | Omit<PathsQuery, 'refId'>
  | Omit<AttributionQuery, 'refId'>
  | Omit<MetricQuery, 'refId'>
  | { readonly calls: CellQuery };

/** What the service assumes when nothing is configured. */
const SETTINGS: BookingSettings = { graceMinutes: 60, base: 'offered' };

/** The rows of each frame that answers a question, by the definitions alone. */
export function answerOf(history: History, question: Question, scope: Scope, settings = SETTINGS): Row[][] {
  if ('funnel' in question) {
    const rows = funnelRows(history, question.funnel, scope);
    return question.funnel.histogram === true ? [rows, histogramRows(history, question.funnel, scope)] : [rows];
  }
  if ('abandonment' in question) return [abandonmentRows(history, question.abandonment, scope)];
  if ('paths' in question) return [pathRows(history, question.paths, scope)];
  if ('attribution' in question) return [attributionRows(history, question.attribution, scope)];
  if ('metrics' in question) return [bookingRows(history, question, scope, settings)];
  const { funnel, ...cell } = question.calls;
  return [callsOfCell(history, funnel, cell, scope).map((id) => ({ call_id: id }))];
}
