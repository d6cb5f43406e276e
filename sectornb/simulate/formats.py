"""Bytes of the agencies' files: quoting, line ends, compression, workbook layout."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from sectornb.simulate.columns import KEYS
from sectornb.simulate.read import table

# A fixed moment for containers that want one, so that the same seed gives the same bytes.
MOMENT = (2023, 9, 6, 0, 0, 0)
_HEADING_ROWS = 6


def _row_template(measures: int, quotients: bool, changes: bool, still: bool) -> str:
    """Print pattern of one kind of row; a withheld figure is a bare 0 without decimals."""
    swallowed = "0%.0s"
    keys = [*['"%s"'] * len(KEYS), *["%d"] * measures]
    lq = ['"%s"', "%.2f", *["%.2f" if quotients else swallowed] * (measures - 1)]
    pair = "%d,%.1f" if changes else f"{swallowed},{swallowed}"
    first = f"%d,{swallowed}" if still else "%d,%.1f"
    return ",".join([*keys, *lq, '"%s"', first, *[pair] * (measures - 1)])


def qcew_csv(frame: pd.DataFrame) -> bytes:
    """Rows of an annual or quarterly frame as the agency writes them.

    Text fields and the header are quoted, numbers bare; quotients have two
    decimals and percentages one, but a withheld one is a bare ``0``.
    """
    measures = (len(frame.columns) - len(KEYS) - 2) // 4
    columns = [frame[name].tolist() for name in frame.columns]
    code = frame["disclosure_code"].to_numpy()
    first_change = frame.columns[len(KEYS) + 2 * measures + 2]
    kinds = (
        (frame["lq_disclosure_code"].to_numpy() != "N") * 4
        + (frame["oty_disclosure_code"].to_numpy() != "N") * 2
        + ((code == "-") & (frame[first_change].to_numpy() == 0))
    )
    templates = [
        _row_template(measures, bool(kind & 4), bool(kind & 2), bool(kind & 1)) for kind in range(8)
    ]
    pattern = [templates[kind] for kind in kinds.tolist()]
    lines = [
        ",".join(f'"{name}"' for name in frame.columns),
        *map(str.__mod__, pattern, zip(*columns, strict=True)),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def titles_csv(titles: pd.DataFrame) -> bytes:
    """A title list: quoted, CRLF; codes of owners, levels and sizes are bare."""
    code, title = titles.columns
    mark = '"' if code in ("area_fips", "industry_code") else ""
    pairs = zip(titles[code].tolist(), titles[title].tolist(), strict=True)
    lines = [f'"{code}","{title}"', *(f'{mark}{code}{mark},"{title}"' for code, title in pairs)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def plain_csv(frame: pd.DataFrame) -> bytes:
    """Comma-separated text, quoted only where a field needs it, LF line ends."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(zip(*(frame[name].tolist() for name in frame.columns), strict=True))
    return text.getvalue().encode()


def gzip_bytes(data: bytes) -> bytes:
    """Compressed data without a clock in its header."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def zip_entry(name: str) -> zipfile.ZipInfo:
    """A compressed member of a zip, without a clock."""
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of named members, all with the same fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            entry = zip_entry(name)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def laus_workbook(frame: pd.DataFrame, year: int) -> bytes:
    """Annual county workbook of Local Area Unemployment Statistics for one year.

    Six heading rows, a blank sixth column, three foot rows, as the agency lays it out.
    """
    import datetime

    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(*MOMENT)})
    sheet = book.add_worksheet(f"laucnty{year % 100:02d}")
    whole = book.add_format({"num_format": "#,##0\\ \\ \\ \\ \\ "})
    tenth = book.add_format({"num_format": "0.0\\ \\ \\ \\ \\ "})
    sheet.set_column(0, 0, 15.1)
    sheet.set_column(3, 3, 32)
    for row, column, words in table("laus_heading").to_numpy().tolist():
        sheet.write_string(int(row), int(column), words.format(year=year))
    rows = frame[frame["year"] == str(year)]
    for row, values in enumerate(rows.itertuples(index=False, name=None), start=_HEADING_ROWS):
        for column, text in enumerate(values[:5]):
            sheet.write_string(row, column, text)
        for column, number in enumerate(values[5:8], start=6):
            sheet.write_number(row, column, number, whole)
        sheet.write_number(row, 9, values[8], tenth)
    last = _HEADING_ROWS + len(rows)
    sheet.write_string(last + 1, 0, "SOURCE:  BLS, LAUS")
    sheet.write_string(last + 2, 0, f"April 18, {year + 1}")
    book.close()
    return buffer.getvalue()


def npz_bytes(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Compressed arrays without clocks: a zip of ``.npy`` members with fixed dates."""
    members = []
    for name, array in arrays.items():
        stream = io.BytesIO()
        np.lib.format.write_array(stream, array, allow_pickle=False)
        members.append((f"{name}.npy", stream.getvalue()))
    return zip_bytes(members)
