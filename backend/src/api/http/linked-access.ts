import { Type, type Static } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { verifyLink } from '../../access/signed-links.js';
import { authorize } from './access.js';
import { HttpError } from './http-error.js';
import type { Services } from './services.js';
import type { Scope } from '@callsight/contract/keys';

/** Parameters of a signed address. */
export const Link = Type.Object({
  expires: Type.Optional(Type.String({ maxLength: 20 })),
  signature: Type.Optional(Type.String({ maxLength: 200 })),
});

/** Who asks for a file: whoever has a link that was signed for it, or a key. */
export interface Asker {
  readonly tenant: string;
  /** As it stands in the audit log. */
  readonly actor: string;
  /** The link was valid once. */
  readonly hasExpired: boolean;
}

/**
 * Settles who asks for something that can be had with a key or by a link.
 * @param scope of the key
 * @throws KeyRefused; HttpError 403 for a link that was not signed here for this path, 429 after many wrong keys
 */
export function askerOf(
  request: FastifyRequest,
  scope: Scope,
  { apiKeys, wrongKeys, linkSecrets, clock }: Pick<Services, 'apiKeys' | 'wrongKeys' | 'linkSecrets' | 'clock'>,
): Asker {
  const { expires, signature } = request.query as Static<typeof Link>;
  if (expires === undefined && signature === undefined) {
    const { tenant, keyId } = authorize(request, apiKeys, scope, wrongKeys);
    return { tenant, actor: keyId, hasExpired: false };
  }
  const path = request.url.split('?', 1)[0] ?? '';
  const link = verifyLink(path, { expires: expires ?? '', signature: signature ?? '' }, linkSecrets, clock());
  if (link.status === 'forged')
    throw new HttpError(403, 'invalid_link', 'this link was not made by this service, or is not whole');
  return { tenant: link.tenant, actor: 'link', hasExpired: link.status === 'expired' };
}
