import { kindName } from '../payload/contract-values.js';

const field = (payload: unknown, name: string): unknown =>
  typeof payload === 'object' && payload !== null && Object.hasOwn(payload, name)
    ? (payload as Readonly<Record<string, unknown>>)[name]
    : undefined;

const named = (family: string, value: unknown): string =>
  kindName(`${family}.${typeof value === 'string' ? value : 'unknown'}`);

/** Twilio's callbacks do not name themselves; their fields tell them apart, such as "call.completed" or "recording.completed". */
export function twilioKind(payload: unknown): string {
  const recording = field(payload, 'RecordingStatus');
  if (recording !== undefined) return named('recording', recording);
  const status = field(payload, 'CallStatus');
  if (status !== undefined) return named(field(payload, 'ParentCallSid') ? 'leg' : 'call', status);
  return field(payload, 'MachineDetectionDuration') === undefined ? 'unknown' : 'machine-detection';
}
