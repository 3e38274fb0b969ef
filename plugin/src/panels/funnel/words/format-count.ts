import { formattedValueToString, getValueFormat } from '@grafana/data';

const whole = getValueFormat('locale');
const short = getValueFormat('short');

/** A count with the separators of the language; `isShort` for narrow places. */
export const formatCount = (count: number, isShort = false): string =>
  formattedValueToString(isShort && count >= 10_000 ? short(count, 1) : whole(count, 0));
