import type { IncomingMessage } from 'node:http';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DEFAULT_CONNECTION, type WebhookAccount as Account } from '../../../ingest/webhooks/account.js';
import type { RefusalDetails } from '../../../ingest/webhooks/received-webhook.js';
import type { Refused, SignedRequest } from '../../../ingest/providers/port.js';
import { readHeader } from '../../../ingest/providers/signature/signed-request.js';
import { HttpError } from '../http-error.js';
import { maskQuery } from '../mask-query.js';
import { BodyBudget, readWhole } from '../read-body.js';
import type { Services } from '../services.js';

type WebhookServices = Pick<Services, 'clock' | 'config' | 'inbox'>;

interface Params {
  readonly provider: string;
  readonly connection?: string;
}

const Provider = Type.String({ pattern: '^[a-z]{1,20}$' });
const Connection = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$' });

/** Platforms send reports with whole transcripts; none is as large as this. */
const MAX_DELIVERY_BYTES = 8 << 20;

/** Deliveries of the largest size that are in memory at once. Anybody can send a body: only it shows whether it is signed. */
const MAX_DELIVERIES = 8;

const PATHS = [
  ['/v1/webhooks/:provider', Type.Object({ provider: Provider })],
  ['/v1/webhooks/:provider/:connection', Type.Object({ provider: Provider, connection: Connection })],
] as const;

function refusalDetails({ provider }: Account, request: SignedRequest, { clockDifference }: Refused): RefusalDetails {
  return {
    header: provider.signatureHeader,
    header_present: readHeader(request, provider.signatureHeader) !== undefined,
    ...(provider.signsUrl ? { signed_url: maskQuery(request.url) } : {}),
    ...(clockDifference === undefined ? {} : { clock_difference_s: clockDifference / 1_000 }),
  };
}

/**
 * `POST /v1/webhooks/{provider}[/{connection}]`: the signature is checked on the raw bytes, the delivery stored, then
 * acknowledged. Whatever is signed is kept, also what cannot be read: the platform would only send it again.
 */
export function webhookRoutes(app: FastifyInstance, { config, inbox, clock }: WebhookServices): void {
  const find = ({ provider, connection = DEFAULT_CONNECTION }: Params): Account => {
    const found = inbox.account(provider, connection);
    if (found === undefined)
      throw new HttpError(
        404,
        'provider_off',
        `no connection "${provider}/${connection}" is configured and switched on`,
      );
    return found;
  };

  const take = async (request: FastifyRequest<{ Params: Params }>): Promise<{ received: boolean }> => {
    const connection = find(request.params);
    const { provider, secret } = connection;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const url = config.http.publicUrl + (request.raw.url ?? '');
    const signed: SignedRequest = { body, headers: request.headers, url };
    const verdict = provider.verify(signed, secret, clock());
    if (!verdict.ok) {
      await inbox.refuse(connection, verdict, refusalDetails(connection, signed, verdict));
      throw new HttpError(401, verdict.code, verdict.message);
    }
    await inbox.accept(connection, body, request.span?.traceParent);
    return { received: true };
  };

  void app.register((raw, _options, done) => {
    raw.removeAllContentTypeParsers();
    const maxBytes = Math.min(config.http.maxBodyBytes, MAX_DELIVERY_BYTES);
    const budget = new BodyBudget(MAX_DELIVERIES * maxBytes);
    raw.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
      readWhole(request, payload, maxBytes, budget),
    );
    for (const [path, params] of PATHS) {
      raw.post<{ Params: Params }>(
        path,
        {
          config: { scope: 'signed', writes: true },
          // A platform that is not configured is refused before its body is read.
          onRequest: (request, _reply, done) => {
            find(request.params);
            done();
          },
          schema: {
            summary: 'Take a delivery of a platform',
            description: 'Without a connection in the path the one called "default" is meant.',
            tags: ['webhooks'],
            params,
            response: {
              200: Type.Object({ received: Type.Boolean() }),
              401: ErrorAnswer,
              404: ErrorAnswer,
              503: ErrorAnswer,
            },
          },
        },
        take,
      );
    }
    done();
  });
}
