/* eslint-disable max-lines -- seven reports, each a list of its sections: data that is read side by side */
import { CALL_FUNNEL, type ReportTemplate } from './template.js';

const DAILY_OPERATIONS: ReportTemplate = {
  id: 'daily_operations',
  title: { en: 'Daily operations', de: 'Tagesbericht' },
  description: {
    en: 'Yesterday by the hour: volume, abandonment, waiting, latency, errors, and what went wrong',
    de: 'Der gestrige Tag nach Stunden: Aufkommen, Abbrüche, Wartezeit, Antwortzeit, Fehler und was schiefging',
  },
  range: 'yesterday',
  compare: 'previous_week',
  sections: (title) => [
    {
      type: 'findings',
      metrics: [
        'calls.count',
        'calls.abandonment_rate',
        'calls.asa',
        'calls.error_rate',
        'turns.latency.p95',
        'bookings.conversion_rate',
      ],
    },
    {
      type: 'kpis',
      metrics: [
        'calls.count',
        'calls.answer_rate',
        'calls.abandonment_rate',
        'calls.asa',
        'turns.latency.p95',
        'bookings.confirmed',
      ],
    },
    {
      type: 'series',
      title: title('Calls by the hour', 'Anrufe nach Stunden'),
      metrics: ['calls.count'],
      interval: '1h',
      chart: 'bar',
    },
    { type: 'series', metrics: ['calls.abandonment_rate'], interval: '1h', chart: 'line' },
    { type: 'series', metrics: ['turns.latency.p95'], interval: '1h', chart: 'line' },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['outcome'], limit: 8 },
    {
      type: 'bars',
      title: title('Errors by agent', 'Fehler nach Agent'),
      metrics: ['calls.with_errors'],
      groupBy: ['agent'],
      limit: 8,
    },
    {
      type: 'table',
      title: title('Agents', 'Agenten'),
      metrics: ['calls.count', 'calls.answer_rate', 'calls.asa', 'calls.aht', 'calls.error_rate', 'bookings.confirmed'],
      groupBy: ['agent'],
    },
    {
      type: 'calls',
      title: title('Calls that failed', 'Fehlgeschlagene Anrufe'),
      calls: { filters: [{ dimension: 'outcome', op: 'in', values: ['failed'] }], limit: 20 },
    },
  ],
};

const WEEKLY_EXECUTIVE: ReportTemplate = {
  id: 'weekly_executive',
  title: { en: 'Weekly call report', de: 'Wochenbericht Telefonie' },
  description: {
    en: 'Last week on three pages: what stands out, key figures, the way to a booking, agents',
    de: 'Die letzte Woche auf drei Seiten: was auffällt, Kennzahlen, der Weg zur Buchung, Agenten',
  },
  range: 'last_week',
  compare: 'previous_period',
  sections: (title) => [
    {
      type: 'findings',
      metrics: [
        'calls.count',
        'calls.answer_rate',
        'calls.abandonment_rate',
        'calls.asa',
        'bookings.conversion_rate',
        'revenue.net',
      ],
    },
    {
      type: 'kpis',
      metrics: [
        'calls.count',
        'calls.answer_rate',
        'bookings.confirmed',
        'calls.asa',
        'cost.per_booking',
        'revenue.net',
      ],
    },
    {
      type: 'series',
      title: title('Calls per day', 'Anrufe je Tag'),
      metrics: ['calls.offered_answered', 'calls.abandoned'],
      interval: '1d',
      chart: 'stacked',
    },
    { type: 'series', metrics: ['calls.answer_rate'], interval: '1d', chart: 'line', goal: 0.9 },
    { type: 'series', metrics: ['calls.asa'], interval: '1d', chart: 'line', goal: 20 },
    { type: 'funnel', funnel: CALL_FUNNEL },
    { type: 'heatmap', metric: 'calls.count' },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['source'], limit: 6 },
    {
      type: 'bars',
      title: title('How calls ended', 'Wie Anrufe endeten'),
      metrics: ['calls.count'],
      groupBy: ['outcome'],
      limit: 6,
    },
    {
      type: 'table',
      title: title('Agents', 'Agenten'),
      metrics: [
        'bookings.confirmed',
        'calls.count',
        'calls.answer_rate',
        'calls.asa',
        'calls.aht',
        'bookings.conversion_rate',
      ],
      groupBy: ['agent'],
    },
  ],
};

