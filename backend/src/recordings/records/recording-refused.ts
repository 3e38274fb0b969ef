/** What cannot be done with a recording, in words that can be shown. */
export class RecordingRefused extends Error {
  override readonly name = 'RecordingRefused';
  constructor(
    readonly code: 'unknown_call' | 'unknown_recording' | 'no_consent' | 'legal_hold' | 'too_many',
    message: string,
  ) {
    super(message);
  }
}
