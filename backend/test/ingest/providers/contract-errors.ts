import { FormatRegistry, type TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import { EVENT_DATA } from '@callsight/contract/events/types';
import { Envelope } from '@callsight/contract/events/envelope';
import type { MappedEvent } from '../../../src/ingest/providers/port.js';

FormatRegistry.Set('date-time', (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text));

const data = new Map<string, TypeCheck<TSchema>>(
  Object.entries(EVENT_DATA).map(([type, schema]) => [type, TypeCompiler.Compile(schema)]),
);
const envelope = TypeCompiler.Compile(Envelope);

const errorsOf = (check: TypeCheck<TSchema> | undefined, value: unknown): string[] =>
  check === undefined ? ['unknown type'] : [...check.Errors(value)].map(({ path, message }) => `${path} ${message}`);

/** What in mapped events breaks the contract; ids that are not unique within a delivery count as well. */
export function contractErrors(events: readonly MappedEvent[]): string[] {
  const broken = events.flatMap((event) => [
    ...errorsOf(data.get(event.type), event.data),
    ...errorsOf(envelope, { ...event, specversion: '1.0', source: 'test' }),
  ]);
  return new Set(events.map(({ id }) => id)).size === events.length ? broken : [...broken, 'an id is not unique'];
}
