import { callEvent, type TestEvent } from '../support/events/event.js';

const SECOND = 1_000_000;

/** Checks, errors and samples, several of them within one millisecond. */
export function randomSamples(now: number, seed: number): TestEvent[] {
  const start = (now - 3 * 86_400_000) * 1_000;
  const sample = (type: string, index: number, after: number, data: object): TestEvent =>
    ({
      specversion: '1.0',
      id: `${type}-${index}`,
      source: 'tests',
      type,
      time: new Date((start + after) / 1_000).toISOString(),
      data,
    }) as unknown as TestEvent;
  return Array.from({ length: 30 }, (_, index) => [
    sample('system.check', index, (index % 3) * SECOND, {
      component: ['voice', 'telephony'][(index + seed) % 2],
      status: ['up', 'degraded', 'down'][index % 3],
      latency_ms: index * 1.1,
    }),
    sample('metric.sample', index, index * 3_600 * SECOND, {
      metric: 'queue.depth',
      value: [0.1, -1e-7, 12345678.9, 1e15][index % 4],
      tags: { site: 'a "b"\\', n: index },
    }),
    sample('system.error', index, index * 60 * SECOND, { component: 'billing', code: 'E 1,2=3' }),
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
