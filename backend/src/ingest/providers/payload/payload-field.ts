import { MappingError, type MappingWarning } from '../port.js';

/** Epoch milliseconds that a call can plausibly have; a time outside is a unit mistaken, such as seconds for milliseconds. */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isFinite = (value: unknown): value is number => Number.isFinite(value);
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Called for a field that is passed over because it has another type than it should. */
export type Warn = (warning: MappingWarning) => void;

const ignore: Warn = () => undefined;

/**
 * A field of a payload. Reading it checks the type; `null` and a missing field are both "absent" and read as undefined,
 * because providers use them alike. A value of another type than asked for reads as undefined, too, and is warned of: one
 * odd field does not sink the rest. A field that the rest depends on is refused, which is a `MappingError`.
 */
export class PayloadField {
  constructor(
    readonly value: unknown,
    /** JSON pointer. */
    readonly path = '',
    private readonly warn: Warn = ignore,
  ) {}

  /** The whole payload; one that is no object is none that a platform sends. */
  static root(value: unknown, warn?: Warn, path = ''): PayloadField {
    const field = new PayloadField(value, path, warn);
    if (!field.absent && !isRecord(value)) field.refuse('an object');
    return field;
  }

  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  at(...keys: string[]): PayloadField {
    return keys.reduce<PayloadField>((field, key) => {
      const record = field.record();
      const value = record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
      return new PayloadField(value, `${field.path}/${escaped(key)}`, field.warn);
    }, this);
  }

  /** The same field, where a value of another type is refused: what it says decides what all the rest means. */
  decisive(): PayloadField {
    return new PayloadField(this.value, this.path, ({ message, path }) => {
      throw new MappingError(message, path);
    });
  }

  /** The same field with what was made of its value. */
  with(value: unknown): PayloadField {
    return new PayloadField(value, this.path, this.warn);
  }

  record(): Record<string, unknown> | undefined {
    return this.read(isRecord, 'an object');
  }

  items(): PayloadField[] {
    const values = this.read(isArray, 'an array') ?? [];
    return Array.from(values, (value, index) => new PayloadField(value, `${this.path}/${index}`, this.warn));
  }

  /** Undefined for an empty text as well: it says nothing. */
  text(): string | undefined {
    return this.value === '' ? undefined : this.read(isText, 'a text');
  }

  number(): number | undefined {
    return this.read(isFinite, 'a finite number');
  }

  boolean(): boolean | undefined {
    return this.read(isBoolean, 'true or false');
  }

  /** Epoch milliseconds, whole; written as such or as RFC 3339. */
  time(): number | undefined {
    if (this.absent || this.value === '') return undefined;
    const ms = Math.round(this.epoch());
    if (ms >= EARLIEST && ms < LATEST) return ms;
    this.odd('a time between 2000 and 2100, as RFC 3339 or epoch milliseconds');
    return undefined;
  }

  /** Passes the value over, with a warning. */
  odd(expected: string): void {
    this.warn({ path: this.path, message: this.problem(expected) });
  }

  refuse(expected: string): never {
    throw new MappingError(this.problem(expected), this.path);
  }

  private read<T>(isRight: (value: unknown) => value is T, expected: string): T | undefined {
    if (this.absent) return undefined;
    if (isRight(this.value)) return this.value;
    this.odd(expected);
    return undefined;
  }

  private problem(expected: string): string {
    return `${this.path || 'The payload'} must be ${expected}${this.absent ? ', but is missing' : ''}`;
  }

  private epoch(): number {
    if (typeof this.value === 'number') return this.value;
    return typeof this.value === 'string' && RFC_3339.test(this.value) ? Date.parse(this.value) : Number.NaN;
  }
}
