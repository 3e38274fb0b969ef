/** 2000-01-01 in epoch microseconds: whoever sends earlier times has a broken clock or the wrong unit. */
export const EARLIEST_TIME = Date.UTC(2000, 0, 1) * 1_000;

/** Seconds that a time may be ahead of this service's clock at the most, whatever is configured. */
export const MAX_SECONDS_AHEAD = 86_400;
