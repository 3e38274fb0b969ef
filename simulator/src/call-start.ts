import type { CallLog } from './call-log.js';
import type { CallPlan } from './call-plan.js';
import type { Campaign } from './campaigns.js';
import { contactOf } from './contact.js';
import type { Random } from './random.js';
import type { DataOf } from './simulated-event.js';

const MAIN_NUMBER = '+496990009100';
const MINUTE = 60_000;
/** Touches come before their call by less than this, which bounds how far ahead calls must be known. */
export const LONGEST_TOUCH_LEAD = 15 * MINUTE;
const SITES = ['berlin', 'hamburg', 'munich'] as const;

const attributionOf = (campaign: Campaign): NonNullable<DataOf<'call.started'>['attribution']> => ({
  source: campaign.source,
  medium: campaign.medium,
  ...(campaign.campaign === undefined ? {} : { campaign: campaign.campaign }),
  ...(campaign.trackingNumber === undefined ? {} : { tracking_number: campaign.trackingNumber }),
  ...(campaign.landingPage === undefined ? {} : { landing_page: campaign.landingPage }),
});

const writeTouch = (random: Random, plan: CallPlan, log: CallLog): void => {
  const { campaign, caller, startedAt, channel } = plan;
  if (campaign === undefined || caller === undefined || campaign.medium === 'print') return;
  const lead = Math.min(LONGEST_TOUCH_LEAD, 15_000 + random.exponential(4 * MINUTE));
  const cents = campaign.cents === undefined ? 0 : Math.max(1, Math.round(random.logNormal(campaign.cents, 0.35)));
  log.about(undefined, 'touch.recorded', startedAt - lead, {
    source: campaign.source,
    medium: campaign.medium,
    ...(campaign.campaign === undefined ? {} : { campaign: campaign.campaign }),
    caller: contactOf(caller, channel),
    ...(cents === 0 ? {} : { cost: { amount: (cents / 100).toFixed(2), currency: 'EUR' } }),
  });
};

/** Ends of the call: the firm's number and the caller's, which may be hidden, or an address on the web. */
const endsOf = (plan: CallPlan): Pick<DataOf<'call.started'>, 'from' | 'to'> => {
  const { direction, channel, caller, campaign } = plan;
  if (channel === 'web') return caller === undefined ? {} : { from: caller.email };
  const firm = campaign?.trackingNumber ?? MAIN_NUMBER;
  if (caller === undefined) return { to: firm };
  return direction === 'inbound' ? { from: caller.phone, to: firm } : { from: firm, to: caller.phone };
};

/** Writes how the call began, and the contact that led to it. */
export function startCall(random: Random, plan: CallPlan, log: CallLog): void {
  const { agent, campaign } = plan;
  log.course('call.started', plan.startedAt, {
    direction: plan.direction,
    channel: plan.channel,
    ...endsOf(plan),
    agent: { id: agent.id, name: agent.name, version: agent.version },
    queue: plan.queue,
    language: plan.language,
    provider: agent.provider,
    ...(campaign === undefined ? {} : { attribution: attributionOf(campaign) }),
    attributes: { site: random.pick(SITES) },
  });
  writeTouch(random, plan, log);
}
