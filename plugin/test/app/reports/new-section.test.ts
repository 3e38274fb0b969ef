import { Value } from '@sinclair/typebox/value';
import { SECTION_TYPES, SECTIONS } from '@callsight/contract/reports/section';
import { newSection } from '../../../src/app/pages/reports/model/new-section';

test.each(SECTION_TYPES)('a new %s is a section that the service takes', (type) => {
  expect([...Value.Errors(SECTIONS[type], newSection(type, 'Words'))]).toEqual([]);
});
