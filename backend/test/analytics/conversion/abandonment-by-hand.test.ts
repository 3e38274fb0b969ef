import { TestService } from '../../support/service/test-service.js';
import { micros } from '../../support/events/time.js';
import { ABANDONMENT } from '../../stories/abandonment.js';
import { NOW, testStories } from '../../stories/story.js';

const service = TestService.forTests(micros(NOW) / 1_000);

testStories(() => service, [...ABANDONMENT]);
