import { PanelOptionsEditorBuilder, standardEditorsRegistry, type PanelPlugin } from '@grafana/data';

const EDITORS = ['radio', 'boolean', 'number', 'select', 'text'];

/** The options that a new panel has, from the fields of its own editor. */
export function panelDefaults<T>(plugin: PanelPlugin<T>): Partial<T> {
  if (standardEditorsRegistry.list().length === 0) {
    EDITORS.forEach((id) => standardEditorsRegistry.register({ id, name: id, editor: () => null as never }));
  }
  const builder = new PanelOptionsEditorBuilder<T>();
  plugin.getPanelOptionsSupplier()(builder, { data: [] });
  return Object.fromEntries(
    builder.getItems().map(({ path, defaultValue }) => [path, defaultValue as unknown]),
  ) as Partial<T>;
}
