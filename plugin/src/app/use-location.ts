import { locationService } from '@grafana/runtime';
import { useSyncExternalStore } from 'react';

export interface Address {
  readonly pathname: string;
  /** With its question mark; empty when there is nothing behind the path. */
  readonly search: string;
}

/** What is used of Grafana's history, whose own types are those of a package that plugins do not have. */
interface GrafanaHistory {
  readonly location: Address;
  readonly listen: (onChange: () => void) => () => void;
  /** Stops a change of the address where `mayLeave` says false; one function at a time. The answer ends that. */
  readonly block: (mayLeave: (to: Address) => false | undefined) => () => void;
}

/** Grafana's history, which moves its pages. */
export const grafanaHistory = (): GrafanaHistory =>
  (locationService as { getHistory(): unknown }).getHistory() as GrafanaHistory;

const subscribe = (onChange: () => void): (() => void) => grafanaHistory().listen(onChange);

/** The address of the page, kept up to date. */
export const useLocation = (): Address => useSyncExternalStore(subscribe, () => grafanaHistory().location);
