import { ABANDONMENT } from '../stories/abandonment.js';
import { ATTRIBUTION_MONEY } from '../stories/attribution-money.js';
import { ATTRIBUTION_CONVERSIONS, ATTRIBUTION_TOUCHES } from '../stories/attribution-touch.js';
import { ATTRIBUTION_MODELS } from '../stories/attribution.js';
import { BOOKING_PLACES, BOOKING_STATES, BOOKINGS } from '../stories/bookings.js';
import { FUNNEL_CALLERS } from '../stories/funnel-caller.js';
import { FUNNEL_GROUPS, FUNNEL_RATES, FUNNEL_TRENDS } from '../stories/funnel-frame.js';
import { FUNNEL_ENDS, FUNNEL_EXCLUSIONS, FUNNEL_LIMITS } from '../stories/funnel-limits.js';
import { FUNNEL_ANY, FUNNEL_ORDER, FUNNEL_STRICT } from '../stories/funnel-order.js';
import { PATHS } from '../stories/paths.js';
import { REVENUE } from '../stories/revenue.js';
import { tellReference, type Story } from '../stories/story.js';

/** The reference is only worth something when it finds what was worked out by hand. */
const STORIES: readonly Story[] = [
  ...FUNNEL_ORDER,
  ...FUNNEL_STRICT,
  ...FUNNEL_ANY,
  ...FUNNEL_LIMITS,
  ...FUNNEL_EXCLUSIONS,
  ...FUNNEL_ENDS,
  ...FUNNEL_CALLERS,
  ...FUNNEL_RATES,
  ...FUNNEL_GROUPS,
  ...FUNNEL_TRENDS,
  ...PATHS,
  ...ABANDONMENT,
  ...BOOKINGS,
  ...BOOKING_STATES,
  ...BOOKING_PLACES,
  ...REVENUE,
  ...ATTRIBUTION_MODELS,
  ...ATTRIBUTION_TOUCHES,
  ...ATTRIBUTION_CONVERSIONS,
  ...ATTRIBUTION_MONEY,
];

it.each(STORIES)('$shows', (story) => {
  tellReference(story);
});