const AGENT_SCORECARD: ReportTemplate = {
  id: 'agent_scorecard',
  title: { en: 'Agent scorecard', de: 'Agenten im Vergleich' },
  description: {
    en: 'Last week by agent: volume, quality, bookings, and which differences are no chance',
    de: 'Die letzte Woche nach Agent: Aufkommen, Qualität, Buchungen und welche Unterschiede kein Zufall sind',
  },
  range: 'last_week',
  compare: 'previous_period',
  sections: (title) => [
    {
      type: 'findings',
      metrics: [
        'calls.success_rate',
        'calls.containment_rate',
        'calls.transfer_rate',
        'bookings.conversion_rate',
        'turns.interrupted_rate',
      ],
    },
    {
      type: 'table',
      title: title('Volume and handling', 'Aufkommen und Bearbeitung'),
      metrics: ['calls.count', 'calls.answer_rate', 'calls.aht', 'calls.transfer_rate', 'calls.error_rate'],
      groupBy: ['agent'],
    },
    {
      type: 'table',
      title: title('Quality', 'Qualität'),
      metrics: [
        'calls.success_rate',
        'calls.sentiment.mean',
        'calls.fcr_rate',
        'turns.interrupted_rate',
        'turns.latency.p95',
      ],
      groupBy: ['agent'],
    },
    {
      type: 'table',
      title: title('Bookings', 'Buchungen'),
      metrics: ['bookings.confirmed', 'bookings.conversion_rate', 'bookings.phantom_rate', 'cost.per_booking'],
      groupBy: ['agent'],
    },
    {
      type: 'segments',
      title: title('Differences to the most frequent agent', 'Unterschiede zum häufigsten Agenten'),
      segments: { metrics: ['calls.success_rate', 'bookings.conversion_rate', 'calls.transfer_rate'], by: 'agent' },
    },
    {
      type: 'series',
      title: title('Calls by agent', 'Anrufe nach Agent'),
      metrics: ['calls.count'],
      groupBy: ['agent'],
      interval: '1d',
      chart: 'line',
    },
    {
      type: 'bars',
      title: title('Versions', 'Versionen'),
      metrics: ['calls.count', 'calls.success_rate'],
      groupBy: ['agent_version'],
      limit: 8,
    },
  ],
};

const CONVERSION_FUNNEL: ReportTemplate = {
  id: 'conversion_funnel',
  title: { en: 'From call to booking', de: 'Vom Anruf zur Buchung' },
  description: {
    en: 'Last week’s way to a booking: where callers are lost, by whom and when, and what came of earlier bookings',
    de: 'Der Weg zur Buchung in der letzten Woche: wo Anrufer verloren gehen, bei wem und wann, und was aus Buchungen wurde',
  },
  range: 'last_week',
  compare: 'previous_period',
  sections: (title) => [
    {
      type: 'findings',
      metrics: [
        'bookings.conversion_rate',
        'bookings.confirmed',
        'bookings.phantom_rate',
        'bookings.cancellation_rate',
      ],
    },
    {
      type: 'kpis',
      metrics: [
        'bookings.confirmed',
        'bookings.conversion_rate',
        'bookings.phantom_rate',
        'bookings.kept_rate',
        'bookings.no_show_rate',
        'revenue.per_booking',
      ],
    },
    { type: 'funnel', funnel: CALL_FUNNEL },
    { type: 'series', metrics: ['bookings.conversion_rate'], interval: '1d', chart: 'line' },
    { type: 'series', metrics: ['bookings.confirmed'], interval: '1d', chart: 'line' },
    {
      type: 'funnel',
      title: title('New and returning callers', 'Neue und wiederkehrende Anrufer'),
      funnel: { ...CALL_FUNNEL, breakdown: 'caller_type', limit: 2 },
    },
    {
      type: 'bars',
      title: title('Bookings by agent', 'Buchungen nach Agent'),
      metrics: ['bookings.confirmed'],
      groupBy: ['agent'],
      limit: 8,
    },
    {
      type: 'bars',
      title: title('Bookings by source', 'Buchungen nach Quelle'),
      metrics: ['bookings.confirmed'],
      groupBy: ['source'],
      limit: 8,
    },
    { type: 'paths', paths: { limit: 12 } },
  ],
};

