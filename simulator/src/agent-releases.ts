import type { Agent } from './agents.js';
import { Random } from './random.js';

const DAY = 86_400_000;

/** One version of an agent. */
export interface AgentRelease extends Agent {
  readonly version: string;
}

/** Every third release or so is bolder than the rest, for better or worse. */
const released = (agent: Agent, number: number): AgentRelease => {
  const random = Random.seeded(`${agent.id}/${number}`);
  const stride = random.chance(0.3) ? 0.09 : 0.03;
  const drift = number === 0 ? 0 : stride * random.between(-0.8, 1);
  return {
    ...agent,
    version: `2.${number}`,
    persuasion: agent.persuasion * (1 + drift),
    competence: Math.min(0.97, agent.competence * (1 + drift)),
    llmMs: agent.llmMs * (1 - drift - Math.min(number, 8) * 0.01),
  };
};

/** The versions of every agent over time; what a version can do depends on its number alone. */
export class AgentReleases {
  private readonly known = new Map<string, AgentRelease>();

  constructor(private readonly origin: number) {}

  at(agent: Agent, instant: number): AgentRelease {
    const age = Math.max(0, instant - this.origin) / DAY + agent.firstReleaseAgeDays;
    const number = Math.floor(age / agent.releaseEveryDays);
    const key = `${agent.id}/${number}`;
    const known = this.known.get(key) ?? released(agent, number);
    this.known.set(key, known);
    return known;
  }
}
