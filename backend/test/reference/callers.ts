import type { ReferenceCall } from './call.js';

/** A call beside the other calls of its caller. */
export interface KnownCall extends ReferenceCall {
  /** Start of the caller's call before; null for a first or an anonymous one. */
  readonly previousStart: number | null;
  readonly isFirstOfCaller: boolean;
  /** Starts of the inbound calls that the same caller made later. */
  readonly laterInbound: readonly number[];
}

const isBefore = (a: ReferenceCall, b: ReferenceCall): boolean =>
  a.start < b.start || (a.start === b.start && a.id < b.id);

/** Sets every call beside the calls that its caller made before and after it. */
export function withCallers(calls: readonly ReferenceCall[]): KnownCall[] {
  return calls.map((call) => {
    const others =
      call.caller === null ? [] : calls.filter((other) => other.caller === call.caller && other.id !== call.id);
    const before = others.filter((other) => isBefore(other, call)).map(({ start }) => start);
    const inbound = others.filter((other) => isBefore(call, other) && other.dimensions['direction'] === 'inbound');
    return {
      ...call,
      previousStart: before.length === 0 ? null : Math.max(...before),
      isFirstOfCaller: call.caller !== null && before.length === 0,
      laterInbound: inbound.map(({ start }) => start),
    };
  });
}
