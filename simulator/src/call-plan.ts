import type { AgentRelease } from './agent-releases.js';
import type { Queue } from './agents.js';
import type { Appointment } from './appointment.js';
import type { Caller } from './callers.js';
import type { Campaign } from './campaigns.js';

/** What a caller wants, or an outbound call is made for. */
export type Intent = 'booking' | 'reschedule' | 'cancel' | 'question' | 'payment' | 'lead' | 'spam';

/** Everything that is settled when a call begins. */
export interface CallPlan {
  readonly id: string;
  /** Whole epoch milliseconds. */
  readonly startedAt: number;
  readonly direction: 'inbound' | 'outbound';
  readonly channel: 'phone' | 'web';
  readonly queue: Queue;
  readonly intent: Intent;
  readonly agent: AgentRelease;
  readonly language: string;
  /** Absent for callers who hide their number. */
  readonly caller?: Caller;
  readonly campaign?: Campaign;
  /** The appointment that a `reschedule` or `cancel` is about, where it was made in an earlier call. */
  readonly appointment?: Appointment;
}
