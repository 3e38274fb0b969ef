import type { Calendar } from '@callsight/contract/monitoring/calendar';
import type { Threshold } from '@callsight/contract/monitoring/threshold';
import type { CustomMetric } from '@callsight/contract/query/custom-metric';
import type { Funnel } from '@callsight/contract/query/funnel';
import type { ExportPlan } from '../../reporting/exports/export-plan.js';
import type { AskedCandidates, Candidate } from '../../recordings/transcripts/search-transcripts.js';
import type { AttributeDeclaration } from '../../storage/tables/attribute.js';
import type { MetricSettings } from '../../analytics/catalogue/settings.js';
import type { BoundValues } from '../../storage/duckdb/statement.js';
import type { ChangedDay } from '../../projection/rows/replace-rows.js';
import type { Address } from '../../lib/net/socket-address.js';
import type { InnerReply, InnerRequest, OpenedKey } from '../grafana/service-parts.js';
import type { QueryReading } from '../../monitoring/service-metrics/service-readings.js';
import type { Millis } from '../../lib/time/units.js';
import type { ComponentCause } from '../../monitoring/thresholds/suppress.js';
import type { LinkedStates } from './threshold-answers.js';
import type { PipelineState } from '../overview/pipeline-state.js';

/** Limits of questions and their answers. */
interface QuerySettings {
  readonly timeoutMs: number;
  readonly maxRows: number;
  readonly maxBuckets: number;
  readonly maxCells: number;
  /** Statements that run at once. */
  readonly connections: number;
}

/** What a tenant has defined. */
export interface TenantDefinitions {
  readonly tenant: string;
  readonly metrics: readonly CustomMetric[];
  readonly funnels: readonly Funnel[];
  readonly thresholds: readonly Threshold[];
  readonly calendars: readonly Calendar[];
}

/** What the query worker starts with. */
export interface WorkerSettings {
  readonly metrics: MetricSettings;
  readonly attributes: readonly AttributeDeclaration[];
  readonly query: QuerySettings;
  readonly definitions: readonly TenantDefinitions[];
  /** IANA zone of the days of thresholds that name none. */
  readonly timezone: string;
  /** Address of the service as people reach it, without a slash at its end. */
  readonly publicUrl: string;
  readonly isPrepared: boolean;
}

/** A question of a tenant; `now` is epoch milliseconds. */
interface Asked {
  readonly tenant: string;
  readonly now: number;
  /** `traceparent` of the request, if it is traced. */
  readonly trace?: string | undefined;
}

/** `POST /v1/query`: the body as it came. */
export interface AskedQuery extends Asked {
  readonly body: Uint8Array;
}

export interface AskedValues extends Asked {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly timezone: string;
  readonly search: string | undefined;
  readonly limit: number;
}

export interface AskedOverview extends Asked {
  readonly rangeId: string | undefined;
  readonly timezone: string;
  readonly pipeline: PipelineState;
  readonly address: string;
  /** Of the whole page; absent for its changing part alone. */
  readonly page?: { readonly nonce: string; readonly canSignOut: boolean };
}

/** How things are with the thresholds of a tenant. */
export interface AskedStates extends Asked {
  /** One threshold; all if absent. */
  readonly id?: string;
}

/** `POST /v1/thresholds/preview`: the body as it came. */
export interface AskedPreview extends Asked {
  readonly body: Uint8Array;
}

/** `POST /v1/exports`: the body as it came. */
export interface AskedExportPlan extends Asked {
  readonly body: Uint8Array;
  readonly format: string;
}

/** A reply as it goes out. */
export interface HttpReply {
  readonly status: 200 | 400 | 503;
  readonly body: Uint8Array;
}

/** What the service asks of its query worker. */
export interface WorkerMethods {
  readonly query: { argument: AskedQuery; reply: HttpReply };
  readonly planExport: { argument: AskedExportPlan; reply: ExportPlan };
  readonly transcriptCandidates: { argument: AskedCandidates; reply: readonly Candidate[] };
  readonly dimensionValues: {
    argument: AskedValues;
    reply: readonly { readonly value: string | number | boolean; readonly count: number }[];
  };
  readonly catalogue: { argument: { readonly tenant: string }; reply: Uint8Array };
  readonly overview: { argument: AskedOverview; reply: string };
  /** Judges the thresholds of all tenants that have any, or have asked for them. */
  readonly judge: { argument: { readonly now: Millis }; reply: null };
  readonly thresholdStates: { argument: AskedStates; reply: readonly LinkedStates[] };
  readonly previewThreshold: { argument: AskedPreview; reply: HttpReply };
  readonly listenGrafana: { argument: Address; reply: Address };
  readonly closeGrafana: { argument: null; reply: null };
  readonly definitions: { argument: TenantDefinitions; reply: null };
  readonly changed: { argument: readonly ChangedDay[]; reply: null };
  readonly prepared: { argument: null; reply: null };
  readonly ping: { argument: null; reply: null };
  readonly reading: { argument: null; reply: QueryReading };
  /** Sends the last spans. */
  readonly flushSpans: { argument: null; reply: null };
}

interface StatementRequest {
  readonly sql: string;
  readonly values: BoundValues;
  readonly owner: string;
  readonly trace?: string | undefined;
}

export interface LogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** The end of the service waits so long for the last spans of the worker. */
export const FLUSH_SPANS_MS = 2_000;

/** What the query worker asks of the service. */
export interface ServiceMethods {
  readonly statement: { argument: StatementRequest; reply: null };
  readonly openKey: { argument: { readonly key: string }; reply: OpenedKey };
  /** Grafana evaluates rules over thresholds. */
  readonly rulesAsked: { argument: null; reply: null };
  /** Components that do not work as they should, and why. */
  readonly componentCauses: {
    argument: { readonly tenant: string };
    reply: Readonly<Record<string, ComponentCause>>;
  };
  readonly inject: { argument: InnerRequest; reply: InnerReply };
  readonly log: { argument: LogEntry; reply: null };
}
