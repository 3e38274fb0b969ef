/** Where in a report the service refuses something. */
export interface ErrorPlace {
  /** Position of the section, from 0; undefined where it is none. */
  readonly section: number | undefined;
  /** First name within the section or the report, such as `metrics` or `timezone`. */
  readonly field: string | undefined;
}

/** @param path JSON pointer into the body that was sent, such as `/sections/2/metrics/0` */
export function errorPlace(path: string | undefined): ErrorPlace {
  const [first, second, third] = (path ?? '').split('/').slice(1);
  if (first !== 'sections') return { section: undefined, field: first };
  const section = Number(second);
  return Number.isInteger(section) && second !== '' ? { section, field: third } : { section: undefined, field: first };
}
