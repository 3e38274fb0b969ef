import type { TimeRange } from '@grafana/data';
import { isFetchError } from '@grafana/runtime';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Catalogue } from '@callsight/contract/query/catalogue';
import type { Funnel } from '@callsight/contract/query/funnel';
import type { CallsightDatasource } from '../callsight-datasource';
import type { EditorTools } from '../../fields/editor-tools';

const bodyText = (data: unknown): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const { error, message } = data as { readonly error?: unknown; readonly message?: unknown };
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return typeof message === 'string' && message !== '' ? message : undefined;
};

/** What a failed request says, in its own words where it has any. */
function errorText(error: unknown): string {
  if (isFetchError(error)) return bodyText(error.data) ?? `${error.status} ${error.statusText ?? ''}`.trim();
  return error instanceof Error ? error.message : String(error);
}

interface Loaded {
  readonly catalogue: Catalogue;
  readonly funnels: readonly Funnel[];
}

type State = { readonly loaded?: Loaded; readonly error?: string };

const NOTHING: Loaded = { catalogue: { metrics: [], dimensions: [], steps: [], datasets: [] }, funnels: [] };

export interface LoadedTools {
  readonly tools: EditorTools;
  readonly isLoading: boolean;
  /** In words, when what can be asked is not to be had. */
  readonly error: string | undefined;
  readonly retry: () => void;
}

/** Loads what the editor offers. Until then, and when it fails, ids can still be typed. */
export function useEditorTools(datasource: CallsightDatasource, range: TimeRange | undefined): LoadedTools {
  const [state, setState] = useState<State>({});
  const [attempt, setAttempt] = useState(0);
  const latestRange = useRef(range);
  useEffect(() => {
    latestRange.current = range;
  }, [range]);

  useEffect(() => {
    let isCurrent = true;
    Promise.all([datasource.catalogue(), datasource.savedFunnels()]).then(
      ([catalogue, funnels]) => isCurrent && setState({ loaded: { catalogue, funnels } }),
      (error: unknown) => isCurrent && setState({ error: errorText(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [datasource, attempt]);

  const { loaded = NOTHING, error } = state;
  const tools = useMemo(
    (): EditorTools => ({
      ...loaded,
      values: async (dimension, search) => {
        const { values } = await datasource.dimensionValues(dimension, {
          range: latestRange.current,
          search,
          limit: 100,
        });
        return values.map(({ value }) => value);
      },
    }),
    [datasource, loaded],
  );
  const retry = (): void => {
    setState({});
    setAttempt(attempt + 1);
  };
  return { tools, isLoading: state.loaded === undefined && error === undefined, error, retry };
}
