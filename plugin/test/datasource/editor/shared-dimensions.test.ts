import type { Catalogue } from '@callsight/contract/query/catalogue';
import { sharedDimensions } from '../../../src/fields/dimensions';

const catalogue = {
  metrics: [
    { id: 'calls.count', datasets: ['calls'] },
    { id: 'bookings.rate', datasets: ['calls', 'appointments'] },
  ],
  dimensions: [
    { id: 'agent', datasets: ['calls', 'appointments'] },
    { id: 'wait_band', datasets: ['calls'] },
  ],
} as unknown as Catalogue;

const shared = (...metrics: string[]): string[] => sharedDimensions(catalogue, metrics).map(({ id }) => id);

test('dimensions that all datasets of all metrics have', () => {
  expect(shared('calls.count')).toEqual(['agent', 'wait_band']);
  expect(shared('calls.count', 'bookings.rate')).toEqual(['agent']);
});

test('a metric that is not known takes nothing away', () => {
  expect(shared()).toEqual(['agent', 'wait_band']);
  expect(shared('$metric')).toEqual(['agent', 'wait_band']);
});