const MARKETING_ATTRIBUTION: ReportTemplate = {
  id: 'marketing_attribution',
  title: { en: 'Marketing and calls', de: 'Marketing und Anrufe' },
  description: {
    en: 'Last month: which sources and campaigns bring calls, bookings and revenue',
    de: 'Der letzte Monat: welche Quellen und Kampagnen Anrufe, Buchungen und Umsatz bringen',
  },
  range: 'last_month',
  compare: 'previous_month',
  sections: (title) => [
    { type: 'findings', metrics: ['calls.count', 'callers.new', 'bookings.confirmed', 'revenue.net'] },
    {
      type: 'kpis',
      metrics: [
        'calls.count',
        'callers.new',
        'bookings.confirmed',
        'bookings.conversion_rate',
        'revenue.net',
        'revenue.per_call',
      ],
    },
    {
      type: 'series',
      title: title('Calls by source', 'Anrufe nach Quelle'),
      metrics: ['calls.count'],
      groupBy: ['source'],
      interval: '1d',
      chart: 'stacked',
      limit: 6,
    },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['source'], limit: 8 },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['campaign'], limit: 8 },
    {
      type: 'attribution',
      title: title(
        'Bookings by source, first and later contacts shared evenly',
        'Buchungen nach Quelle, alle Kontakte gleich gewichtet',
      ),
      attribution: { model: 'linear', groupBy: ['source', 'medium'] },
    },
    {
      type: 'attribution',
      title: title('Bookings by campaign, last contact', 'Buchungen nach Kampagne, letzter Kontakt'),
      attribution: { model: 'last_non_direct', groupBy: ['campaign'] },
    },
    {
      type: 'table',
      title: title('Sources', 'Quellen'),
      metrics: ['calls.count', 'callers.new', 'bookings.conversion_rate', 'revenue.net'],
      groupBy: ['source', 'medium'],
    },
  ],
};

const SYSTEM_HEALTH: ReportTemplate = {
  id: 'system_health',
  title: { en: 'System health', de: 'Zustand der Systeme' },
  description: {
    en: 'The last seven days: availability and latency of components, latency of turns and its parts, errors',
    de: 'Die letzten sieben Tage: Verfügbarkeit und Dauer der Komponenten, Antwortzeit und ihre Teile, Fehler',
  },
  range: 'last_7_days',
  compare: 'previous_period',
  sections: (title) => [
    { type: 'findings', metrics: ['turns.latency.p95', 'calls.error_rate', 'turns.interrupted_rate'] },
    {
      type: 'kpis',
      metrics: [
        'health.availability',
        'health.error_rate',
        'turns.latency.p50',
        'turns.latency.p95',
        'calls.error_rate',
        'calls.concurrency.max',
      ],
    },
    {
      type: 'table',
      title: title('Components', 'Komponenten'),
      metrics: [
        'health.availability',
        'health.latency.p50',
        'health.latency.p95',
        'health.checks.failed',
        'health.errors',
      ],
      groupBy: ['component'],
      orderBy: { metric: 'health.availability', dir: 'asc' },
    },
    {
      type: 'series',
      title: title('Turn latency', 'Antwortzeit'),
      metrics: ['turns.latency.p50', 'turns.latency.p95'],
      interval: '1d',
      chart: 'line',
    },
    {
      type: 'series',
      title: title('Parts of the turn latency, 95th percentile', 'Teile der Antwortzeit, 95. Perzentil'),
      metrics: [
        'turns.latency.asr.p95',
        'turns.latency.llm.p95',
        'turns.latency.tts.p95',
        'turns.latency.endpointing.p95',
      ],
      interval: '1d',
      chart: 'line',
    },
    { type: 'series', metrics: ['calls.error_rate'], interval: '1d', chart: 'line' },
    { type: 'series', metrics: ['calls.concurrency.max'], interval: '1d', chart: 'line' },
    {
      type: 'bars',
      title: title('Errors by code', 'Fehler nach Code'),
      metrics: ['health.errors'],
      groupBy: ['code'],
      limit: 10,
    },
    {
      type: 'bars',
      title: title('Calls by platform', 'Anrufe nach Plattform'),
      metrics: ['calls.count'],
      groupBy: ['provider'],
      limit: 8,
    },
  ],
};

