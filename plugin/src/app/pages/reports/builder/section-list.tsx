import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Dropdown, Menu, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { SECTION_TYPES, type Section, type SectionType } from '@callsight/contract/reports/section';
import type { EditorTools } from '../../../../fields/editor-tools';
import type { ErrorPlace } from '../model/error-place';
import { newSection } from '../model/new-section';
import { inserted, moved, replaced } from '../model/report-draft';
import { typeDescription, typeIcon, typeName } from '../model/section-texts';
import { SectionCard } from './section-card';
import { useDragOrder } from './use-drag-order';
import { useSectionKeys } from './use-section-keys';

/** What the service takes. */
const MAX_SECTIONS = 40;

function AddMenu({ onAdd, disabled }: { readonly onAdd: (type: SectionType) => void; readonly disabled: boolean }) {
  const menu = (
    <Menu ariaLabel={t('reports.sections.add', 'Add section')}>
      {SECTION_TYPES.map((type) => (
        <Menu.Item
          key={type}
          icon={typeIcon(type)}
          label={typeName(type)}
          description={typeDescription(type)}
          onClick={() => onAdd(type)}
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-end">
      <Button size="sm" icon="plus" variant="secondary" disabled={disabled}>
        {t('reports.sections.add', 'Add section')}
      </Button>
    </Dropdown>
  );
}

interface Props {
  readonly sections: readonly Section[];
  readonly tools: EditorTools;
  /** Where the service refuses something, and why. */
  readonly refused: { readonly place: ErrorPlace; readonly message: string } | undefined;
  readonly onChange: (sections: Section[]) => void;
}

/** The sections in their order: added, moved with buttons or by dragging, opened, duplicated, removed. */
export function SectionList({ sections, tools, refused, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { keys, ...on } = useSectionKeys(sections.length);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string): void =>
    setOpen((before) =>
      before.has(key) ? new Set([...before].filter((one) => one !== key)) : new Set([...before, key]),
    );
  const move = (from: number, to: number): void => {
    on.move(from, to);
    onChange(moved(sections, from, to));
  };
  const drag = useDragOrder(move);
  const insert = (section: Section, index: number): void => {
    const key = on.insert(index);
    setOpen((before) => new Set([...before, key]));
    onChange(inserted(sections, section, index - 1));
  };
  const add = (type: SectionType): void =>
    insert(newSection(type, t('reports.sections.new-text', 'What the numbers say')), sections.length);
  return (
    <section aria-label={t('reports.sections.label', 'Sections')}>
      <header className={styles.header}>
        <h2 className={styles.title}>{t('reports.sections.label', 'Sections')}</h2>
        <AddMenu onAdd={add} disabled={sections.length >= MAX_SECTIONS} />
      </header>
      <ol className={styles.list}>
        {sections.map((section, index) => {
          const key = keys[index] ?? String(index);
          return (
            <li key={key} {...drag.itemProps(index)} className={cx(drag.isTarget(index) && styles.target)}>
              <SectionCard
                section={section}
                position={index}
                count={sections.length}
                tools={tools}
                isOpen={open.has(key)}
                error={refused?.place.section === index ? refused.message : undefined}
                onGrab={() => drag.grab(index)}
                onToggle={() => toggle(key)}
                onChange={(next) => onChange(replaced(sections, index, next))}
                onMove={(to) => move(index, to)}
                onDuplicate={() => insert(section, index + 1)}
                onRemove={() => {
                  on.remove(index);
                  onChange(sections.filter((_, at) => at !== index));
                }}
              />
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  header: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(1),
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: 0 }),
  list: css({ listStyle: 'none', minWidth: 0 }),
  target: css({ boxShadow: `0 -2px 0 ${theme.colors.primary.border}` }),
});
