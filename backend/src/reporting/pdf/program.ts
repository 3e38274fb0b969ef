/**
 * The report as a program of Typst. It takes everything that it shows from `data` (JSON, see `PdfData`) and adds no words and no
 * numbers of its own. Charts come as SVG with a text for those who do not see them.
 */
export const PROGRAM = String.raw`
#let data = json(bytes(sys.inputs.data))
#let color(name) = rgb(data.colors.at(name))
#let muted = color("muted")
#let hairline = 0.6pt + color("line")

#set document(title: data.title + " · " + data.period, author: data.account, date: datetime(..data.date))
#set text(font: data.fonts, fallback: false, lang: data.language, size: 9.2pt, fill: color("text"), number-type: "lining", number-width: "tabular", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.9em)
#set page(
  paper: "a4",
  margin: (x: 16mm, top: 20mm, bottom: 18mm),
  header: context if counter(page).get().first() > 1 {
    set text(size: 8pt, fill: muted)
    grid(columns: (1fr, auto), [*#data.title*#h(0.8em)#data.account], data.period)
    v(-4pt)
    line(length: 100%, stroke: hairline)
  },
  footer: context {
    set text(size: 7.6pt, fill: muted)
    line(length: 100%, stroke: hairline)
    v(-2pt)
    grid(columns: (1fr, auto), data.footer, [#counter(page).get().first() / #counter(page).final().first()])
  },
)

#show heading.where(level: 1): it => it.body
#show heading.where(level: 2): it => block(above: 1.7em, below: 0.8em, sticky: true, text(size: 13pt, weight: 600, it.body))
#show heading.where(level: 3): it => block(above: 1.1em, below: 0.6em, sticky: true, text(size: 10.5pt, weight: 600, it.body))
#show link: it => text(fill: color("accent"), it)
#set table(stroke: none)

#let tone-color(tone) = if tone == "good" { color("good") } else if tone == "bad" { color("bad") } else { muted }

#let inlines(parts) = for part in parts {
  let body = for (index, line) in part.text.split("\n").enumerate() { if index > 0 { linebreak() }; line }
  if part.code { body = text(font: data.fonts, size: 0.95em, fill: muted, body) }
  if part.emph { body = emph(body) }
  if part.bold { body = strong(body) }
  if part.link != none { body = link(part.link, body) }
  body
}

#let blocks(items) = for item in items {
  if item.type == "heading" {
    heading(level: item.level, inlines(item.inlines))
  } else if item.type == "list" {
    if item.ordered { enum(..item.items.map(inlines)) } else { list(..item.items.map(inlines)) }
  } else {
    block(inlines(item.inlines))
  }
}

#let chart(one) = image(bytes(one.svg), format: "svg", width: 100%, alt: one.alt)

#let change(one) = if one != none { text(size: 0.88em, weight: 600, fill: tone-color(one.tone), one.text) }

#let tile(one) = block(width: 100%, inset: 9pt, radius: 5pt, fill: color("soft"), stroke: hairline, breakable: false, {
  set par(spacing: 0.45em)
  text(size: 8.2pt, fill: muted, one.title)
  parbreak()
  grid(
    columns: (1fr, auto),
    align: (left + horizon, right + horizon),
    text(size: if one.value.len() > 11 { 13pt } else { 16pt }, weight: 700, one.value),
    if one.spark != none { image(bytes(one.spark), format: "svg", width: 54pt, alt: one.title) },
  )
  if one.previous != none {
    parbreak()
    change(one.change)
    if one.change != none { h(0.7em) }
    text(size: 8pt, fill: muted, one.previous)
  }
})

#let finding(one) = grid(
  columns: (8pt, 1fr),
  rect(width: 3pt, height: 8pt, radius: 1.5pt, fill: tone-color(one.tone)),
  [*#one.headline* #one.rest],
)

#let meter(share) = box(width: 42pt, height: 5pt, radius: 2.5pt, fill: color("accentSoft"), {
  if share > 0 { place(left + horizon, box(width: 42pt * share, height: 5pt, radius: 2.5pt, fill: color("accent"))) }
})

#let data-table(one) = {
  set text(size: 8.2pt)
  table(
    columns: (auto,) + one.columns.map(column => column.weight * 1fr),
    align: (right + horizon,) + one.columns.map(column => if column.right { right + horizon } else { left + horizon }),
    inset: (x: 5pt, y: 4.6pt),
    stroke: (_, y) => if y >= 0 { (bottom: hairline) },
    fill: (_, y) => if y == 0 { color("soft") },
    table.header(
      text(fill: muted, one.number),
      ..one.columns.map(column => text(fill: muted, weight: 600, size: 7.6pt, column.title)),
    ),
    ..one.rows.enumerate().map(((index, row)) => (
      text(fill: muted, str(index + 1)),
      ..row.map(cell => {
        if cell.change == none and cell.meter == none { cell.text } else {
          // A number, how it changed and its bar stay on one line.
          box({
            cell.text
            if cell.change != none { h(0.5em); change(cell.change) }
            if cell.meter != none { h(0.6em); meter(cell.meter) }
          })
        }
      }),
    )).flatten()
  )
}

#let body(section) = {
  if section.reason != none {
    block(width: 100%, inset: 10pt, radius: 5pt, stroke: (paint: if section.failed { color("bad") } else { color("line") }, dash: "dashed", thickness: 0.7pt), text(fill: if section.failed { color("bad") } else { muted }, section.reason))
  } else if section.kind == "text" {
    blocks(section.blocks)
  } else if section.kind == "findings" {
    for one in section.findings { block(above: 0.55em, below: 0.55em, finding(one)) }
    if section.caveat != none { block(text(fill: muted, section.caveat)) }
  } else if section.kind == "kpis" {
    grid(columns: (1fr, 1fr, 1fr), gutter: 8pt, ..section.tiles.map(tile))
  } else if section.kind == "charts" {
    for one in section.charts {
      if one.title != "" { heading(level: 3, one.title) }
      chart(one)
    }
  } else if section.kind == "table" {
    data-table(section.table)
  }
}

#let title-of(section) = if section.title != "" {
  heading(level: 2, {
    section.title
    if section.subtitle != none { h(0.6em); text(size: 8.6pt, weight: 400, fill: muted, section.subtitle) }
  })
}

#let notes(section) = for note in section.notes { block(above: 0.7em, text(size: 8pt, fill: muted, note)) }

// A heading and its chart stay on one page; tables and long texts flow.
#let show-section(section) = {
  let whole = { title-of(section); body(section); notes(section) }
  block(breakable: not section.keep, width: 100%, above: 1.9em, below: 1.9em, whole)
}

#block(width: 100%, fill: color("band"), radius: 7pt, inset: (x: 20pt, y: 18pt), {
  set text(fill: color("onBand"))
  set par(spacing: 0.9em)
  grid(
    columns: (1fr, auto),
    {
      text(size: 9.5pt, data.account)
      parbreak()
      heading(level: 1, text(size: 22pt, weight: 700, data.title))
      parbreak()
      text(size: 11pt, data.period)
      if data.comparison != none { h(0.8em); text(size: 10pt, data.comparison) }
    },
    if data.logo != none { image(bytes(data.logo.bytes), format: data.logo.format, height: 30pt, alt: data.account) },
  )
})

#for row in data.rows {
  if row.len() == 1 and row.first().kind == "page_break" {
    pagebreak(weak: true)
  } else if row.len() == 1 {
    show-section(row.first())
  } else {
    block(breakable: false, width: 100%, above: 1.9em, below: 1.9em, grid(columns: (1fr, 1fr), gutter: 18pt, ..row.map(section => { title-of(section); body(section); notes(section) })))
  }
}

#heading(level: 2, data.about.title)
#set text(size: 8.4pt)
#for entry in data.about.entries {
  block(above: 0.5em, below: 0.5em, grid(columns: (34mm, 1fr), text(fill: muted, entry.name), entry.value))
}
#for part in data.about.lists {
  heading(level: 3, part.title)
  list(..part.items)
}
#if data.about.definitions.rows.len() > 0 {
  heading(level: 3, data.about.definitions.title)
  table(
    columns: (auto, 1fr),
    inset: (x: 5pt, y: 4pt),
    stroke: (_, y) => if y >= 0 { (bottom: hairline) },
    fill: (_, y) => if y == 0 { color("soft") },
    table.header(..data.about.definitions.head.map(name => text(fill: muted, weight: 600, name))),
    ..data.about.definitions.rows.map(row => ([#row.title\ #text(size: 7.2pt, fill: muted, row.id)], row.description)).flatten()
  )
}
#block(above: 1em, text(size: 7.6pt, fill: muted, data.about.method))
`;