const MONTHLY_REVIEW: ReportTemplate = {
  id: 'monthly_review',
  title: { en: 'Monthly review', de: 'Monatsbericht' },
  description: {
    en: 'Last month against the one before: volume, service, quality, bookings, money',
    de: 'Der letzte Monat gegen den davor: Aufkommen, Service, Qualität, Buchungen, Geld',
  },
  range: 'last_month',
  compare: 'previous_month',
  sections: (title) => [
    {
      type: 'findings',
      metrics: [
        'calls.count',
        'calls.service_level',
        'calls.abandonment_rate',
        'calls.success_rate',
        'bookings.conversion_rate',
        'revenue.net',
        'calls.cost.mean',
      ],
    },
    {
      type: 'kpis',
      metrics: [
        'calls.count',
        'calls.service_level',
        'calls.success_rate',
        'bookings.confirmed',
        'revenue.net',
        'calls.cost.sum',
      ],
    },
    {
      type: 'series',
      title: title('Calls per day', 'Anrufe je Tag'),
      metrics: ['calls.offered_answered', 'calls.abandoned'],
      interval: '1d',
      chart: 'stacked',
    },
    { type: 'series', metrics: ['calls.service_level'], interval: '1d', chart: 'line', goal: 0.8 },
    { type: 'series', metrics: ['calls.success_rate'], interval: '1d', chart: 'line' },
    { type: 'funnel', funnel: CALL_FUNNEL },
    { type: 'heatmap', metric: 'calls.count' },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['outcome'], limit: 8 },
    { type: 'bars', metrics: ['calls.count'], groupBy: ['language'], limit: 8 },
    {
      type: 'table',
      title: title('Agents', 'Agenten'),
      metrics: [
        'calls.count',
        'calls.service_level',
        'calls.success_rate',
        'bookings.confirmed',
        'bookings.conversion_rate',
        'calls.cost.mean',
      ],
      groupBy: ['agent'],
    },
    { type: 'series', title: title('Revenue', 'Umsatz'), metrics: ['revenue.net'], interval: '1d', chart: 'bar' },
    {
      type: 'table',
      title: title('Weekdays', 'Wochentage'),
      metrics: ['calls.count', 'calls.abandonment_rate', 'calls.asa', 'bookings.confirmed'],
      groupBy: ['weekday'],
      limit: 7,
    },
  ],
};

/** Reports that are there to be taken over. */
export const REPORT_TEMPLATES: readonly ReportTemplate[] = [
  DAILY_OPERATIONS,
  WEEKLY_EXECUTIVE,
  AGENT_SCORECARD,
  CONVERSION_FUNNEL,
  MARKETING_ATTRIBUTION,
  SYSTEM_HEALTH,
  MONTHLY_REVIEW,
];
