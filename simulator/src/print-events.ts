import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { SimulatedEvent } from './simulated-event.js';

/**
 * Writes events as NDJSON, no faster than the stream takes them, until they end or the reader has gone (as `head` does).
 * @returns how many were written
 * @throws the stream's error, if it is another one
 */
export async function printEvents(
  events: Iterable<SimulatedEvent> | AsyncIterable<SimulatedEvent>,
  stream: Writable,
): Promise<number> {
  const failures: (Error & { readonly code?: string })[] = [];
  const note = (error: Error) => void failures.push(error);
  stream.on('error', note);
  let count = 0;
  for await (const event of events) {
    if (failures.length > 0 || stream.destroyed) break;
    count += 1;
    if (!stream.write(`${JSON.stringify(event)}\n`)) await once(stream, 'drain').catch(note);
  }
  const [failure] = failures;
  if (failure !== undefined && failure.code !== 'EPIPE') throw failure;
  return count;
}
