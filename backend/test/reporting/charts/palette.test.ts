import fc from 'fast-check';
import { contrast, printPalette, readableOn } from '../../../src/reporting/charts/palette.js';

test('contrast as in the examples of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#ffffff')).toBe(1);
});

test('texts of the standard palette have 4.5:1 on white, and numbers on every step of a heatmap', () => {
  const palette = printPalette();
  for (const color of [palette.text, palette.muted, palette.good, palette.bad, palette.goal, palette.accent])
    expect(contrast(color, palette.surface)).toBeGreaterThanOrEqual(4.5);
  for (const [index, color] of palette.heat.entries())
    expect(contrast(palette.onHeat[index] ?? '', color)).toBeGreaterThanOrEqual(4.5);
});

test('text can be read on whatever colour an account has chosen', () => {
  expect(readableOn('#ffd400')).toBe('#101828');
  expect(readableOn('#3538cd')).toBe('#ffffff');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
      const color = `#${value.toString(16).padStart(6, '0')}`;
      expect(contrast(readableOn(color), color)).toBeGreaterThan(4.2);
    }),
  );
});
