import { SetupError } from './setup-error.js';

/** The server knows the asker but refuses, or does not know the asker: somebody else has to run the commands. */
export class NoRightError extends SetupError {
  override readonly name = 'NoRightError';
}
