const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2);

/** Says of parts of a text of digits whether they fit the formula of Luhn, as every card number does, at the same cost for each. */
export class LuhnSums {
  /** Sums of the digits before a place, where those at even, or odd, places are doubled. */
  readonly #doubledEven: Uint32Array;
  readonly #doubledOdd: Uint32Array;

  /** @param digits 0 to 9 alone */
  constructor(digits: string) {
    this.#doubledEven = new Uint32Array(digits.length + 1);
    this.#doubledOdd = new Uint32Array(digits.length + 1);
    for (let index = 0; index < digits.length; index += 1) {
      const digit = digits.charCodeAt(index) - 48;
      const isEven = index % 2 === 0;
      this.#doubledEven[index + 1] = (this.#doubledEven[index] ?? 0) + (isEven ? doubled(digit) : digit);
      this.#doubledOdd[index + 1] = (this.#doubledOdd[index] ?? 0) + (isEven ? digit : doubled(digit));
    }
  }

  /** Whether the digits from one place to another, which is excluded, fit: every second one from the right is doubled. */
  fits(from: number, to: number): boolean {
    const sums = to % 2 === 0 ? this.#doubledEven : this.#doubledOdd;
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) % 10 === 0;
  }
}

/** Characters of the IBAN of each country that has them, by the registry of SWIFT. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  [
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24',
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32',
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24',
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30',
  ]
    .join(' ')
    .split(' ')
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** @param country two capital letters @returns how many characters its IBAN has; undefined for none */
export const ibanLength = (country: string): number | undefined => IBAN_LENGTHS.get(country);

/** Whether the check digits of an IBAN are right: the rest by 97 is 1. @param iban capital letters and digits */
export function fitsMod97(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
