/** Why events were not taken although the service, or something before it, answered. Never holds the key. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  constructor(
    /** Stable: the code of the service's answer, or `unexpected_answer`. */
    readonly code: string,
    message: string,
    /** HTTP status. */
    readonly status: number,
  ) {
    super(message);
  }
}
