/** Why an InfluxDB could not be prepared: what, where, and what would be valid. Never holds a secret. */
export class SetupError extends Error {
  override readonly name: string = 'SetupError';
}

/** The server knows the asker but refuses, or does not know the asker: somebody else has to run the commands. */
export class NoRightError extends SetupError {
  override readonly name = 'NoRightError';
}
