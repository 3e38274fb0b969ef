import type { PayloadField } from '../payload/payload-field.js';
import { recordingUrl } from '../payload/contract-values.js';

/** The recording that plays well, both sides in one channel; the one with a side per channel if it is the only one. */
export function vapiRecording(message: PayloadField): Record<string, unknown> | undefined {
  const places = [message.at('artifact'), message];
  const first = (name: string): string | undefined =>
    places.map((place) => recordingUrl(place.at(name))).find((url) => url !== undefined);
  const mixed = first('recordingUrl');
  if (mixed !== undefined) return { url: mixed, channels: 1 };
  const stereo = first('stereoRecordingUrl');
  return stereo === undefined ? undefined : { url: stereo, channels: 2 };
}
