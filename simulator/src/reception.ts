import type { AgentReleases } from './agent-releases.js';
import { ANNA, BEN, CLARA, DAVID, EMMA, FELIX, type Agent, type Queue } from './agents.js';
import type { CallPlan, Intent } from './call-plan.js';
import type { Caller, Callers } from './callers.js';
import { CAMPAIGNS, REMINDER, type Campaign } from './campaigns.js';
import type { FollowUp } from './follow-up.js';
import type { Random } from './random.js';

type Weighted<T> = readonly [Choice<T>, ...Choice<T>[]];
interface Choice<T> {
  readonly weight: number;
  readonly value: T;
}

const INBOUND = 0.85;
const WEB = 0.14;
const ANONYMOUS = 0.04;
const NEWCOMERS = 0.55;
/** Share of web callers who left an address. */
const KNOWN_ON_WEB = 0.6;

const INTENTS: Weighted<Intent> = [
  { weight: 56, value: 'booking' },
  { weight: 3, value: 'reschedule' },
  { weight: 2, value: 'cancel' },
  { weight: 25, value: 'question' },
  { weight: 12, value: 'payment' },
  { weight: 2, value: 'spam' },
];

const QUEUES: Record<Intent, Queue> = {
  booking: 'booking',
  reschedule: 'booking',
  cancel: 'booking',
  lead: 'booking',
  spam: 'support',
  question: 'support',
  payment: 'billing',
};

const AGENTS: Record<Queue, Weighted<Agent>> = {
  booking: [
    { weight: 42, value: ANNA },
    { weight: 38, value: BEN },
    { weight: 20, value: EMMA },
  ],
  support: [
    { weight: 65, value: CLARA },
    { weight: 20, value: EMMA },
    { weight: 15, value: BEN },
  ],
  billing: [
    { weight: 80, value: DAVID },
    { weight: 20, value: CLARA },
  ],
};
const ON_CAMPAIGN: Weighted<Agent> = [
  { weight: 75, value: FELIX },
  { weight: 25, value: BEN },
];

/** Where a call lands: who calls, what for, what brought them, which queue and agent they reach. */
export class Reception {
  constructor(
    private readonly callers: Callers,
    private readonly releases: AgentReleases,
  ) {}

  plan(random: Random, id: string, startedAt: number): CallPlan {
    if (!random.chance(INBOUND)) return this.outbound(random, id, startedAt);
    return this.inbound(random, id, startedAt, () => this.callers.newcomer());
  }

  /** A call that would not come without an incident; those that come after it are planned as without it. */
  planExtra(random: Random, id: string, startedAt: number): CallPlan {
    if (!random.chance(INBOUND)) return this.outbound(random, id, startedAt);
    return this.inbound(random, id, startedAt, () => this.callers.stranger(random));
  }

  /** The same caller again, with another agent perhaps. */
  planFollowUp(random: Random, id: string, { at, intent, earlier, appointment }: FollowUp): CallPlan {
    const { direction, channel, language, caller } = earlier;
    const known = caller === undefined ? {} : { caller };
    const plan = { id, startedAt: at, direction, channel, intent, language, ...known };
    const brought = random.chance(0.25) ? { campaign: REMINDER } : {};
    return {
      ...plan,
      ...this.route(random, intent, language, at),
      ...brought,
      ...(appointment === undefined ? {} : { appointment }),
    };
  }

  private inbound(random: Random, id: string, startedAt: number, newcomer: () => Caller): CallPlan {
    const fresh = random.chance(NEWCOMERS);
    const caller = fresh ? newcomer() : this.callers.regular(random);
    const channel = random.chance(WEB) ? 'web' : 'phone';
    const hidden = random.chance(channel === 'web' ? 1 - KNOWN_ON_WEB : ANONYMOUS);
    const campaign = this.campaign(random, fresh);
    const intent = random.weighted(INTENTS).value;
    return {
      id,
      startedAt,
      direction: 'inbound',
      channel,
      intent,
      language: caller.language,
      ...this.route(random, intent, caller.language, startedAt),
      ...(hidden ? {} : { caller }),
      ...(campaign === undefined ? {} : { campaign }),
    };
  }

  private outbound(random: Random, id: string, startedAt: number): CallPlan {
    const caller: Caller = this.callers.regular(random);
    const agent = this.releases.at(random.weighted(ON_CAMPAIGN).value, startedAt);
    return {
      id,
      startedAt,
      direction: 'outbound',
      channel: 'phone',
      intent: 'lead',
      queue: QUEUES.lead,
      language: caller.language,
      agent,
      caller,
    };
  }

  private campaign(random: Random, fresh: boolean): Campaign | undefined {
    return random.chance(fresh ? 0.68 : 0.22) ? random.weighted(CAMPAIGNS) : undefined;
  }

  /** Those who do not speak German mostly reach Emma. */
  private route(random: Random, intent: Intent, language: string, at: number): Pick<CallPlan, 'queue' | 'agent'> {
    const queue = QUEUES[intent];
    const chosen = random.weighted(AGENTS[queue]).value;
    const agent = language !== 'de' && queue !== 'billing' && random.chance(0.7) ? EMMA : chosen;
    return { queue, agent: this.releases.at(agent, at) };
  }
}
