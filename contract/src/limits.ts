/** Limits that senders can rely on. Everything beyond is refused with a clear error, never cut silently. */
export const LIMITS = {
  /** Longest id, source, subject, or other identifier, in characters. */
  identifier: 256,
  /** Longest free text field (summary, message), in characters. */
  text: 16_384,
  /** Longest custom attribute value, in characters. */
  attributeValue: 1_024,
  /** Most custom attributes on one event. */
  attributes: 64,
  /** Largest single event as JSON, in bytes. */
  eventBytes: 262_144,
  /** Most rejected events that one answer lists; the rest is counted in `rejected_omitted`. */
  rejectedListed: 1_000,
} as const;
