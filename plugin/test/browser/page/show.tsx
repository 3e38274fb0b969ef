import { createTheme, ThemeContext } from '@grafana/data';
import { GlobalStyles, PortalContainer } from '@grafana/ui';
import { locationService } from '@grafana/runtime';
import { type ReactNode, useSyncExternalStore } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { type Location, type Navigator, Router } from 'react-router-dom-v5-compat';

const search = new URLSearchParams(window.location.search);
const font = search.get('font');

const theme = createTheme({
  colors: { mode: search.get('theme') === 'light' ? 'light' : 'dark' },
  ...(font === null ? {} : { typography: { fontFamily: `"${font}"` } }),
});

/** What is used of Grafana's history, whose own types are those of a package that is not here. */
interface History extends Navigator {
  readonly location: Location;
  readonly listen: (onChange: () => void) => () => void;
}

const history = (locationService as { getHistory(): unknown }).getHistory() as History;

/** Links lead where Grafana's lead: to the location that plugins read. */
function GrafanaRouter({ children }: { readonly children: ReactNode }) {
  const location = useSyncExternalStore(
    (onChange) => history.listen(onChange),
    () => history.location,
  );
  return (
    <Router location={location} navigator={history}>
      {children}
    </Router>
  );
}

let root: Root | undefined;

/** Shows something as a page of Grafana would: with its theme, styles and place for overlays. */
export function show(content: ReactNode): void {
  root ??= createRoot(document.getElementById('app') as HTMLElement);
  document.body.style.background = theme.colors.background.canvas;
  root.render(
    <GrafanaRouter>
      <ThemeContext.Provider value={theme}>
        <GlobalStyles />
        {content}
        <PortalContainer />
      </ThemeContext.Provider>
    </GrafanaRouter>,
  );
}

/** The frame of a panel, which Grafana draws around it. */
export function Frame({ width, height, children }: { width: number; height: number; children: ReactNode }) {
  return (
    <div
      data-testid="panel"
      style={{
        width: width + 18,
        padding: 8,
        margin: 16,
        background: theme.colors.background.primary,
        border: `1px solid ${theme.colors.border.weak}`,
        borderRadius: theme.shape.radius.default,
      }}
    >
      <div style={{ width, height, overflow: 'hidden' }}>{children}</div>
    </div>
  );
}
