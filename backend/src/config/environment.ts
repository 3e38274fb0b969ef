import { readFileSync } from 'node:fs';
import { nearest } from '../lib/text/nearest.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Shortest key or secret that is not easily guessed. */
const MIN_SECRET = 16;

/** Reads settings from environment variables and gathers what is wrong with them, so that all of it is told at once. */
export class Environment {
  readonly errors: string[] = [];
  readonly #variables: Variables;
  readonly #asked = new Set<string>();

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  text(name: string, fallback: string): string {
    return this.optional(name) ?? fallback;
  }

  /** An empty variable counts as absent. */
  optional(name: string): string | undefined {
    this.#asked.add(name);
    const value = this.#variables[name];
    return value === undefined || value === '' ? undefined : value;
  }

  /** A secret: from the variable, or from the file that `NAME_FILE` names, without the newline at its end. */
  secret(name: string): string | undefined {
    const value = this.optional(name);
    const file = this.optional(`${name}_FILE`);
    if (file === undefined) return value;
    if (value !== undefined) this.errors.push(`${name} and ${name}_FILE are both set; keep one`);
    return this.secretFile(file, `${name}_FILE`);
  }

  /** A secret that is made for this service, so that it can be long enough not to be guessed. An empty file is none. */
  ownSecret(name: string): string | undefined {
    const before = this.errors.length;
    const secret = this.secret(name);
    const isAsked = secret !== undefined || this.optional(`${name}_FILE`) !== undefined;
    if (isAsked && this.errors.length === before && (secret ?? '').length < MIN_SECRET)
      this.errors.push(`${name}: expected at least ${MIN_SECRET} characters`);
    return secret;
  }

  /** A secret in a file, without the newline at its end. @param where what names the file, for the error */
  secretFile(file: string, where: string): string | undefined {
    try {
      return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
    } catch (error) {
      this.errors.push(`${where}: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
      return undefined;
    }
  }

  /** The text of a file that a variable names. */
  file(name: string): string | undefined {
    const file = this.optional(name);
    if (file === undefined) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      this.errors.push(`${name}: cannot read the file (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
      return undefined;
    }
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    this.errors.push(`${name}: expected a number from ${min} to ${max}, not "${text}"`);
    return fallback;
  }

  integer(name: string, fallback: number, min: number, max: number): number {
    const value = this.number(name, fallback, min, max);
    if (Number.isInteger(value)) return value;
    this.errors.push(`${name}: expected a whole number, not "${value}"`);
    return fallback;
  }

  flag(name: string, fallback: boolean): boolean {
    const text = this.optional(name)?.toLowerCase();
    if (text === undefined) return fallback;
    if (['true', '1', 'yes', 'on'].includes(text)) return true;
    if (['false', '0', 'no', 'off'].includes(text)) return false;
    this.errors.push(`${name}: expected true or false, not "${text}"`);
    return fallback;
  }

  choice<T extends string>(name: string, fallback: T, valid: readonly T[]): T {
    const text = this.optional(name);
    if (text === undefined) return fallback;
    const chosen = valid.find((option) => option === text);
    if (chosen === undefined) this.errors.push(`${name}: expected one of ${valid.join(', ')}, not "${text}"`);
    return chosen ?? fallback;
  }

  /** Variables with this prefix that no section asked for, most likely misspelt, each with the nearest that is one. */
  misspelt(prefix: string, others: ReadonlySet<string>): string[] {
    return Object.keys(this.#variables)
      .filter((name) => name.startsWith(prefix) && !this.#asked.has(name) && !others.has(name))
      .map((name) => {
        const [near] = nearest(name, this.#asked, 1);
        return `${name}: no such setting${near === undefined ? '' : `; did you mean ${near}?`}`;
      });
  }
}
