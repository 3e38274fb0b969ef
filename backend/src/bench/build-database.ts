import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, type Database } from '../duckdb/database.js';
import { RowReplacer } from '../duckdb/replace-rows.js';
import { admit } from '../events/admission.js';
import { CallerIdentities } from '../events/caller.js';
import type { Event } from '../events/event.js';
import { foldCall } from '../fold/call.js';
import type { FoldedCall } from '../fold/call-row.js';
import { simulateHistory } from '../simulate/simulate-history.js';

const DAY = 86_400_000;
const DAYS = 30;
const RULES = { lostAfter: 4 * 3_600_000_000, attributes: [] };
/** A call is complete when nothing of it has come for so long. */
const QUIET = 3 * 3_600_000;
const BATCH = 20_000;

const OF_A_CALL = /^(call|funnel)\./;

/** Events of a simulated history that belong to a call, as the service would admit them. */
function* eventsOf(from: number, to: number, callsPerDay: number): Generator<Event> {
  const identities = new CallerIdentities({ secret: 'bench', keepNumbers: false });
  const rules = { clockSkewMs: 0, attributes: [], identities };
  for (const offered of simulateHistory({ seed: 'bench', from, to, callsPerDay })) {
    const verdict = admit(offered, to + DAY, rules);
    if ('event' in verdict && OF_A_CALL.test(verdict.event.type)) yield verdict.event;
  }
}

/** Calls of a simulated history with all their events, one after the other, with bounded memory. */
function* callsOf(from: number, to: number, callsPerDay: number): Generator<[string, Event[]]> {
  const open = new Map<string, Event[]>();
  let seen = 0;
  for (const event of eventsOf(from, to, callsPerDay)) {
    const id = event.subject ?? '';
    const events = open.get(id);
    if (events === undefined) open.set(id, [event]);
    else events.push(event);
    seen += 1;
    if (seen % 10_000 !== 0) continue;
    for (const [oldest, its] of open) {
      if ((its.at(-1)?.at ?? 0) > event.at - QUIET * 1_000) break;
      open.delete(oldest);
      yield [oldest, its];
    }
  }
  yield* open;
}

async function fill(database: Database, to: number, calls: number): Promise<{ calls: number; seconds: number }> {
  const rows = new RowReplacer(database.writer, []);
  let batch: FoldedCall[] = [];
  let count = 0;
  let seconds = 0;
  const flush = async (): Promise<void> => {
    const begin = performance.now();
    await rows.replace({ calls: batch, samples: [] });
    seconds += (performance.now() - begin) / 1_000;
    count += batch.length;
    batch = [];
  };
  for (const [id, events] of callsOf(to - DAYS * DAY, to, calls / DAYS)) {
    const folded = foldCall('main', id, events, to * 1_000, RULES);
    if (folded !== undefined) batch.push(folded);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return { calls: count, seconds };
}

const CALL_TIMES = ['started_at', 'answered_at', 'ended_at', 'last_event_at', 'previous_at', 'next_inbound_at'];
const TURN_TIMES = ['call_started_at', 'happened_at'];

/** Copies of all rows, each a month earlier and of other callers: ten million calls in minutes instead of an hour. */
async function multiply({ writer }: Database, times: number, from: number): Promise<void> {
  for (let copy = times - 1; copy >= 1; copy -= 1) {
    const moved = (names: readonly string[]): string =>
      names.map((name) => `${name} - ${copy * DAYS * DAY * 1_000} AS ${name}`).join(', ');
    const id = `call_id || '-${copy}' AS call_id`;
    await writer.run(`INSERT INTO calls SELECT * REPLACE (${id}, md5(caller::VARCHAR || '${copy}')::UUID AS caller, ${moved(CALL_TIMES)})
      FROM calls WHERE started_at >= ${from * 1_000} ORDER BY started_at`);
    await writer.run(`INSERT INTO turns SELECT * REPLACE (${id}, ${moved(TURN_TIMES)})
      FROM turns WHERE call_started_at >= ${from * 1_000} ORDER BY happened_at`);
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
