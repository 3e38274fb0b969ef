import { startRunningService, type RunningService } from '../../support/running-service.js';
import { micros } from './moment.js';
import { PATHS } from './stories-paths.js';
import { NOW, testStories } from './story.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService(micros(NOW) / 1_000);
});
afterAll(() => service.stop());

testStories(() => service, [...PATHS]);
