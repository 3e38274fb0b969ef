const THIN = '\u202f';
const counts = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

function seconds(value: number): string {
  if (Math.abs(value) < 59.95) return `${tenths.format(value)}${THIN}s`;
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

const milliseconds = (value: number): string =>
  Math.abs(value) < 999.5 ? `${counts.format(value)}${THIN}ms` : `${hundredths.format(value / 1_000)}${THIN}s`;

/** A rate that is small, but not zero, does not read as zero. */
const percent = (value: number): string =>
  `${(value !== 0 && Math.abs(value) < 0.1 ? hundredths : tenths).format(value)}%`;

/** A call costs cents, so that amounts below one unit show a tenth of them. */
function money(value: number, currency: string): string {
  const digits = Math.abs(value) < 1 ? 3 : 2;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A value as a text for people, by the Grafana unit of its metric. What is not known is a dash. */
export function formatValue(value: number | null, unit: string): string {
  if (value === null) return '–';
  if (unit === 'percentunit') return percent(value * 100);
  if (unit === 's') return seconds(value);
  if (unit === 'ms') return milliseconds(value);
  if (/^currency[A-Z]{3}$/.test(unit)) return money(value, unit.slice('currency'.length));
  return Number.isInteger(value) ? counts.format(value) : tenths.format(value);
}
