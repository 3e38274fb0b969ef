/** Voice platforms that agents run on. */
export const PROVIDERS = ['vapi', 'retell', 'twilio'] as const;

export type Queue = 'booking' | 'support' | 'billing';

/** A voice agent as it was first released; later versions differ a little (`releaseAt`). */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly provider: (typeof PROVIDERS)[number];
  /** Days between versions, and how many days the first version is old when the simulation begins. */
  readonly releaseEveryDays: number;
  readonly firstReleaseAgeDays: number;
  /** Factor on the chance to get from one booking step to the next. */
  readonly persuasion: number;
  /** Chance to settle what is not a booking. */
  readonly competence: number;
  /** Median of the language model's latency in milliseconds. */
  readonly llmMs: number;
  readonly ttsMs: number;
  /** Share of turns in which the caller cuts in. */
  readonly interrupted: number;
  /** Share of unsettled calls that are handed to a human. */
  readonly transfers: number;
  /** Added to the sentiment of its callers. */
  readonly warmth: number;
  /** Cost of the language model in 1/10,000 euro a minute. */
  readonly llmCost: number;
}

export const ANNA: Agent = {
  id: 'agent-anna',
  name: 'Anna',
  provider: 'retell',
  releaseEveryDays: 16,
  firstReleaseAgeDays: 9,
  persuasion: 1.08,
  competence: 0.86,
  llmMs: 420,
  ttsMs: 170,
  interrupted: 0.05,
  transfers: 0.3,
  warmth: 0.12,
  llmCost: 380,
};

export const BEN: Agent = {
  ...ANNA,
  id: 'agent-ben',
  name: 'Ben',
  provider: 'vapi',
  releaseEveryDays: 11,
  firstReleaseAgeDays: 2,
  persuasion: 0.9,
  competence: 0.74,
  llmMs: 610,
  ttsMs: 230,
  interrupted: 0.11,
  transfers: 0.45,
  warmth: -0.05,
  llmCost: 190,
};

export const CLARA: Agent = {
  ...ANNA,
  id: 'agent-clara',
  name: 'Clara',
  releaseEveryDays: 21,
  firstReleaseAgeDays: 14,
  persuasion: 0.97,
  competence: 0.82,
  llmMs: 480,
  interrupted: 0.06,
  transfers: 0.55,
  warmth: 0.06,
  llmCost: 310,
};

export const DAVID: Agent = {
  ...ANNA,
  id: 'agent-david',
  name: 'David',
  provider: 'vapi',
  releaseEveryDays: 26,
  firstReleaseAgeDays: 20,
  persuasion: 0.88,
  competence: 0.78,
  llmMs: 530,
  ttsMs: 210,
  interrupted: 0.08,
  transfers: 0.5,
  warmth: 0,
  llmCost: 240,
};

export const EMMA: Agent = {
  ...ANNA,
  id: 'agent-emma',
  name: 'Emma',
  releaseEveryDays: 14,
  firstReleaseAgeDays: 4,
  persuasion: 1,
  competence: 0.8,
  llmMs: 390,
  ttsMs: 150,
  interrupted: 0.04,
  transfers: 0.35,
  warmth: 0.1,
  llmCost: 450,
};

export const FELIX: Agent = {
  ...ANNA,
  id: 'agent-felix',
  name: 'Felix',
  provider: 'twilio',
  releaseEveryDays: 19,
  firstReleaseAgeDays: 6,
  persuasion: 0.84,
  competence: 0.7,
  llmMs: 560,
  ttsMs: 250,
  interrupted: 0.13,
  transfers: 0.25,
  warmth: -0.12,
  llmCost: 210,
};
