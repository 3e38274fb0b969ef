import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { Variables } from './variables';

const WHOLE = /^(?:\$(\w+)|\$\{(\w+)\}|\[\[(\w+)\]\])$/;

const nameOf = (text: string): string | undefined => {
  const match = WHOLE.exec(text.trim());
  return match?.[1] ?? match?.[2] ?? match?.[3];
};

/** What a text says when all values of a variable are chosen. */
const ALL_TEXT = 'All';
const ALL_VALUE = '$__all';

const isChosen = (value: unknown): boolean =>
  value === ALL_VALUE || (Array.isArray(value) && value.length === 1 && value[0] === ALL_VALUE);

/** The dashboard's variables, and those of a repeated panel or row before them. */
export function templateVariables(templates: TemplateSrv, scoped: ScopedVars): Variables {
  const one = (text: string): string => templates.replace(text, scoped, 'csv');
  return {
    one,
    pattern: (text) => templates.replace(text, scoped, 'regex'),
    many: (text) => {
      if (nameOf(text) === undefined) return [one(text)];
      let values: readonly string[] | undefined;
      const replaced = templates.replace(text, scoped, (value: unknown) => {
        values = (Array.isArray(value) ? value : [value]).map(String);
        return '';
      });
      return values ?? [replaced];
    },
    isAll: (text) => {
      const name = nameOf(text);
      if (name === undefined) return false;
      const variable = templates.getVariables().find((known) => known.name === name);
      if (variable === undefined || !('includeAll' in variable) || !variable.includeAll) return false;
      if ((variable.allValue ?? '') !== '' || !isChosen(variable.current.value)) return false;
      // A repeated panel has one of the values where the dashboard has all of them.
      return templates.replace(`\${${name}:text}`, scoped) === ALL_TEXT;
    },
  };
}
