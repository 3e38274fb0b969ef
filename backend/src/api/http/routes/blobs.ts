import { BlobRewrap, BlobRewrapRequest } from '@callsight/contract/blobs';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { rewrapBlobs } from '../../../storage/blobs/rewrap-blobs.js';
import { clientSignal } from '../client-signal.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

/** Files that one request looks at unless it says how many. */
const LIMIT = 1_000;

/** What is done with the files of a tenant as a whole. */
export function blobRoutes(app: FastifyInstance, { audit, blobs }: Pick<Services, 'audit' | 'blobs'>): void {
  app.post<{ Body: BlobRewrapRequest | undefined }>(
    '/v1/blobs/rewrap',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Encrypt the files of the tenant with the first key of CALLSIGHT_BLOBS_KEY',
        description:
          'Of a file that is encrypted with another key, its data key is encrypted anew; a file that is not encrypted is encrypted. ' +
          'One request works for about 20 seconds: send further ones, with `next` as `after`, until it is null. Then older keys are ' +
          'no longer needed for files of this tenant.',
        tags: ['operation'],
        body: Type.Optional(BlobRewrapRequest),
        response: { 200: BlobRewrap, 400: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, body }, reply): Promise<BlobRewrap> => {
      const { after, limit = LIMIT } = body ?? {};
      if (after !== undefined && !after.startsWith(`${tenant}/`))
        throw new HttpError(400, 'invalid_request', 'after: has to be `next` of an answer before', { path: '/after' });
      const range = { tenant, after, limit, signal: clientSignal(reply), now: () => performance.now() };
      const { lookedAt, rewrapped, failed, next } = await rewrapBlobs(blobs, range);
      if (rewrapped > 0)
        await audit.record(tenant, { actor: keyId, action: 'blobs.rewrapped', target: 'blobs/rewrap' });
      return { looked_at: lookedAt, rewrapped, failed: [...failed], next: next ?? null };
    },
  );
}
