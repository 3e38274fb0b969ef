export const SERVICE_LEVEL_FORMULAS = [
  'ignore_abandons',
  'abandons_negative',
  'abandons_positive',
  'abandons_in_X_ignored',
] as const;
export type ServiceLevelFormula = (typeof SERVICE_LEVEL_FORMULAS)[number];

export const CONVERSION_BASES = ['offered', 'answered'] as const;
type ConversionBase = (typeof CONVERSION_BASES)[number];

/** What an operator may set about definitions. */
export interface MetricSettings {
  /** An abandoned call with a shorter wait is a short abandon; 0 counts all as abandoned. */
  readonly shortAbandonSeconds: number;
  readonly serviceLevelSeconds: number;
  readonly serviceLevelFormula: ServiceLevelFormula;
  /** Window without a repeat call within which a resolved call counts as resolved at first contact. */
  readonly fcrHours: number;
  /** Window without a call back within which a call counts as contained. */
  readonly containmentHours: number;
  /** A caller who was seen within so many days before calls again. */
  readonly repeatDays: number;
  /** A claimed booking without a confirmed one is a phantom so long after the end of its call. */
  readonly bookingGraceMinutes: number;
  /** What a health check finds holds for so long, unless another follows. */
  readonly checkHoldMinutes: number;
  /** Calls that could have led to a booking. */
  readonly conversionBase: ConversionBase;
}
