"""Reads a CSV file or a workbook with parsers that are not ours, and prints what is in it as JSON."""
import csv
import datetime
import json
import sys

import openpyxl


def cell(value):
    if value.value is None:
        return None
    shown = value.value
    if isinstance(shown, datetime.datetime):
        shown = shown.isoformat()
    if isinstance(shown, datetime.timedelta):
        shown = shown.total_seconds()
    return {"value": shown, "format": value.number_format, "type": value.data_type}


def sheet(ws):
    widths = {letter: dimension.width for letter, dimension in ws.column_dimensions.items()}
    return {
        "name": ws.title,
        "rows": [[cell(one) for one in row] for row in ws.iter_rows()],
        "frozen": ws.freeze_panes,
        "filter": ws.auto_filter.ref,
        "titles": ws.print_title_rows,
        "orientation": ws.page_setup.orientation,
        "fitToWidth": ws.page_setup.fitToWidth,
        "fitToHeight": ws.page_setup.fitToHeight,
        "widths": widths,
        "charts": [type(chart).__name__ for chart in ws._charts],
    }


path = sys.argv[1]
if path.endswith(".csv"):
    with open(path, newline="", encoding="utf-8-sig") as file:
        result = list(csv.reader(file, strict=True))
else:
    result = [sheet(ws) for ws in openpyxl.load_workbook(path)]
json.dump(result, sys.stdout)
