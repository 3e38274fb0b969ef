import { refusal, type Refusal } from '../events/refusal.js';
import { MappingError, type MappedEvent } from '../providers/port.js';
import type { Connection } from './connection.js';
import type { Delivery, DeliveryBody } from './delivery.js';

/** What a stored delivery tells. */
export interface Mapped {
  readonly events: readonly MappedEvent[];
  /** What has been told of its subject now, where deliveries are compared. */
  readonly after?: unknown;
  /** Why it could not be made sense of. */
  readonly failure?: Refusal;
  /** The error, where our own mapping broke. */
  readonly fault?: unknown;
}

/** Maps a delivery from its stored copy; the same copy always tells the same. */
export function mapDelivery(connection: Connection | undefined, delivery: Delivery, body: DeliveryBody): Mapped {
  if (connection === undefined) {
    const name = `${delivery.provider}/${delivery.connection}`;
    return { events: [], failure: refusal('provider_off', `connection ${name} is not configured any more`) };
  }
  const { provider } = connection;
  const receivedAt = Date.parse(delivery.received_at);
  try {
    const compares = provider.lookUp !== undefined && provider.lookUp.subject(body.payload) !== undefined;
    return compares
      ? provider.lookUp.compare(body.payload, receivedAt, body.details, body.before)
      : { events: provider.map(body.payload, receivedAt) };
  } catch (error) {
    if (error instanceof MappingError)
      return { events: [], failure: refusal('mapping_failed', error.message, error.path) };
    // One delivery that our mapping cannot bear must not hold up all others.
    const failure = refusal('mapping_fault', 'the mapping itself failed; the log of the service has the details');
    return { events: [], failure, fault: error };
  }
}
