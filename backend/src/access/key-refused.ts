/** Why a key does not open what it was sent for; `status` as in HTTP, `code` is stable. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
  constructor(
    readonly status: 401 | 403,
    readonly code: 'missing_key' | 'invalid_key' | 'missing_scope',
    message: string,
  ) {
    super(message);
  }
}
