import type { ScopedVars, TypedVariableModel } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';

/** A variable of the dashboard: its chosen values, and all that it has. */
export interface PageVariable {
  readonly name: string;
  readonly value: string | readonly string[];
  readonly options?: readonly string[];
}

type Format = string | ((value: unknown) => string) | undefined;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function format(value: unknown, how: Format): string {
  if (typeof how === 'function') return how(value);
  const values = [value].flat().map(String);
  if (how !== 'regex') return values.join(',');
  return values.length === 1 ? escape(values[0] ?? '') : `(${values.map(escape).join('|')})`;
}

const isAll = ({ value }: PageVariable): boolean => [value].flat().includes('$__all');

/** The value that a variable has, in the panel or on the dashboard; `text` is what stands on the dashboard. */
function valueOf(variable: PageVariable | undefined, local: unknown, how: Format): unknown {
  if (local !== undefined || variable === undefined) return local;
  if (!isAll(variable)) return variable.value;
  return how === 'text' ? 'All' : variable.options;
}

/** Template variables as a dashboard has them: enough of it to see what is asked. */
export function templateSrv(variables: readonly PageVariable[]): TemplateSrv {
  const replace = (text = '', scoped: ScopedVars = {}, how?: Format): string =>
    text.replace(/\$(\w+)|\$\{(\w+)(?::(\w+))?\}/g, (...match: (string | undefined)[]) => {
      const [whole = '', plain, braced = '', own] = match;
      const name = plain ?? braced;
      const value = valueOf(
        variables.find((one) => one.name === name),
        scoped[name]?.value,
        own,
      );
      return value === undefined ? whole : format(value, own ?? how);
    });
  return {
    replace,
    containsTemplate: (text = '') => text.includes('$'),
    getVariables: () =>
      variables.map(
        ({ name, value }) => ({ name, includeAll: true, current: { value } }) as unknown as TypedVariableModel,
      ),
    updateTimeRange: () => undefined,
  };
}
