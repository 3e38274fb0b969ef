/** Charts: the colours of their marks and letters. Places and sizes stand in the drawings themselves. */
export const CHART_STYLES = `
svg{display:block;overflow:visible}
svg text{font-size:12px;fill:var(--faint)}
.plot{display:flex}
.axis,.ends{flex:none}
.marks{flex:1 1 auto;min-width:0}
.grid,.ground{stroke:var(--grid);stroke-width:1;shape-rendering:crispEdges}.ground{stroke:var(--axis)}
.answered{fill:var(--accent)}.missed{fill:var(--second)}.track{fill:var(--track)}.ghost{fill:var(--track)}
.before{fill:var(--before);stroke:var(--card);stroke-width:1;paint-order:stroke}
.slot{fill:transparent}.bar:hover .slot{fill:var(--sunken)}
.running .answered,.running .missed{opacity:.6}
text.direct{font-weight:620;fill:var(--ink)}
.area{fill:var(--accent);opacity:.08;stroke:none}
.line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.spark .line{stroke-width:1.6}
.dot{fill:var(--accent);stroke:var(--card);stroke-width:1.5}
.second .line{stroke:var(--second)}.second .area{fill:none}.dot.second{fill:var(--second)}
text.end{font-size:13px;font-weight:640;fill:var(--accent-text)}text.end.second{fill:var(--second-text)}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-left:auto;font-size:13px;color:var(--soft)}
.legend li{display:flex;align-items:center;gap:7px}
@media(max-width:760px){.wide-only{display:none}.legend{margin-left:0}}
`;
