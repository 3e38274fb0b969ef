import { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { ATTRIBUTION_MONEY } from '../../stories/attribution-money.js';
import { ATTRIBUTION_CONVERSIONS, ATTRIBUTION_TOUCHES } from '../../stories/attribution-touch.js';
import { ATTRIBUTION_MODELS } from '../../stories/attribution.js';
import { NOW, testStories } from '../../stories/story.js';

const service = TestService.forTests(micros(NOW) / 1_000);

testStories(
  () => service,
  [...ATTRIBUTION_MODELS, ...ATTRIBUTION_TOUCHES, ...ATTRIBUTION_CONVERSIONS, ...ATTRIBUTION_MONEY],
);
