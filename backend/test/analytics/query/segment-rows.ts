import type { FrameValue, QueryAnswer } from '@callsight/contract/query/answer';
import { phoneCall, type PhoneCall } from '../../support/events/call.js';
import { callEvent, microsOf, type TestEvent } from '../../support/events/event.js';
import { rowsOf } from '../../support/frames.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import type { TestService } from '../../support/service/test-service.js';

export const NOW = Date.parse('2026-06-10T12:00:00Z');
export const DAY = { from: '2026-06-09T00:00:00Z', to: '2026-06-10T00:00:00Z' };

/** A new tenant that has these events. */
export async function tenantWith(service: TestService, events: readonly TestEvent[]): Promise<TenantClient> {
  const tenant = await service.tenant();
  if (events.length > 0) await tenant.send(events);
  await service.waitUntilProjected();
  return tenant;
}

export const ask = (tenant: TenantClient, segments: object, range = DAY): Promise<QueryAnswer> =>
  tenant.query({ ...range, queries: [{ refId: 'A', segments }] });

export const askRows = async (
  tenant: TenantClient,
  segments: object,
  range = DAY,
): Promise<Record<string, FrameValue>[]> => rowsOf(await ask(tenant, segments, range));

/** So many calls of a kind, one a minute from eight o'clock; the first `answered` of them are answered. */
export function calls(count: number, answered: number, call: Omit<PhoneCall, 'start'>, day = '09'): TestEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(Date.parse(`2026-06-${day}T08:00:00Z`) + index * 60_000).toISOString();
    return phoneCall({ ended: 5, ...call, start, ...(index < answered ? { answered: 2 } : {}) });
  }).flat();
}

/** An appointment of a call or of none, made at half past nine and due at eleven. */
export function booking(call: string | undefined, isKept: boolean): TestEvent[] {
  const id = `appointment-${call ?? 'of none'}`;
  const data = {
    appointment_id: id,
    starts_at: '2026-06-09T11:00:00Z',
    ...(call === undefined ? {} : { call_id: call }),
  };
  return [
    callEvent('appointment.scheduled', id, microsOf('2026-06-09T09:30:00Z'), data),
    ...(isKept ? [callEvent('appointment.completed', id, microsOf('2026-06-09T12:00:00Z'), data)] : []),
  ];
}

const toNumber = (value: FrameValue | undefined): number => {
  if (typeof value !== 'number') throw new Error(`${String(value)} is no number`);
  return value;
};

/** Compares numbers to nine digits after the point, everything else as it is. */
export function expectRow(row: Record<string, FrameValue> | undefined, expected: Record<string, FrameValue>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === 'number') expect(toNumber(row?.[name])).toBeCloseTo(value, 9);
    else expect({ [name]: row?.[name] }).toEqual({ [name]: value });
  }
}

/** What a row says of a difference where there is too little to tell. */
export const NOTHING = {
  difference: null,
  difference_low: null,
  difference_high: null,
  p_value: null,
  significant: null,
};

interface Refusal {
  readonly code: string;
  readonly path?: string;
  readonly message: string;
  readonly suggestions?: string[];
}

/** The error of a query that must not have been answered. */
export function errorOf(answer: QueryAnswer): Refusal {
  const result = answer.results['A'];
  if (result === undefined || !('error' in result)) throw new Error(`expected an error: ${JSON.stringify(result)}`);
  return result.error;
}
