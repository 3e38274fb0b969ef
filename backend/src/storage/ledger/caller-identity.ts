/** What is kept of a number or address: enough to count, compare and group by, too little to call. */
export interface CallerIdentity {
  /** HMAC of the normalised number, 32 hexadecimal digits. */
  readonly caller: string;
  /** The number with its middle hidden, for people who look at a list. */
  readonly masked: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  /** Place or state that the number belongs to. */
  readonly region?: string;
  /** IANA time zone, where the number has but one. */
  readonly timezone?: string;
  /** Such as `mobile` or `fixed_line`. */
  readonly line_type?: string;
  /** The number itself, only where the configuration says that numbers are kept. */
  readonly number?: string;
}

/** Who a booking, a payment or a marketing contact is about. */
export interface Party {
  readonly phone?: CallerIdentity;
  readonly email?: CallerIdentity;
}
