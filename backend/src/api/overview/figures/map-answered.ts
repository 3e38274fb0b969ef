import type { Answered } from './figures.js';

export const mapAnswered = <T, R>(answered: Answered<T>, read: (data: T) => R): Answered<R> =>
  'data' in answered ? { data: read(answered.data) } : answered;
