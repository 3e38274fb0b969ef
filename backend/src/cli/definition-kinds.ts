import { CustomMetricInput } from '@callsight/contract/query/custom-metric';
import { FunnelInput } from '@callsight/contract/query/funnel';
import { CalendarInput } from '@callsight/contract/monitoring/calendar';
import { CheckInput } from '@callsight/contract/monitoring/check';
import { ThresholdInput } from '@callsight/contract/monitoring/threshold';
import { ReportInput } from '@callsight/contract/reports/report';
import { ScheduleInput } from '@callsight/contract/reports/schedule';
import type { TObject } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { askService } from './api-client.js';
import type { ApiSettings } from './service-options.js';

/** Kinds of definitions, as they stand in paths; each names only those before it and those of its own kind. */
export const DEFINITION_KINDS = [
  'metrics',
  'funnels',
  'calendars',
  'checks',
  'thresholds',
  'reports',
  'schedules',
] as const;
export type DefinitionKindName = (typeof DEFINITION_KINDS)[number];

/** What a user writes of each kind. */
export const DEFINITION_INPUTS: Readonly<Record<DefinitionKindName, TObject>> = {
  metrics: CustomMetricInput,
  funnels: FunnelInput,
  calendars: CalendarInput,
  checks: CheckInput,
  thresholds: ThresholdInput,
  reports: ReportInput,
  schedules: ScheduleInput,
};

/** A definition as a user writes it: without version, time and author. */
export type WrittenDefinition = Readonly<Record<string, unknown>> & { readonly id: string };

type Stored = WrittenDefinition & { readonly version: number };

const isStated = (name: string): boolean => !['version', 'updated_at', 'updated_by'].includes(name);

/** @returns what a user would write to get this definition */
export const writtenOf = (stored: WrittenDefinition): WrittenDefinition => ({
  ...Object.fromEntries(Object.entries(stored).filter(([name]) => isStated(name))),
  id: stored.id,
});

/** Keys of parts that name them; the others follow in the order of the alphabet. */
const FIRST = ['id', 'type', 'title'];

function orderedPart(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderedPart);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  const sorted = [...FIRST.filter((name) => names.includes(name)), ...names.filter((name) => !FIRST.includes(name))];
  return Object.fromEntries(sorted.map((name) => [name, orderedPart((value as Record<string, unknown>)[name])]));
}

/** @returns the same with its keys in the order of the schema, so that equal definitions are equal files */
export function ordered(kind: DefinitionKindName, definition: WrittenDefinition): WrittenDefinition {
  const known = Object.keys(DEFINITION_INPUTS[kind].properties).filter((name) => name in definition);
  const further = Object.keys(definition).filter((name) => !known.includes(name));
  const names = [...known, ...further.sort()];
  return { ...Object.fromEntries(names.map((name) => [name, orderedPart(definition[name])])), id: definition.id };
}

/** @returns the same with the defaults that the service fills in, so that a file without them is equal to what is stored */
export const completed = (kind: DefinitionKindName, definition: unknown): unknown =>
  Value.Default(DEFINITION_INPUTS[kind], structuredClone(definition));

/** Definitions of one kind that a service has. */
export interface DefinitionsOfKind {
  /** Those of the tenant, by their ids. */
  readonly own: ReadonlyMap<string, WrittenDefinition>;
  /** Ids of those that are built in and not replaced. */
  readonly builtIn: ReadonlySet<string>;
}

/** @throws Unreachable, Refused */
export async function readDefinitions(api: ApiSettings, kind: DefinitionKindName): Promise<DefinitionsOfKind> {
  const answer = (await askService(api, 'GET', `/v1/${kind}`)) as Record<string, readonly Stored[]>;
  const all = answer[kind] ?? [];
  return {
    own: new Map(all.filter(({ version }) => version > 0).map((stored) => [stored.id, writtenOf(stored)])),
    builtIn: new Set(all.filter(({ version }) => version === 0).map(({ id }) => id)),
  };
}
