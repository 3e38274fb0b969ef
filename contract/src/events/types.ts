import type { Static, TSchema } from '@sinclair/typebox';
import {
  AppointmentChanged,
  AppointmentSet,
  MetricSample,
  Payment,
  SystemCheck,
  SystemError,
  Touch,
} from './business.js';
import {
  CallAnalyzed,
  CallAnswered,
  CallEnded,
  CallHeld,
  CallRecording,
  CallResumed,
  CallStarted,
  CallTransferred,
  CallTurn,
  FunnelStep,
} from './call.js';

/** The data schema of every event type; the list of types is the list of its keys. */
export const EVENT_DATA = {
  'call.started': CallStarted,
  'call.answered': CallAnswered,
  'call.held': CallHeld,
  'call.resumed': CallResumed,
  'call.transferred': CallTransferred,
  'call.turn': CallTurn,
  'call.ended': CallEnded,
  'call.analyzed': CallAnalyzed,
  'call.recording': CallRecording,
  'funnel.step': FunnelStep,
  'appointment.scheduled': AppointmentSet,
  'appointment.rescheduled': AppointmentSet,
  'appointment.canceled': AppointmentChanged,
  'appointment.completed': AppointmentChanged,
  'appointment.no_show': AppointmentChanged,
  'payment.succeeded': Payment,
  'payment.failed': Payment,
  'payment.refunded': Payment,
  'touch.recorded': Touch,
  'system.check': SystemCheck,
  'system.error': SystemError,
  'metric.sample': MetricSample,
} as const satisfies Record<string, TSchema>;

export type EventType = keyof typeof EVENT_DATA;

/** What a sender says in an event of a type, once it is checked. */
export type SentData<T extends EventType> = Static<(typeof EVENT_DATA)[T]>;

/** Types whose `subject` must be the id of the call that they are part of. */
export const CALL_EVENT_TYPES: readonly EventType[] = [
  'call.started',
  'call.answered',
  'call.held',
  'call.resumed',
  'call.transferred',
  'call.turn',
  'call.ended',
  'call.analyzed',
  'call.recording',
  'funnel.step',
];
