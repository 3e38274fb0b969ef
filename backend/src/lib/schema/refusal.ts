/** Why one event was not accepted. */
export interface Refusal {
  /** Stable code, such as `unknown_type`. */
  readonly code: string;
  /** What is wrong and what would be valid. */
  readonly message: string;
  /** JSON pointer to the field at fault, empty for the whole event. */
  readonly path: string;
}

export const refusal = (code: string, message: string, path = ''): Refusal => ({ code, message, path });
