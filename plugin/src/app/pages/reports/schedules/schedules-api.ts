import type { Delivery } from '@callsight/contract/reports/delivery';
import type {
  DeliveryTarget,
  PlannedRun,
  Schedule,
  ScheduleHistory,
  ScheduleInput,
  SchedulePreview,
} from '@callsight/contract/reports/schedule';
import { askService } from '../../../api/request';

const one = (id: string): string => `v1/schedules/${encodeURIComponent(id)}`;

export const readSchedules = async (): Promise<readonly Schedule[]> =>
  (await askService<{ schedules: Schedule[] }>('v1/schedules')).schedules;

export const addSchedule = (schedule: ScheduleInput): Promise<Schedule> =>
  askService('v1/schedules', { body: schedule });

export const changeSchedule = (schedule: ScheduleInput): Promise<Schedule> =>
  askService(one(schedule.id), { method: 'PUT', body: schedule });

export const removeSchedule = (id: string): Promise<void> => askService(one(id), { method: 'DELETE' });

export const readNext = async (id: string, count: number): Promise<readonly PlannedRun[]> =>
  (await askService<{ next: PlannedRun[] }>(`${one(id)}/next?count=${count}`)).next;

/** What a schedule that need not be saved would do. */
export const previewSchedule = (schedule: ScheduleInput, signal: AbortSignal): Promise<SchedulePreview> =>
  askService('v1/schedules/preview', { body: { schedule, count: 10 }, signal });

/** Sends the report of a schedule to one address now. */
export const testSchedule = (id: string, to: string): Promise<Delivery> =>
  askService(`${one(id)}/test`, { body: { to } });

export const readScheduleHistory = (id: string, days: number): Promise<ScheduleHistory> =>
  askService(`${one(id)}/history?days=${days}`, { method: 'POST', body: {} });

/** What can be sent to besides addresses. */
export const readTargets = async (): Promise<readonly DeliveryTarget[]> =>
  (await askService<{ targets: DeliveryTarget[] }>('v1/delivery-targets')).targets;
