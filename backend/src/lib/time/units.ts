declare const unit: unique symbol;

/**
 * A number with a unit. Plain numbers are taken for any unit, so that arithmetic needs no conversion of types; a value that
 * was declared in one unit is refused where another one is declared.
 */
type In<Unit extends string> = number & { readonly [unit]?: Unit };

/** Milliseconds, as clocks and timers have them: since 1970 in UTC, or a length. */
export type Millis = In<'ms'>;

/** Microseconds, as events and rows have them: since 1970 in UTC, or a length. */
export type Micros = In<'µs'>;

/** Gives the present time. */
export type Clock = () => Millis;

export const toMicros = (millis: Millis): Micros => Number(millis) * 1_000;

/** Microseconds become a fraction. */
export const toMillis = (micros: Micros): Millis => Number(micros) / 1_000;
