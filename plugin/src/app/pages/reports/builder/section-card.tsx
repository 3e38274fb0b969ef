import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, FieldValidationMessage, Icon, IconButton, Input, TextArea, useStyles2 } from '@grafana/ui';
import { useId } from 'react';
import type { Section } from '@callsight/contract/reports/section';
import type { EditorTools } from '../../../../fields/editor-tools';
import { patch } from '../../../../fields/patch';
import { sectionSummary, sectionTitle, typeIcon, typeName } from '../model/section-texts';
import { SectionFields } from './section-fields';

interface Props {
  readonly section: Section;
  readonly position: number;
  readonly count: number;
  readonly tools: EditorTools;
  readonly isOpen: boolean;
  /** Why the service refuses it. */
  readonly error: string | undefined;
  /** A pointer takes hold of it, to drag it elsewhere. */
  readonly onGrab: () => void;
  readonly onToggle: () => void;
  readonly onChange: (section: Section) => void;
  readonly onMove: (to: number) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

function TitleField({
  section,
  placeholder,
  onChange,
}: Pick<Props, 'section' | 'onChange'> & { readonly placeholder: string }) {
  const id = useId();
  return (
    <Field label={t('reports.section.title', 'Title')} htmlFor={id} noMargin>
      <Input
        id={id}
        maxLength={200}
        value={section.title ?? ''}
        placeholder={placeholder}
        onChange={({ currentTarget: { value } }) =>
          onChange(patch<Section>(section, { title: value === '' ? undefined : value }))
        }
      />
    </Field>
  );
}

function NoteField({ section, onChange }: Pick<Props, 'section' | 'onChange'>) {
  const id = useId();
  return (
    <Field label={t('reports.section.note', 'Note below it')} htmlFor={id} noMargin>
      <TextArea
        id={id}
        rows={2}
        maxLength={2_000}
        value={section.note ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange(patch<Section>(section, { note: value === '' ? undefined : value }))
        }
      />
    </Field>
  );
}

/** What can be done with a section as a whole. */
function Actions({ title, position, count, ...on }: Omit<Props, 'section' | 'tools' | 'error'> & { title: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.actions}>
      <IconButton
        name="arrow-up"
        disabled={position === 0}
        tooltip={t('reports.section.up', 'Move “{{- title}}” up', { title })}
        onClick={() => on.onMove(position - 1)}
      />
      <IconButton
        name="arrow-down"
        disabled={position === count - 1}
        tooltip={t('reports.section.down', 'Move “{{- title}}” down', { title })}
        onClick={() => on.onMove(position + 1)}
      />
      <IconButton
        name="copy"
        tooltip={t('reports.section.duplicate', 'Duplicate “{{- title}}”', { title })}
        onClick={on.onDuplicate}
      />
      <IconButton
        name="trash-alt"
        disabled={count === 1}
        tooltip={t('reports.section.remove', 'Remove “{{- title}}”', { title })}
        onClick={on.onRemove}
      />
    </span>
  );
}

/** A section, folded to a line or open with its fields. */
export function SectionCard(props: Props) {
  const { section, position, tools, isOpen, error, onGrab, onToggle, onChange } = props;
  const id = useId();
  const styles = useStyles2(getStyles);
  const title = sectionTitle(section, tools.catalogue);
  const summary = sectionSummary(section, tools.catalogue);
  const isPlain = section.type === 'page_break';
  return (
    <section
      aria-label={t('reports.section.label', 'Section {{- number}}: {{- title}}', { number: position + 1, title })}
      className={cx(styles.card, isOpen && styles.open, error !== undefined && styles.wrong)}
    >
      <div className={styles.line}>
        <span
          className={styles.handle}
          title={t('reports.section.drag', 'Drag to another place')}
          // For pointers; by keyboard the buttons move it.
          aria-hidden
          onPointerDown={onGrab}
        >
          <Icon name="draggabledots" />
        </span>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isPlain ? undefined : isOpen}
          aria-controls={id}
          disabled={isPlain}
          onClick={onToggle}
        >
          <Icon name={typeIcon(section.type)} className={styles.icon} />
          <span className={styles.title}>{title}</span>
          {summary !== title && <span className={styles.summary}>{summary}</span>}
        </button>
        <Actions {...props} title={title} />
      </div>
      {error !== undefined && <FieldValidationMessage>{error}</FieldValidationMessage>}
      {isOpen && !isPlain && (
        <div id={id} className={styles.fields}>
          <span className={styles.summary}>{typeName(section.type)}</span>
          <SectionFields section={section} tools={tools} onChange={onChange} />
          <TitleField section={section} placeholder={title} onChange={onChange} />
          <NoteField section={section} onChange={onChange} />
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    marginBottom: theme.spacing(1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  open: css({ borderColor: theme.colors.primary.border }),
  wrong: css({ borderColor: theme.colors.error.border }),
  line: css({ display: 'flex', alignItems: 'center', minWidth: 0 }),
  handle: css({ padding: theme.spacing(1, 0.5), color: theme.colors.text.secondary, cursor: 'grab' }),
  toggle: css({
    display: 'flex',
    flex: 1,
    alignItems: 'center',
    gap: theme.spacing(1),
    minWidth: 0,
    padding: theme.spacing(1, 0.5),
    background: 'none',
    border: 0,
    color: theme.colors.text.primary,
    textAlign: 'left',
  }),
  icon: css({ color: theme.colors.text.secondary, flexShrink: 0 }),
  title: css({ flex: '1 1 auto', minWidth: 60, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  // What it is called matters more than what it shows.
  summary: css({
    flexShrink: 1_000,
    minWidth: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  actions: css({ display: 'flex', flexShrink: 0, gap: 2, paddingRight: theme.spacing(1) }),
  fields: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(0.5, 2, 2, 3.5),
    minWidth: 0,
  }),
});
