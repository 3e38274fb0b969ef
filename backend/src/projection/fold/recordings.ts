import { ofType, type Event, type EventData } from '../../storage/ledger/event.js';
import type { CallRow } from './call-row.js';
import type { Micros } from '../../lib/time/units.js';

type Recording = EventData<'call.recording'>;
type Analysis = NonNullable<Recording['analysis']>;

/** What the sound of a call's recordings says; null is not known. */
interface SoundFacts extends Pick<CallRow, 'talk_ratio' | 'overlap'> {
  readonly silence: Micros | null;
  readonly interruptions: number | null;
}

const micros = (seconds: number | undefined): Micros | null =>
  seconds === undefined ? null : Math.round(seconds * 1_000_000);

/** Who talks is known only where each has a channel. */
const isStereo = ({ channels, analysis }: Recording): boolean => (channels ?? 0) >= 2 || analysis?.talk_s !== undefined;

/** Of several analyses one counts, as a whole: that of a recording with two channels, then the latest. */
function decisiveAnalysis(events: readonly Event[]): Analysis | undefined {
  const analysed = ofType(events, 'call.recording').map(({ data }) => data);
  const latest = analysed.filter(({ analysis }) => analysis !== undefined).reverse();
  return (latest.find(isStereo) ?? latest[0])?.analysis;
}

function talkRatio({ talk_s: talk }: Analysis): number | null {
  const total = talk === undefined ? 0 : talk.agent + talk.caller;
  return talk === undefined || total === 0 ? null : talk.agent / total;
}

/** What the recordings of a call say. @param events in order */
export function soundFacts(events: readonly Event[]): SoundFacts {
  const analysis = decisiveAnalysis(events);
  if (analysis === undefined) return { talk_ratio: null, overlap: null, silence: null, interruptions: null };
  return {
    talk_ratio: talkRatio(analysis),
    overlap: micros(analysis.overlap_s),
    silence: micros(analysis.silence_s),
    interruptions: analysis.interruptions ?? null,
  };
}
