/** The service cannot be reached, or does not take the events; sending more would not help. */
export class SendError extends Error {
  override readonly name = 'SendError';
}
