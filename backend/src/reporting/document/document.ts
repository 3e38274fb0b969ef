import type { Branding } from '@callsight/contract/reports/report';
import type { SectionType } from '@callsight/contract/reports/section';
import type { FrameValue } from '@callsight/contract/query/answer';
import type { GoodDirection } from '@callsight/contract/query/catalogue';
import type { Millis } from '../../lib/time/units.js';
import type { Block } from './markdown.js';

/** A number as it was answered, and as it is written in the language of the report. */
export interface Figure {
  readonly value: number | null;
  /** Grafana unit, `currencyEUR` for money. */
  readonly unit: string;
  readonly text: string;
}

/** How a number moved from the period before. */
export interface Change {
  readonly direction: 'up' | 'down' | 'level';
  /** By the good direction of the metric. */
  readonly tone: 'good' | 'bad' | 'neutral';
  /** With its sign: "+12.3%", "−1.1 pts". */
  readonly text: string;
}

/** A column of the data behind a section. */
export interface DataColumn {
  /** As in the frame of the query. */
  readonly name: string;
  readonly title: string;
  readonly type: 'time' | 'number' | 'string' | 'boolean';
  readonly unit: string | undefined;
  readonly good: GoodDirection;
}

/** The data behind a section as the query answered it: what every format with cells holds. Times are epoch milliseconds. */
export interface DataTable {
  readonly columns: readonly DataColumn[];
  readonly rows: readonly (readonly FrameValue[])[];
}

/** What a query was, for those who want to ask it again: the body of `POST /v1/query`. */
export type AskedBody = Readonly<Record<string, unknown>>;

export interface Tile {
  readonly metric: string;
  readonly title: string;
  readonly figure: Figure;
  readonly previous: Figure | undefined;
  readonly change: Change | undefined;
  /** Values of the period in time; empty where the period is too short for them. */
  readonly spark: readonly (number | null)[];
}

export interface Finding {
  readonly tone: 'good' | 'bad' | 'neutral';
  /** The beginning of the sentence, which stands out. */
  readonly headline: string;
  readonly rest: string;
  /** The query with the numbers of the sentence. */
  readonly query: AskedBody;
}

export interface Line {
  readonly title: string;
  readonly metric: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
  /** Of the period before, laid over this one; undefined without a comparison. */
  readonly previous: readonly (number | null)[] | undefined;
  /** Of the whole period, where the values cannot be added. */
  readonly total: Figure | undefined;
}

/** A value of a series that lies far from what is usual at its time of the week. */
export interface Outlier {
  readonly line: number;
  readonly index: number;
  readonly text: string;
}

export interface Bar {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly previous: readonly (Figure | undefined)[];
  readonly changes: readonly (Change | undefined)[];
}

export interface TableColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Of the numbers in it, for bars in cells; undefined for texts. */
  readonly max: number | undefined;
}

export interface TableCell {
  readonly text: string;
  readonly value: FrameValue;
  /** Of a number. */
  readonly unit?: string | undefined;
  readonly change: Change | undefined;
}

export interface FunnelStep {
  readonly title: string;
  readonly reached: Figure;
  /** Of step 1, and of the step before. */
  readonly rateTotal: Figure;
  readonly rateStep: Figure;
  readonly changeTotal: Change | undefined;
  /** Came this far and no further; the window is closed. */
  readonly dropped: Figure;
  readonly pending: Figure;
  readonly median: Figure | undefined;
  /** Where the largest share of those who came to the step before is lost. */
  readonly isWorst: boolean;
}

/** What a section shows. */
export type SectionContent =
  | { readonly type: 'text'; readonly blocks: readonly Block[] }
  | { readonly type: 'findings'; readonly findings: readonly Finding[]; readonly caveat: string | undefined }
  | { readonly type: 'kpis'; readonly tiles: readonly Tile[] }
  | {
      readonly type: 'series';
      readonly chart: 'line' | 'bar' | 'stacked';
      /** Begins of the buckets, epoch milliseconds. */
      readonly times: readonly Millis[];
      /** Of a bucket, on an axis and in full. */
      readonly labels: readonly { readonly axis: string; readonly full: string }[];
      readonly lines: readonly Line[];
      readonly goal: Figure | undefined;
      readonly outliers: readonly Outlier[];
    }
  | { readonly type: 'bars'; readonly columns: readonly string[]; readonly bars: readonly Bar[] }
  | {
      readonly type: 'heatmap';
      readonly unit: string;
      readonly weekdays: readonly string[];
      /** By weekday from Monday, then hour. */
      readonly cells: readonly (readonly Figure[])[];
      readonly peak: string | undefined;
    }
  | {
      readonly type: 'table';
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly TableCell[])[];
    }
  | {
      readonly type: 'funnel';
      readonly groups: readonly { readonly title: string; readonly steps: readonly FunnelStep[] }[];
    }
  | { readonly type: 'page_break' };

/** A section of a finished report. */
export interface DocumentSection {
  readonly kind: SectionType;
  readonly title: string;
  /** What is shown, in few words: "per day", "by agent". */
  readonly subtitle: string | undefined;
  readonly note: string | undefined;
  /** `failed`: a query had no answer; nothing is drawn in its place. `empty`: the answer has no rows. */
  readonly state: 'ok' | 'empty' | 'failed';
  /** Why it is empty or failed, for the reader. */
  readonly reason: string | undefined;
  readonly content: SectionContent | undefined;
  /** The data behind it, in the order of the queries. */
  readonly tables: readonly DataTable[];
  readonly queries: readonly AskedBody[];
  /** Limits that cut something off, in sentences. */
  readonly limits: readonly string[];
}

/** What a metric means. */
export interface MetricDefinition {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly unit: string;
}

/** A count of the report beside the same count of the whole period. */
export interface Reconciliation {
  readonly metric: string;
  /** Title of the section that it was added up from. */
  readonly section: string;
  readonly sum: Figure;
  readonly total: Figure;
  readonly agrees: boolean;
}

/** A finished report: every number, word and series of it. All formats are made from it, and from nothing else. */
export interface ReportDocument {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly account: string;
  readonly branding: Branding | undefined;
  readonly locale: string;
  readonly language: 'en' | 'de';
  readonly timezone: string;
  readonly period: { readonly from: Millis; readonly to: Millis; readonly text: string };
  readonly comparison: { readonly from: Millis; readonly to: Millis; readonly text: string } | undefined;
  readonly plannedAt: Millis;
  readonly generated: { readonly at: Millis; readonly text: string };
  readonly dataUpTo: { readonly at: Millis; readonly text: string };
  /** Filters of all sections in words; empty without any. */
  readonly filters: readonly string[];
  readonly sections: readonly DocumentSection[];
  readonly definitions: readonly MetricDefinition[];
  readonly reconciliation: readonly Reconciliation[];
  readonly reconciliationText: readonly string[];
  /** No call began in the period. */
  readonly isEmpty: boolean;
  /** A section has no answer. */
  readonly isIncomplete: boolean;
  readonly limits: readonly string[];
  /** Of this service. */
  readonly serviceVersion: string;
}
