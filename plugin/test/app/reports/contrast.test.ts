import fc from 'fast-check';
import { contrast, READABLE, textOn } from '../../../src/app/pages/reports/model/contrast';

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#1d4f8f', '#1d4f8f')).toBe(1);
});

test('text is dark on light bands and white on dark ones, whichever is read better', () => {
  expect(textOn('#ffee00').color).toBe('#101828');
  expect(textOn('#1d4f8f').color).toBe('#ffffff');
  expect(textOn('#1d4f8f').ratio).toBeGreaterThan(READABLE);
  // Between the two lie colours on which neither is read well.
  expect(textOn('#808000').ratio).toBeLessThan(READABLE);
  const color = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);
  fc.assert(
    fc.property(color, (band) => {
      expect(textOn(band).ratio).toBe(Math.max(contrast('#ffffff', band), contrast('#101828', band)));
    }),
  );
});
