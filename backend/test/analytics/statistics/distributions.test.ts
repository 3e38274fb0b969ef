import {
  NORMAL_HALF_WIDTH,
  normalTwoSided,
  studentHalfWidth,
  studentTwoSided,
} from '../../../src/analytics/statistics/distributions.js';

// All from SciPy 1.17.1: norm.sf, norm.ppf, t.sf, t.ppf.
describe('the normal distribution', () => {
  it('has the half-width of 95 %', () => expect(NORMAL_HALF_WIDTH).toBeCloseTo(1.959963984540054, 13));

  it.each([
    [0, 1],
    [0.5, 0.6170750774519738],
    [1.96, 0.04999579029644087],
    [-2.5758, 0.01000084747555736],
    [4, 6.334248366623973e-5],
  ])('leaves outside ±%d', (z, p) => expect(normalTwoSided(z) / p).toBeCloseTo(1, 10));
});

describe("Student's t distribution", () => {
  it.each([
    [2.3, 7.3, 0.05349850872452097, 2.345066736547703],
    [-0.4, 1, 0.7577621168183132, 12.706204736174694],
    [12, 2.5, 0.0028362150300783244, 3.5746548420036817],
    [1.97, 250, 0.04994212599235591, 1.9694983934211532],
    [3, 1_000_000, 0.0026998625414218, 1.959966356814107],
  ])('leaves outside ±%d of %d degrees of freedom', (t, degrees, p, halfWidth) => {
    expect(studentTwoSided(t, degrees) / p).toBeCloseTo(1, 7);
    expect(studentHalfWidth(degrees) / halfWidth).toBeCloseTo(1, 8);
  });

  it('leaves all outside 0 and nothing outside infinity', () => {
    expect(studentTwoSided(0, 5)).toBe(1);
    expect(studentTwoSided(Infinity, 5)).toBe(0);
  });
});
