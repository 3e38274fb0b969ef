import { Delivery } from '@callsight/contract/reports/delivery';
import { ErrorAnswer } from '@callsight/contract/errors';
import { Runs } from '@callsight/contract/reports/run';
import {
  DeliveryTarget,
  PlannedRuns,
  ScheduleHistory,
  ScheduleInput,
  SchedulePreview,
  type Schedule,
} from '@callsight/contract/reports/schedule';
import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { clientSignal } from '../client-signal.js';
import { HttpError } from '../http-error.js';
import type { Services } from '../services.js';

type ScheduleServices = Pick<Services, 'schedules' | 'scheduled' | 'reportRuns' | 'reportTargets' | 'audit'>;

const tags = ['schedules'];
const READS = { scope: 'query', writes: false } as const;
const WRITES = { scope: 'reports', writes: true } as const;

const Id = Type.Object({ id: Type.String({ maxLength: 100 }) });

/** Planned times that one answer lists. */
const Count = Type.Integer({ minimum: 1, maximum: 100, default: 10 });

const Days = Type.String({
  pattern: '^(?:[1-9]\\d?|[12]\\d\\d|3[0-5]\\d|36[0-6])$',
  default: '90',
  description: '1 to 366',
});

interface Named {
  readonly id: string;
}

/** What schedules do, would have done and have done; they are created and changed as all definitions are. */
export function scheduleRoutes(app: FastifyInstance, services: ScheduleServices): void {
  const { schedules, scheduled } = services;
  const scheduleOf = (tenant: string, id: string): Schedule => {
    const found = schedules.get(tenant, id);
    if (found === undefined) throw new HttpError(404, 'unknown_schedule', `there is no schedule "${id}"`);
    return found;
  };

  app.get<{ Params: Named; Querystring: { readonly count: string } }>(
    '/v1/schedules/:id/next',
    {
      config: READS,
      schema: {
        summary: 'The next times of a schedule, and the period that each is about',
        tags,
        params: Id,
        querystring: Type.Object({
          count: Type.String({ pattern: '^(?:[1-9]\\d?|100)$', default: '10', description: '1 to 100' }),
        }),
        response: { 200: PlannedRuns, 404: ErrorAnswer },
      },
    },
    ({ principal: { tenant }, params, query }) => ({
      next: scheduled.next(tenant, scheduleOf(tenant, params.id), Number(query.count)),
    }),
  );

  app.post<{ Body: { readonly schedule: ScheduleInput; readonly count: number } }>(
    '/v1/schedules/preview',
    {
      config: READS,
      schema: {
        summary: 'What a schedule that need not be saved would do, and who would get it',
        tags,
        body: Type.Object({ schedule: ScheduleInput, count: Count }, { additionalProperties: false }),
        response: { 200: SchedulePreview, 400: ErrorAnswer },
      },
    },
    ({ principal, body }) => scheduled.preview(principal.tenant, body.schedule, body.count),
  );

  app.post<{ Params: Named; Querystring: { readonly days: string } }>(
    '/v1/schedules/:id/history',
    {
      config: READS,
      schema: {
        summary: 'How often the condition of a schedule would have sent',
        description: 'Judged at the planned times that have passed, as if the schedule had been there; at most 120.',
        tags,
        params: Id,
        querystring: Type.Object({ days: Days }),
        response: { 200: ScheduleHistory, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant }, params, query }, reply) =>
      scheduled.history(tenant, scheduleOf(tenant, params.id), Number(query.days), clientSignal(reply)),
  );

  sentRoutes(app, services, scheduleOf);
}

/** Sending a schedule to try it, what it has sent, and what it can be sent to. */
function sentRoutes(
  app: FastifyInstance,
  { scheduled, reportRuns, reportTargets, audit }: ScheduleServices,
  scheduleOf: (tenant: string, id: string) => Schedule,
): void {
  app.post<{ Params: Named; Body: { readonly to: string } }>(
    '/v1/schedules/:id/test',
    {
      config: WRITES,
      schema: {
        summary: 'Send a schedule to one address now, and say what the mail server answered',
        tags,
        params: Id,
        body: Type.Object({ to: Type.String({ minLength: 3, maxLength: 254 }) }, { additionalProperties: false }),
        response: { 200: Delivery, 400: ErrorAnswer, 404: ErrorAnswer, 503: ErrorAnswer },
      },
    },
    async ({ principal: { tenant, keyId }, params, body }, reply) => {
      const schedule = scheduleOf(tenant, params.id);
      await audit.record(tenant, { actor: keyId, action: 'schedule.tested', target: `schedules/${schedule.id}` });
      return scheduled.test(tenant, schedule, body.to, clientSignal(reply));
    },
  );

  app.get<{ Params: Named }>(
    '/v1/schedules/:id/runs',
    {
      config: READS,
      schema: {
        summary: 'Runs of a schedule, the latest first',
        tags,
        params: Id,
        response: { 200: Runs, 404: ErrorAnswer },
      },
    },
    async ({ principal: { tenant }, params }) => {
      scheduleOf(tenant, params.id);
      return { runs: await reportRuns.list(tenant, 'schedule', params.id) };
    },
  );

  app.get(
    '/v1/delivery-targets',
    {
      config: READS,
      schema: {
        summary: 'What reports can be sent to besides addresses',
        tags,
        response: { 200: Type.Object({ targets: Type.Array(DeliveryTarget) }) },
      },
    },
    ({ principal }) => ({ targets: [...reportTargets(principal.tenant)] }),
  );
}
