import { MappingError } from './port.js';

/** Epoch milliseconds that a call can plausibly have; a time outside is a unit mistaken, such as seconds for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * A place in a payload. Reading it checks the type; `null` and a missing field are both "absent" and read as undefined,
 * because providers use them alike. A value of another type than asked for is a `MappingError` that names the place.
 */
export class PayloadField {
  constructor(
    readonly value: unknown,
    /** JSON pointer. */
    readonly path = '',
  ) {}

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(...keys: string[]): PayloadField {
    return keys.reduce<PayloadField>((field, key) => {
      const record = field.record();
      const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
      return new PayloadField(value, `${field.path}/${escaped(key)}`);
    }, this);
  }

  record(): Record<string, unknown> | undefined {
    if (this.absent) return undefined;
    return isRecord(this.value) ? this.value : this.refuse('an object');
  }

  items(): PayloadField[] {
    if (this.absent) return [];
    if (!Array.isArray(this.value)) return this.refuse('an array');
    return Array.from(this.value, (value: unknown, index) => new PayloadField(value, `${this.path}/${index}`));
  }

  /** Undefined for an empty text as well: it says nothing. */
  text(): string | undefined {
    if (this.absent || this.value === '') return undefined;
    return typeof this.value === 'string' ? this.value : this.refuse('a text');
  }

  number(): number | undefined {
    if (this.absent) return undefined;
    return typeof this.value === 'number' && Number.isFinite(this.value) ? this.value : this.refuse('a finite number');
  }

  boolean(): boolean | undefined {
    if (this.absent) return undefined;
    return typeof this.value === 'boolean' ? this.value : this.refuse('true or false');
  }

  /** Epoch milliseconds, whole; written as such or as RFC 3339. */
  time(): number | undefined {
    if (this.absent || this.value === '') return undefined;
    const ms = Math.round(this.epoch());
    return ms >= EARLIEST && ms < LATEST
      ? ms
      : this.refuse('a time between 2000 and 2100, as RFC 3339 or epoch milliseconds');
  }

  refuse(expected: string): never {
    throw new MappingError(
      `${this.path || 'The payload'} must be ${expected}${this.absent ? ', but is missing' : ''}`,
      this.path,
    );
  }

  private epoch(): number {
    if (typeof this.value === 'number') return this.value;
    return typeof this.value === 'string' && RFC_3339.test(this.value) ? Date.parse(this.value) : Number.NaN;
  }
}
