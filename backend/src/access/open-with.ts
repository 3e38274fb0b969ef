import type { Scope } from '@callsight/contract/keys';
import type { ApiKeys, Principal } from './api-keys.js';
import { KeyRefused } from './key-refused.js';

/**
 * Settles who asks and whether the key opens this.
 * @throws KeyRefused 401 for a key that is not known, 403 for one that lacks the scope
 */
export function openWith(key: string, apiKeys: ApiKeys, scope: Scope): Principal {
  const principal = apiKeys.authenticate(key);
  if (principal === undefined) throw new KeyRefused(401, 'invalid_key', 'unknown, expired or revoked API key');
  if (!principal.scopes.has(scope))
    throw new KeyRefused(403, 'missing_scope', `this API key does not have the scope "${scope}"`);
  return principal;
}
