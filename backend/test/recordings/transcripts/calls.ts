import type { TranscriptSegment } from '@callsight/contract/transcripts';
import type { TestService } from '../../support/service/test-service.js';
import type { TenantClient } from '../../support/service/tenant-client.js';
import type { Variables } from '../../support/service/service-under-test.js';
import { callEvent, microsOf } from '../../support/events/event.js';

export const NOW = Date.parse('2026-05-20T12:00:00Z');

export const KEEPS: Variables = { CALLSIGHT_KEEP_TRANSCRIPTS: 'true' };

/** A call of ten seconds; each call begins a minute after the one before. */
export function callEvents(id: string, index = 0, more: object = {}): object[] {
  const at = microsOf('2026-05-10T10:00:00Z') + index * 60_000_000;
  return [
    callEvent('call.started', id, at, { direction: 'inbound', agent: { id: 'anna' }, ...more }, `${id}-s`),
    callEvent('call.answered', id, at + 1_000_000, {}, `${id}-a`),
    callEvent('call.ended', id, at + 11_000_000, { ended_by: 'caller' }, `${id}-e`),
  ];
}

/** Segments of five seconds, agent and caller in turn. */
export const segmentsOf = (...texts: readonly string[]): TranscriptSegment[] =>
  texts.map((text, index) => ({
    start_s: index * 5,
    end_s: index * 5 + 4,
    speaker: index % 2 === 0 ? 'agent' : 'caller',
    text,
  }));

/** Sends calls and waits for their rows. */
export async function haveCalls(service: TestService, ...ids: readonly string[]): Promise<void> {
  await service.main.send(ids.flatMap((id, index) => callEvents(id, index)));
  await service.waitUntilProjected();
}

export const put = (client: TenantClient, id: string, ...texts: readonly string[]) =>
  client.request('PUT', `/v1/calls/${id}/transcript`, { segments: segmentsOf(...texts) });

/** Resolves when the words of all stored transcripts are listed. */
export const listed = (service: TestService): Promise<void> => service.services.transcripts.drain();

export const RANGE = { from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' };
