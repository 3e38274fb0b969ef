import type { Environment } from './environment.js';

/** What becomes of what was said in calls. */
export interface TranscriptsConfig {
  readonly keeps: boolean;
  /** Whether what is personal in them is masked before they are stored. */
  readonly masks: boolean;
}

export const readTranscripts = (env: Environment): TranscriptsConfig => ({
  keeps: env.flag('CALLSIGHT_KEEP_TRANSCRIPTS', false),
  masks: env.choice('CALLSIGHT_TRANSCRIPT_MASKING', 'on', ['on', 'off']) === 'on',
});
