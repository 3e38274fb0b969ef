import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

export interface Address {
  readonly pathname: string;
  /** With its question mark; empty when there is nothing behind the path. */
  readonly search: string;
}

/** What is used of Grafana's history, whose own types are those of a package that plugins do not have. */
interface History {
  readonly location: Address;
  readonly listen: (onChange: () => void) => () => void;
}

const history = (): History => (locationService as { getHistory(): unknown }).getHistory() as History;

const subscribe = (onChange: () => void): (() => void) => history().listen(onChange);

/** The address of the page, kept up to date. */
export const useLocation = (): Address => useSyncExternalStore(subscribe, () => history().location);
