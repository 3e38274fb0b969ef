import { refusal, type Refusal } from '../../lib/schema/refusal.js';
import { MappingError, type MappedEvent, type MappingWarning } from '../providers/port.js';
import type { WebhookAccount } from './account.js';
import type { ReceivedWebhook, WebhookBody } from './received-webhook.js';

/** What a stored delivery tells. */
export interface Mapped {
  readonly events: readonly MappedEvent[];
  /** What has been told of its subject now, where deliveries are compared. */
  readonly after?: unknown;
  /** What was passed over while the rest was taken. */
  readonly warnings?: MappingWarning[];
  /** Why it could not be made sense of. */
  readonly failure?: Refusal;
  /** The error, where our own mapping broke. */
  readonly fault?: unknown;
}

/** Warnings that are kept of one delivery. */
const MAX_WARNINGS = 20;
const LONGEST_WARNING = 512;

/** A path holds keys of the payload, which are the sender's choice. */
const clipped = ({ path, message }: MappingWarning): MappingWarning => ({
  path: path.slice(0, LONGEST_WARNING).toWellFormed(),
  message: message.slice(0, LONGEST_WARNING).toWellFormed(),
});

/** Maps a delivery from its stored copy; the same copy always tells the same. */
export function mapWebhook(account: WebhookAccount | undefined, delivery: ReceivedWebhook, body: WebhookBody): Mapped {
  if (account === undefined) {
    const name = `${delivery.provider}/${delivery.connection}`;
    return { events: [], failure: refusal('provider_off', `account ${name} is not configured any more`) };
  }
  const { provider } = account;
  const receivedAt = Date.parse(delivery.received_at);
  const warnings = new Map<string, MappingWarning>();
  const warn = (warning: MappingWarning): void => {
    if (warnings.size < MAX_WARNINGS && !warnings.has(warning.path)) warnings.set(warning.path, clipped(warning));
  };
  try {
    const compares = provider.lookUp !== undefined && provider.lookUp.subject(body.payload) !== undefined;
    const mapped = compares
      ? provider.lookUp.compare(body.payload, receivedAt, body.details, body.before, warn)
      : { events: provider.map(body.payload, receivedAt, warn) };
    return { ...mapped, warnings: [...warnings.values()] };
  } catch (error) {
    if (error instanceof MappingError)
      return { events: [], failure: refusal('mapping_failed', error.message, error.path) };
    // One delivery that our mapping cannot bear must not hold up all others.
    const failure = refusal('mapping_fault', 'the mapping itself failed; the log of the service has the details');
    return { events: [], failure, fault: error };
  }
}
