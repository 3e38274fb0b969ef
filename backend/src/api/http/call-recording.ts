import { RecordingName } from '@callsight/contract/recordings';
import { Type, type Static } from '@sinclair/typebox';
import type { KnownCall } from '../../recordings/records/known-calls.js';
import type { StoredFile, StoredRecording } from '../../recordings/records/stored-recording.js';
import { HttpError } from './http-error.js';
import type { Services } from './services.js';

export const CallPath = Type.Object({ id: Type.String({ minLength: 1, maxLength: 256 }) });
export type CallPath = Static<typeof CallPath>;
export const RecordingPath = Type.Object({ ...CallPath.properties, name: RecordingName });
export type RecordingPath = Static<typeof RecordingPath>;

/** As it stands in the audit log. */
export const targetOf = ({ id, name }: RecordingPath): string => `calls/${id}/recordings/${name}`;

export const unknownCall = (): HttpError => new HttpError(404, 'unknown_call', 'there is no call with this id');

/** @throws HttpError 404 */
export async function callOf(
  { knownCalls }: Pick<Services, 'knownCalls'>,
  tenant: string,
  id: string,
): Promise<KnownCall> {
  const call = await knownCalls.find(tenant, id);
  if (call === undefined) throw unknownCall();
  return call;
}

/** A recording that may be played. @throws HttpError 403 without consent, 404 */
export async function recordingOf(
  services: Pick<Services, 'knownCalls' | 'recordings'>,
  tenant: string,
  { id, name }: RecordingPath,
): Promise<{ readonly recording: StoredRecording; readonly file: StoredFile }> {
  const call = await callOf(services, tenant, id);
  if (call.consent === 'denied')
    throw new HttpError(403, 'no_consent', 'the caller did not consent to being recorded; nothing is played');
  const recording = await services.recordings.find(call, name);
  if (recording === undefined)
    throw new HttpError(404, 'unknown_recording', `the call has no recording "${name}"; GET …/recordings lists them`);
  return { recording, file: fileOf(recording) };
}

/** @throws HttpError 404 for one that is only announced */
function fileOf({ file, state, problem, name }: StoredRecording): StoredFile {
  if (file !== undefined) return file;
  const why = state === 'failed' ? `could not be fetched: ${problem ?? 'no reason is known'}` : 'is not fetched yet';
  throw new HttpError(404, 'recording_not_stored', `the recording "${name}" ${why}`);
}
