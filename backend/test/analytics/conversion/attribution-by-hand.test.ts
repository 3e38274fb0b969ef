import { startRunningService, type RunningService } from '../../support/running-service.js';
import { micros } from './moment.js';
import { ATTRIBUTION_MONEY } from './stories-attribution-money.js';
import { ATTRIBUTION_CONVERSIONS, ATTRIBUTION_TOUCHES } from './stories-attribution-touch.js';
import { ATTRIBUTION_MODELS } from './stories-attribution.js';
import { NOW, testStories } from './story.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(micros(NOW) / 1_000);
});
afterAll(() => service.stop());

testStories(
  () => service,
  [...ATTRIBUTION_MODELS, ...ATTRIBUTION_TOUCHES, ...ATTRIBUTION_CONVERSIONS, ...ATTRIBUTION_MONEY],
);
