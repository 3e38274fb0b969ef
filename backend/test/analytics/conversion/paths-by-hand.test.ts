import { TestService } from '../../support/service/test-service.js';
import { micros } from './moment.js';
import { PATHS } from './stories-paths.js';
import { NOW, testStories } from './story.js';

const service = TestService.forTests(micros(NOW) / 1_000);

testStories(() => service, [...PATHS]);
