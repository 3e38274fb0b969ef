export const SERVICE_LEVEL_FORMULAS = [
  'ignore_abandons',
  'abandons_negative',
  'abandons_positive',
  'abandons_in_X_ignored',
] as const;
export type ServiceLevelFormula = (typeof SERVICE_LEVEL_FORMULAS)[number];

/** What an operator may set about definitions. */
export interface MetricSettings {
  /** An abandoned call with a shorter wait is a short abandon; 0 counts all as abandoned. */
  readonly shortAbandonSeconds: number;
  readonly serviceLevelSeconds: number;
  readonly serviceLevelFormula: ServiceLevelFormula;
  /** Window without a repeat call within which a resolved call counts as resolved at first contact. */
  readonly fcrHours: number;
}
