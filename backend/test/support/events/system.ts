import type { DataOf, TestEvent } from './event.js';

let told = 0;

function systemEvent<T extends 'system.check' | 'system.error'>(type: T, time: string, data: DataOf<T>): TestEvent<T> {
  told += 1;
  return { specversion: '1.0', id: `${type}-${told}`, source: 'tests', type, subject: data.component, time, data };
}

/** A health check of a component. @param time RFC 3339 */
export const check = (time: string, component: string, status: 'up' | 'degraded' | 'down', latency_ms?: number) =>
  systemEvent('system.check', time, { component, status, ...(latency_ms === undefined ? {} : { latency_ms }) });

/** An error that a component reports. @param time RFC 3339 */
export const failure = (time: string, component: string) =>
  systemEvent('system.error', time, { component, code: 'timeout' });
