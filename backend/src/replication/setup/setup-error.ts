/** Why an InfluxDB could not be prepared: what, where, and what would be valid. Never holds a secret. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
}
