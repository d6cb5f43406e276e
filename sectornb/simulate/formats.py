"""Bytes of the agencies' files: quoting, line ends, compression, workbook layout."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from sectornb.simulate.columns import KEYS, TITLE_COLUMNS

# A fixed moment for containers that want one, so that the same seed gives the same bytes.
_MOMENT = (2023, 9, 6, 0, 0, 0)


def _row_template(measures: int, titles: bool, quotients: bool, changes: bool, still: bool) -> str:
    """Print pattern of one kind of row; a withheld figure is a bare 0 without decimals."""
    swallowed = "0%.0s"
    names = ["%s"] if titles else []
    keys = [*['"%s"'] * len(KEYS), *names, *["%d"] * measures]
    lq = ['"%s"', "%.2f", *["%.2f" if quotients else swallowed] * (measures - 1)]
    pair = "%d,%.1f" if changes else f"{swallowed},{swallowed}"
    first = f"%d,{swallowed}" if still else "%d,%.1f"
    return ",".join([*keys, *lq, '"%s"', first, *[pair] * (measures - 1)])


def qcew_csv(
    frame: pd.DataFrame, titles: Sequence[str] | None = None, line_end: str = "\n"
) -> bytes:
    r"""Rows of an annual or quarterly frame as the agency writes them.

    Text fields and the header are quoted, numbers bare; quotients have two
    decimals and percentages one, but a withheld one is a bare ``0``.

    Parameters
    ----------
    frame
        Columns in file order.
    titles
        The five title fields of each row, quoted and joined, to stand after
        ``disclosure_code`` as in the by-area files.
    line_end
        ``"\n"`` in slices, ``"\r\n"`` in by-area files.
    """
    measures = (len(frame.columns) - len(KEYS) - 2) // 4
    header = list(frame.columns)
    columns = [frame[name].tolist() for name in header]
    if titles is not None:
        header[len(KEYS) : len(KEYS)] = TITLE_COLUMNS
        columns.insert(len(KEYS), list(titles))
    code = frame["disclosure_code"].to_numpy()
    first_change = frame.columns[len(KEYS) + 2 * measures + 2]
    kinds = (
        (frame["lq_disclosure_code"].to_numpy() != "N") * 4
        + (frame["oty_disclosure_code"].to_numpy() != "N") * 2
        + ((code == "-") & (frame[first_change].to_numpy() == 0))
    )
    templates = [
        _row_template(measures, titles is not None, bool(kind & 4), bool(kind & 2), bool(kind & 1))
        for kind in range(8)
    ]
    pattern = [templates[kind] for kind in kinds.tolist()]
    body = line_end.join(map(str.__mod__, pattern, zip(*columns, strict=True)))
    first = ",".join(f'"{name}"' for name in header)
    end = line_end if body else ""
    return f"{first}{line_end}{body}{end}".encode()


def title_fields(frame: pd.DataFrame, titles: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The five quoted title fields of each row, as the by-area files hold them."""
    industry = {
        code: title if title.startswith("NAICS") else f"{code} {title}"
        for code, title in titles["industry"].items()
    }
    parts = (
        frame["area_fips"].map(dict(titles["area"])),
        frame["own_code"].map(dict(titles["ownership"])),
        frame["industry_code"].map(industry),
        frame["agglvl_code"].map(dict(titles["agglevel"])),
        frame["size_code"].map(dict(titles["size"])),
    )
    return [
        ",".join(f'"{field}"' for field in fields)
        for fields in zip(*(part.tolist() for part in parts), strict=True)
    ]


def titles_csv(kind: str, titles: Mapping[str, str]) -> bytes:
    """A title list: quoted, CRLF; codes of owners, levels and sizes are bare in two of them."""
    stem = {"area": "area_fips", "ownership": "own_code", "agglevel": "agglvl_code"}.get(
        kind, f"{kind}_code"
    )
    title = {"ownership": "own_title", "agglevel": "agglvl_title"}.get(kind, f"{kind}_title")
    mark = "" if kind in ("ownership", "agglevel", "size") else '"'
    lines = [f'"{stem}","{title}"', *(f'{mark}{code}{mark},"{t}"' for code, t in titles.items())]
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


def zip_bytes(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of named members, all with the same fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
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
    book.set_properties({"created": datetime.datetime(*_MOMENT)})
    sheet = book.add_worksheet(f"laucnty{year % 100:02d}")
    whole = book.add_format({"num_format": "#,##0\\ \\ \\ \\ \\ "})
    tenth = book.add_format({"num_format": "0.0\\ \\ \\ \\ \\ "})
    sheet.set_column(0, 0, 15.1)
    sheet.set_column(3, 3, 32)
    heading = [
        [f"Labor Force Data by County, {year} Annual Averages"],
        [],
        ["", "State", "County", "", "", "", "", "", "", "Unemploy-"],
        ["LAUS", "FIPS", "FIPS", "", "", "", "Labor", "", "", "ment Rate"],
        ["Code", "Code", "Code", "County Name/State Abbreviation", "Year", "", "Force"]
        + ["Employed", "Unemployed", "(%)"],
        [],
    ]
    for row, words in enumerate(heading):
        for column, word in enumerate(words):
            if word:
                sheet.write_string(row, column, word)
    rows = frame[frame["year"] == str(year)]
    for row, values in enumerate(rows.itertuples(index=False, name=None), start=len(heading)):
        for column, text in enumerate(values[:5]):
            sheet.write_string(row, column, text)
        for column, number in enumerate(values[5:8], start=6):
            sheet.write_number(row, column, number, whole)
        sheet.write_number(row, 9, values[8], tenth)
    last = len(heading) + len(rows)
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
