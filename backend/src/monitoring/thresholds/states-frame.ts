import type { Frame, FrameField, FrameValue } from '@callsight/contract/query/answer';
import {
  STATE_COLUMNS,
  STATE_TEXTS,
  type ThresholdLevel,
  type ThresholdsQuery,
  type ThresholdState,
} from '@callsight/contract/monitoring/threshold';
import type { Board } from './state-board.js';
import type { ThresholdStates } from './threshold-engine.js';

/** What an alert rule compares: 1 is a warning, 2 is critical; everything else is no alert. */
const STATES: Readonly<Record<ThresholdLevel, number>> = {
  ok: 0,
  warning: 1,
  critical: 2,
  learning: 0,
  suppressed: 0,
  closed: 0,
};

const TITLES: Readonly<Record<(typeof STATE_COLUMNS)[number], string>> = {
  state: 'State',
  value: 'Value',
  baseline: 'Usual or limit',
  score: 'Score',
  n: 'Number',
};

/** Values of different thresholds have different units. */
const UNITS: typeof TITLES = { state: 'none', value: 'none', baseline: 'none', score: 'percentunit', n: 'short' };

/** What a message to people says of a state, and the links in it; null for what does not exist. */
type StateTexts = Readonly<Record<(typeof STATE_TEXTS)[number], string | null>>;

/** @returns what gives the texts of the states of a threshold */
export type TextsOf = (of: ThresholdStates, board: Board) => (state: ThresholdState) => StateTexts;

const TEXT_TITLES: Readonly<Record<keyof StateTexts, string>> = {
  alert_title: 'Title',
  alert_group: 'Group',
  alert_level: 'Level',
  alert_fact: 'What is so',
  alert_since: 'Since',
  alert_dashboard: 'Dashboard',
  alert_calls: 'Calls',
  alert_runbook: 'Runbook',
};

interface StateRow {
  readonly of: ThresholdStates;
  readonly state: ThresholdState;
  readonly texts: StateTexts | undefined;
}

function rowsOf(board: Board, asked: ThresholdsQuery['thresholds'], textsOf: TextsOf): StateRow[] {
  const { ids, component, minLevel, texts: wantsTexts = false } = asked;
  const least = minLevel === undefined ? 0 : STATES[minLevel];
  return board.thresholds
    .filter(({ threshold }) => ids === undefined || ids.includes(threshold.id))
    .filter(({ threshold }) => component === undefined || threshold.component === component)
    .flatMap((of) => {
      const texts = wantsTexts ? textsOf(of, board) : () => undefined;
      return of.states
        .filter(({ level }) => STATES[level] >= least)
        .map((state): StateRow => ({ of, state, texts: texts(state) }));
    });
}

/** A dimension of a threshold whose name is a label of alerts already keeps its own value: it says more. */
const componentOf = ({ of, state }: StateRow): FrameValue => state.group['component'] ?? of.threshold.component ?? null;

/** A row for each threshold and group; the same columns whatever there is, so that rules have nothing to trip over. */
export function statesFrame({ refId, thresholds: asked }: ThresholdsQuery, board: Board, textsOf: TextsOf): Frame {
  const rows = rowsOf(board, asked, textsOf);
  const texts = asked.texts === true ? STATE_TEXTS : [];
  const columns = asked.columns ?? STATE_COLUMNS;
  const dimensions = [...new Set(board.thresholds.flatMap(({ threshold }) => threshold.groupBy ?? []))]
    .concat(rows.some(({ state }) => state.group['currency'] !== undefined) ? ['currency'] : [])
    .filter((name, index, all) => all.indexOf(name) === index && name !== 'component');
  const text = (name: string, displayName: string): FrameField => ({ name, type: 'string', config: { displayName } });
  const fields: FrameField[] = [
    text('threshold', 'Threshold'),
    text('severity', 'Severity'),
    text('component', 'Component'),
    ...dimensions.map((name) => text(name, name)),
    ...texts.map((name) => text(name, TEXT_TITLES[name])),
    ...columns.map((name): FrameField => ({
      name,
      type: 'number',
      config: { displayName: TITLES[name], unit: UNITS[name] },
    })),
  ];
  const read: ((row: StateRow) => FrameValue)[] = [
    ({ of }) => of.threshold.id,
    ({ of }) => of.threshold.severity ?? 'critical',
    componentOf,
    ...dimensions.map((name) => ({ state }: StateRow): FrameValue => {
      const value = state.group[name];
      return value === undefined || value === null ? null : String(value);
    }),
    ...texts.map(
      (name) =>
        (row: StateRow): FrameValue =>
          row.texts?.[name] ?? null,
    ),
    ...columns.map(
      (name) =>
        ({ state }: StateRow): FrameValue =>
          name === 'state' ? STATES[state.level] : state[name],
    ),
  ];
  return {
    schema: {
      refId,
      name: refId,
      meta: { type: 'numeric-long', typeVersion: [0, 1], custom: { at: board.at } },
      fields,
    },
    data: { values: read.map((one) => rows.map(one)) },
  };
}
