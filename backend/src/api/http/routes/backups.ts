import { Type } from '@sinclair/typebox';
import { ErrorAnswer } from '@callsight/contract/errors';
import type { FastifyInstance } from 'fastify';
import { BackupRefused } from '../../../maintenance/back-up.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type BackupServices = Pick<Services, 'audit' | 'backups' | 'clock' | 'log'>;

const Body = Type.Object(
  { name: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9.-]{0,63}$' })) },
  { additionalProperties: false },
);

/** Tenant of whoever runs the service: a backup holds the data of all tenants. */
const OPERATOR = 'main';

/** Copies of the data folder. */
export function backupRoutes(app: FastifyInstance, { audit, backups, clock, log }: BackupServices): void {
  app.post<{ Body: { name?: string } | undefined }>(
    '/v1/backups',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Copy the whole data folder while the service runs',
        description:
          'Both stores as of one moment, in a folder below CALLSIGHT_BACKUP_DIR that a service can be started on.',
        tags: ['operation'],
        body: Type.Optional(Body),
        response: {
          201: Type.Object({ folder: Type.String(), bytes: Type.Integer() }),
          403: ErrorAnswer,
          409: ErrorAnswer,
          503: ErrorAnswer,
        },
      },
    },
    async (request, reply) => {
      const { tenant, keyId } = request.principal;
      if (tenant !== OPERATOR)
        throw new HttpError(403, 'wrong_tenant', `only a key of the tenant ${OPERATOR} makes backups`);
      const name = request.body?.name ?? new Date(clock()).toISOString().replace(/[:.]/g, '-');
      try {
        const backup = await backups.make(name);
        await audit.record(tenant, { actor: keyId, action: 'backup.made', target: `backups/${name}` });
        log.info(backup, 'backup written');
        return await reply.code(201).send(backup);
      } catch (error) {
        if (!(error instanceof BackupRefused)) throw error;
        throw new HttpError(error.code === 'storage_full' ? 503 : 409, error.code, error.message);
      }
    },
  );
}
