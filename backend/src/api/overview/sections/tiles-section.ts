import { html, type Markup } from '../../../lib/html/html.js';
import type { SafeHtml } from '../../../lib/html/safe-html.js';
import { sparkline } from '../charts/sparkline.js';
import type { Result, Kpi, OverviewFigures, Series } from '../figures/figures.js';
import { changeOf, type Change } from '../format/change.js';
import { formatValue } from '../../../lib/text/format-value.js';
import { nameOf } from '../format/names.js';

const ARROWS = { up: '▲', down: '▼', level: '' } as const;
const SPOKEN = { up: 'up ', down: 'down ', level: '' } as const;

/** How a value moved. Only good and bad have a colour; the arrow says the direction without it. */
const changeBadge = ({ direction, tone, size }: Change): SafeHtml =>
  html`<span class="badge ${tone}"
    ><span aria-hidden="true">${ARROWS[direction]}</span><span class="unseen">${SPOKEN[direction]}</span> ${size}</span
  >`;

/** Values of the buckets that are over: one that still runs would always look like a fall. */
function finished(values: readonly (number | null)[], { times }: Series, now: number): (number | null)[] {
  const begun = times.filter((time) => time <= now).length;
  return values.slice(0, begun > 3 ? begun - 1 : begun);
}

function compared(kpi: Kpi): Markup {
  const change = changeOf(kpi);
  const others = kpi.others.map(({ value, unit }) => formatValue(value, unit)).join(', ');
  return [
    change !== undefined && changeBadge(change),
    typeof kpi.previous === 'number'
      ? html`<span class="was">was ${formatValue(kpi.previous, kpi.unit)}</span>`
      : html`<span class="was">nothing before</span>`,
    others !== '' && html`<span class="was">also ${others}</span>`,
  ];
}

const tile = (name: string, description: string, value: Markup, below: Markup, spark: SafeHtml | undefined): SafeHtml =>
  html`<li class="tile card">
    <h3 title="${description}">${name}</h3>
    <p class="value">${value}</p>
    <p class="below">${below}</p>
    <div class="spark-place">${spark}</div>
  </li>`;

function activeTile({ active, series, now }: OverviewFigures): SafeHtml {
  const description = 'Calls started and not ended at this moment';
  if (!('data' in active))
    return tile('Active now', description, '–', html`<span class="was">could not be answered</span>`, undefined);
  const { now: count, peak, peaks } = active.data;
  const value = html`${count > 0 && html`<span class="pulse" aria-hidden="true"></span>`}${formatValue(count, 'short')}`;
  const shown = 'data' in series ? finished(peaks, series.data, now) : peaks;
  return tile(
    'Active now',
    description,
    value,
    html`<span class="was">peak ${formatValue(peak, 'short')} at once</span>`,
    sparkline(shown),
  );
}

function kpiTile(kpi: Kpi, series: Result<Series>, now: number): SafeHtml {
  const values = 'data' in series ? finished(series.data.columns.get(kpi.metric)?.values ?? [], series.data, now) : [];
  return tile(nameOf(kpi.metric), kpi.description, formatValue(kpi.value, kpi.unit), compared(kpi), sparkline(values));
}

/** The KPI: value, how it moved, what it was, and its course through the range. */
export function tilesSection(figures: OverviewFigures): SafeHtml {
  const { kpis, series, now } = figures;
  const tiles =
    'data' in kpis
      ? html`<ul class="tiles">
          ${kpis.data.map((kpi) => kpiTile(kpi, series, now))}${activeTile(figures)}
        </ul>`
      : html`<p class="card failed" role="status"><strong>The KPI could not be answered.</strong> ${kpis.failure}</p>`;
  return html`<section id="kpi" aria-labelledby="kpi-title">
    <h2 id="kpi-title" class="unseen">Key figures</h2>
    ${tiles}
  </section>`;
}
