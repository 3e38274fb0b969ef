import { Type, type Static } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { ReplicationState } from '../../../replication/replication-state.js';
import type { Services } from '../services.js';

type HealthServices = Pick<
  Services,
  | 'preparation'
  | 'databaseDamage'
  | 'projector'
  | 'isReady'
  | 'ledger'
  | 'blobs'
  | 'recordingState'
  | 'queryWorker'
  | 'replication'
  | 'replayAll'
  | 'wrongKeys'
>;

const tags = ['operation'];

const Restore = Type.Object({
  phase: Type.String(),
  read: Type.Integer({ description: 'Points read' }),
  points: Type.Integer({ description: 'Points that there are to read' }),
  rows_per_second: Type.Integer(),
});

const ReplicationHealth = Type.Object({
  role: Type.Union([Type.Literal('publish'), Type.Literal('follow')]),
  status: Type.String({ description: 'ok, restoring, away, denied or failing' }),
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it does not get on' }),
  lag_seconds: Type.Number({
    description:
      'Publishing: age of the oldest change that InfluxDB lacks. Following: how old what is here may be at most',
  }),
  pending_rows: Type.Integer(),
  pending_cells: Type.Integer({ description: 'Cells of KPI series' }),
  dead_letters: Type.Integer(),
  expired: Type.Integer({ description: 'Points older than what the bucket keeps, since the start' }),
  rows: Type.Integer({ description: 'Points written or rows taken over, since the start' }),
  restore: Type.Optional(Restore),
});

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  ready: Type.Boolean(),
  ledger: Type.Object({ status: Type.String(), waiting: Type.Integer() }),
  rows: Type.Object({
    status: Type.String(),
    pending: Type.Integer(),
    failed: Type.Integer({
      description: 'Entities whose rows could not be written; they are tried again at the next start',
    }),
    last_delivered_at: Type.Union([Type.String(), Type.Null()]),
  }),
  blobs: Type.Object(
    {
      status: Type.String({ description: 'ok, full, unreachable, denied or failing' }),
      reason: Type.Union([Type.String(), Type.Null()], { description: 'Why files cannot be stored' }),
    },
    { description: 'Where files of reports and exports lie; events and queries need none of it' },
  ),
  recordings: Type.Object(
    {
      status: Type.String({ description: 'ok or degraded' }),
      reason: Type.Union([Type.String(), Type.Null()]),
    },
    {
      description:
        'Degraded when files cannot be stored, and when fetching was given up for more than half of the recordings of the last hour',
    },
  ),
  preparation: Type.Object(
    {
      status: Type.String({ description: 'ready, preparing or failing; a preparation that fails is retried' }),
      reason: Type.Union([Type.String(), Type.Null()]),
    },
    { description: 'Rows are prepared at the start; until then neither events nor queries are taken' },
  ),
  queries: Type.Object({
    restarts: Type.Integer({ description: 'How often the thread that answers queries ended and was started again' }),
  }),
  wrong_keys: Type.Integer({ description: 'Requests with an API key that is not known, since the start' }),
  record: Type.Optional(ReplicationHealth),
});
type Health = Static<typeof Health>;

function replicationHealth({ restore, ...state }: ReplicationState): Static<typeof ReplicationHealth> {
  const { lagMs, pendingRows, pendingCells, deadLetters, reason, role, status, expired, rows } = state;
  return {
    role,
    status,
    reason: reason ?? null,
    lag_seconds: Math.round(lagMs) / 1_000,
    pending_rows: pendingRows,
    pending_cells: pendingCells,
    dead_letters: deadLetters,
    expired,
    rows,
    ...(restore === undefined
      ? {}
      : {
          restore: {
            phase: restore.phase,
            read: restore.read,
            points: restore.points,
            rows_per_second: restore.rowsPerSecond,
          },
        }),
  };
}

const replicationIsWell = (state: ReplicationState | undefined): boolean =>
  state === undefined || (state.status === 'ok' && state.deadLetters === 0);

/** Whether the service lives, and whether it takes events and queries. */
export function healthRoutes(app: FastifyInstance, services: HealthServices): void {
  const { ledger, projector, replication, blobs } = services;
  const rowStatus = (): string => {
    if (services.databaseDamage() !== undefined) return 'damaged';
    return projector.failure === undefined ? 'ok' : 'failing';
  };
  const rows = () => ({
    status: rowStatus(),
    pending: ledger.pending,
    failed: projector.failed,
    last_delivered_at: projector.lastDeliveredAt === 0 ? null : new Date(projector.lastDeliveredAt).toISOString(),
  });
  const rowsAreWell = (): boolean =>
    ledger.obstacle === undefined && ledger.damage === undefined && rowStatus() === 'ok' && projector.failed === 0;
  const health = async (): Promise<Health> => {
    const state = await replication?.state();
    const preparation = services.preparation();
    const recordings = services.recordingState.health();
    const isWell = [
      rowsAreWell(),
      replicationIsWell(state),
      preparation.status !== 'failing',
      blobs.state.status === 'ok',
      recordings.status === 'ok',
    ].every(Boolean);
    return {
      status: isWell ? 'ok' : 'degraded',
      ready: services.isReady(),
      ledger: {
        status: ledger.damage === undefined ? (ledger.obstacle?.code ?? 'ok') : 'damaged',
        waiting: ledger.waiting,
      },
      rows: rows(),
      blobs: { status: blobs.state.status, reason: blobs.state.reason ?? null },
      recordings: { status: recordings.status, reason: recordings.reason ?? null },
      preparation: { status: preparation.status, reason: preparation.reason ?? null },
      queries: { restarts: services.queryWorker.restarts },
      wrong_keys: services.wrongKeys.total,
      ...(state === undefined ? {} : { record: replicationHealth(state) }),
    };
  };

  app.get('/healthz', { schema: { summary: 'State of this service', tags, response: { 200: Health } } }, health);

  app.get(
    '/readyz',
    { schema: { summary: '200 when events and queries are taken', tags, response: { 200: Health, 503: Health } } },
    async (_request, reply) => {
      const state = await health();
      return reply.code(state.ready ? 200 : 503).send(state);
    },
  );

  app.post(
    '/v1/replay',
    {
      config: { scope: 'admin', writes: true },
      schema: {
        summary: 'Fold every call of the tenant anew from its stored events',
        tags,
        response: { 202: Type.Object({ entities: Type.Integer() }) },
      },
    },
    async (request, reply) => reply.code(202).send({ entities: await services.replayAll(request.principal.tenant) }),
  );
}
