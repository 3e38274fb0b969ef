import { FieldColorBuilder, FieldColorModeId } from '@grafana/grafana-foundation-sdk/dashboard';

/** Series have the colours of their places. */
export const BY_PLACE = new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic);

export const BY_THRESHOLD = new FieldColorBuilder().mode(FieldColorModeId.Thresholds);

const fixed = (colour: string): FieldColorBuilder =>
  new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(colour);

/** Calm: what is only counted. */
export const PLAIN = fixed('blue');

export const BLUES = new FieldColorBuilder().mode(FieldColorModeId.ContinuousBlues);

/** What became of calls, from what was wanted to what was not. */
const OUTCOMES: Readonly<Record<string, string>> = {
  booked: 'semi-dark-green',
  rescheduled: 'light-green',
  qualified: 'green',
  information: 'blue',
  canceled: 'light-orange',
  transferred: 'purple',
  voicemail: 'light-purple',
  no_answer: 'light-yellow',
  abandoned: 'orange',
  failed: 'red',
  spam: 'dark-red',
  other: '#8e8e8e',
  in_progress: 'light-blue',
};

/** The colours of outcomes as overrides of a panel. */
export const OUTCOME_LOOKS = Object.entries(OUTCOMES).map(([name, fixedColor]) => ({
  name,
  properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
}));
