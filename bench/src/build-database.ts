import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type Database } from '@callsight/backend/storage/duckdb/database';
import { RowReplacer } from '@callsight/backend/projection/rows/replace-rows';
import { admit } from '@callsight/backend/ingest/events/admission';
import { CallerIdentities } from '@callsight/backend/ingest/callers/caller';
import type { Event } from '@callsight/backend/storage/ledger/event';
import { foldBatch, type Foldable } from '@callsight/backend/projection/fold-batch';
import { STEP_SLOTS, stepColumn } from '@callsight/backend/storage/tables/columns';
import { callIdOf, entityOf } from '@callsight/backend/storage/ledger/entity';
import { simulateHistory } from '@callsight/simulator/simulate-history';

const DAY = 86_400_000;
const DAYS = 30;
const RULES = { lostAfter: 4 * 3_600_000_000, attributes: [] };
/** A call is complete when nothing of it has come for so long. */
const QUIET = 3 * 3_600_000;
const BATCH = 20_000;

/** Events of a simulated history, as the service would admit them. */
function* eventsOf(from: number, to: number, callsPerDay: number): Generator<Event> {
  const identities = new CallerIdentities({ secret: 'bench', keepNumbers: false });
  const rules = { clockSkewMs: 0, attributes: [], identities };
  for (const offered of simulateHistory({ seed: 'bench', from, to, callsPerDay })) {
    const verdict = admit(offered, to + DAY, rules);
    if ('event' in verdict) yield verdict.event;
  }
}

const isOfCall = (entity: string): boolean => callIdOf(entity) !== undefined;

/** Calls of a simulated history with all their events, and with bounded memory; what is no call is told whole at the end. */
function* entitiesOf(from: number, to: number, callsPerDay: number): Generator<readonly Event[]> {
  const open = new Map<string, Event[]>();
  const others = new Map<string, Event[]>();
  let seen = 0;
  for (const event of eventsOf(from, to, callsPerDay)) {
    const entity = entityOf(event);
    const kept = isOfCall(entity) ? open : others;
    const events = kept.get(entity);
    if (events === undefined) kept.set(entity, [event]);
    else events.push(event);
    seen += 1;
    if (seen % 10_000 !== 0) continue;
    for (const [oldest, its] of open) {
      if ((its.at(-1)?.at ?? 0) > event.at - QUIET * 1_000) break;
      open.delete(oldest);
      yield its;
    }
  }
  yield* open.values();
  yield* others.values();
}

async function fill(database: Database, to: number, calls: number): Promise<{ calls: number; seconds: number }> {
  const rows = new RowReplacer(database.writer, []);
  let batch: Foldable[] = [];
  let count = 0;
  let seconds = 0;
  const flush = async (): Promise<void> => {
    const folded = await foldBatch(batch, to * 1_000, RULES);
    const begin = performance.now();
    await rows.replace(folded);
    if (folded.calls.length > 0) seconds += (performance.now() - begin) / 1_000;
    count += folded.calls.length;
    batch = [];
  };
  for (const events of entitiesOf(to - DAYS * DAY, to, calls / DAYS)) {
    const [first] = events;
    const callId = first === undefined ? undefined : callIdOf(entityOf(first));
    batch.push({ tenant: 'main', events, ...(callId === undefined ? {} : { callId }) });
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return { calls: count, seconds };
}

/** Columns of each table that a copy moves back in time, and those that it makes its own. */
const COPIES = [
  {
    table: 'calls',
    time: 'started_at',
    times: [
      'started_at',
      'answered_at',
      'ended_at',
      'last_event_at',
      'previous_at',
      'next_inbound_at',
      'booked_at',
      'paid_at',
      'kept_at',
      ...Array.from({ length: STEP_SLOTS }, (_, index) => stepColumn(index + 1)),
    ],
    ids: ['call_id'],
    persons: ['caller'],
  },
  { table: 'turns', time: 'happened_at', times: ['call_started_at', 'happened_at'], ids: ['call_id'], persons: [] },
  {
    table: 'appointments',
    time: 'created_at',
    times: ['created_at', 'starts_at', 'status_at', 'last_event_at', 'call_started_at'],
    ids: ['appointment_id', 'call_id'],
    persons: ['caller', 'call_caller'],
  },
  {
    table: 'payments',
    time: 'happened_at',
    times: ['happened_at', 'last_event_at', 'call_started_at'],
    ids: ['payment_id', 'appointment_id', 'call_id'],
    persons: ['caller', 'call_caller'],
  },
  { table: 'touches', time: 'happened_at', times: ['happened_at'], ids: ['touch_id'], persons: ['caller'] },
] as const;

/** Copies of all rows, each a month earlier and of other callers: ten million calls in minutes instead of an hour. */
async function multiply({ writer }: Database, times: number, from: number): Promise<void> {
  for (let copy = times - 1; copy >= 1; copy -= 1) {
    for (const { table, time, times: moved, ids, persons } of COPIES) {
      const replaced = [
        ...moved.map((name) => `${name} - ${copy * DAYS * DAY * 1_000} AS ${name}`),
        ...ids.map((name) => `${name} || '-${copy}' AS ${name}`),
        ...persons.map((name) => `md5(${name}::VARCHAR || '${copy}')::UUID AS ${name}`),
      ];
      await writer.run(`INSERT INTO ${table} SELECT * REPLACE (${replaced.join(', ')})
        FROM ${table} WHERE ${time} >= ${from * 1_000} ORDER BY ${time}`);
    }
  }
}

/** Fills a database with so many simulated calls, through the fold and the row writer that the service uses. */
export async function buildDatabase(folder: string, calls: number, to: number): Promise<{ rowsPerSecond: number }> {
  const file = join(folder, 'callsight.duckdb');
  await rm(file, { force: true });
  const database = await openDatabase({ file, memoryLimit: '8GB', threads: 2, attributes: [] });
  const base = Math.min(calls, 1_000_000);
  const filled = await fill(database, to, base);
  await multiply(database, Math.round(calls / base), to - DAYS * DAY);
  await database.writer.run('CHECKPOINT');
  database.close();
  return { rowsPerSecond: filled.calls / filled.seconds };
}
