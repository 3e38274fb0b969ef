import { formattedValueToString, getValueFormat } from '@grafana/data';

const format = getValueFormat('s');

/** A span of seconds in the unit that fits. */
export const formatTime = (seconds: number | null): string =>
  seconds === null ? '–' : formattedValueToString(format(seconds, seconds < 10 ? 1 : seconds < 60 ? 0 : 1));
