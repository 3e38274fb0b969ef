import { FrameTable } from './frame-table.js';
import type { AgentNames } from './lexicon.js';
import { isFailure, type Answers, type Query } from './queries.js';
import { overPeriod, type Plan } from './section-maker.js';
import { VOLUME } from './totals.js';

/** More agents than any report lists. */
const AGENTS = 2_000;

/** Names that calls of the period carry for their agents. */
export const agentsQuery = (plan: Plan): Query =>
  overPeriod(plan, {
    metrics: [VOLUME],
    groupBy: ['agent', 'agent_name'],
    orderBy: { metric: VOLUME, dir: 'desc' },
    limit: AGENTS,
  });

/** @returns the most frequent name of each agent. Two agents of the same name are told apart by their ids */
export function agentNames(answers: Answers, plan: Plan): AgentNames {
  const answer = answers.of(agentsQuery(plan));
  const [frame] = isFailure(answer) ? [] : answer;
  const names = new Map<string, string>();
  if (frame === undefined) return names;
  const table = new FrameTable(frame);
  for (const [row, agent] of table.column('agent').entries()) {
    const name = table.text('agent_name', row);
    if (typeof agent === 'string' && name !== '' && !names.has(agent)) names.set(agent, name);
  }
  const counts = new Map<string, number>();
  for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...names].map(([id, name]) => [id, (counts.get(name) ?? 0) > 1 ? `${name} (${id})` : name]));
}
