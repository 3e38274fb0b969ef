import { callEvent, type TestEvent } from '../support/events/event.js';
import { check, failure, sample } from '../support/events/system.js';

const SECOND = 1_000_000;

/** Checks, errors and samples, several of them within one millisecond. */
export function randomSamples(now: number, seed: number): TestEvent[] {
  const start = (now - 3 * 86_400_000) * 1_000;
  const of = <T>(values: readonly T[], index: number): T => values[index % values.length]!;
  return Array.from({ length: 30 }, (_, index) => [
    check(
      start + (index % 3) * SECOND,
      of(['voice', 'telephony'], index + seed),
      of(['up', 'degraded', 'down'] as const, index),
      index * 1.1,
    ),
    sample(start + index * 3_600 * SECOND, 'queue.depth', of([0.1, -1e-7, 12345678.9, 1e15], index), {
      site: 'a "b"\\',
      n: index,
    }),
    failure(start + index * 60 * SECOND, 'billing', 'E 1,2=3'),
  ]).flat();
}

/** A call whose texts hold everything that a line, a query or a table of text could stumble over. */
export function nastyCall(now: number): TestEvent[] {
  const start = (now - 3 * 86_400_000) * 1_000;
  const text = 'a,b=c "quoted" \\ back\\\\slash\\" \n\nname,tags,time\r\nline; \u{1f4de} \t end\\';
  const label = 'a,b=c "quoted" \\ back\\\\slash\\" \u{1f4de} end\\';
  return [
    callEvent('call.started', 'nasty, "call"=1\\', start, {
      direction: 'inbound',
      from: '+4930901820',
      agent: { id: 'o\'neil, "x"=y\\', name: label },
      queue: 'a b,c=d',
      language: 'de',
      attribution: { source: 'x  y,z= ', medium: 'a\\', campaign: '=' },
      attributes: { plan: text, score: 0.1, vip: false },
    }),
    callEvent('call.answered', 'nasty, "call"=1\\', start + SECOND, {}),
    callEvent('call.ended', 'nasty, "call"=1\\', start + 61 * SECOND + 1, {
      ended_by: 'agent',
      reason: label,
      cost: { total: '0.000000001', currency: 'EUR' },
    }),
    callEvent('call.analyzed', 'nasty, "call"=1\\', start + 62 * SECOND, {
      summary: text,
      topics: [label, 'x'],
      sentiment: 0.1,
      success: true,
    }),
  ];
}
