import { locationService, type PluginPageProps } from '@grafana/runtime';
import { Tab, TabsBar } from '@grafana/ui';

/** The page around a plugin's content: title, what stands beside and below it, and tabs. */
export function PluginPage({ pageNav, renderTitle, subTitle, actions, children }: PluginPageProps) {
  const title = pageNav?.text ?? '';
  return (
    <div>
      <div style={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: 8 }}>
        {renderTitle === undefined ? <h1>{title}</h1> : renderTitle(title)}
        <div>{actions}</div>
      </div>
      <div>{subTitle}</div>
      {pageNav?.children !== undefined && (
        <TabsBar>
          {pageNav.children.map(({ text, url, active }) => (
            <Tab
              key={url}
              label={text}
              href={url}
              active={active}
              onChangeTab={(event) => {
                event.preventDefault();
                locationService.push(url ?? '');
              }}
            />
          ))}
        </TabsBar>
      )}
      <div style={{ paddingTop: 16 }}>{children}</div>
    </div>
  );
}
