/** Lengths of time in milliseconds, as clocks and timers have them. */
const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Lengths of time in microseconds, as events and rows have them. */
export const SECOND_MICROS = 1_000_000;
export const MINUTE_MICROS = 60 * SECOND_MICROS;
export const HOUR_MICROS = 60 * MINUTE_MICROS;
export const DAY_MICROS = 24 * HOUR_MICROS;
