/** A flag or setting that is unknown, missing or does not make sense; the message names it and what would be valid. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError';
}
