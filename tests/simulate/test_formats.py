from __future__ import annotations

import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import python_calamine

from sectornb.simulate import State
from sectornb.simulate.columns import ANNUAL_COLUMNS, QUARTERLY_COLUMNS
from sectornb.simulate.formats import (
    gzip_bytes,
    laus_workbook,
    npz_bytes,
    plain_csv,
    qcew_csv,
    titles_csv,
    zip_bytes,
)
from sectornb.simulate.write import title_lists

KEYS = "area_fips own_code industry_code agglvl_code size_code year qtr disclosure_code"
ANNUAL = f"""{KEYS}
annual_avg_estabs annual_avg_emplvl total_annual_wages taxable_annual_wages annual_contributions
annual_avg_wkly_wage avg_annual_pay lq_disclosure_code lq_annual_avg_estabs lq_annual_avg_emplvl
lq_total_annual_wages lq_taxable_annual_wages lq_annual_contributions lq_annual_avg_wkly_wage
lq_avg_annual_pay oty_disclosure_code oty_annual_avg_estabs_chg oty_annual_avg_estabs_pct_chg
oty_annual_avg_emplvl_chg oty_annual_avg_emplvl_pct_chg oty_total_annual_wages_chg
oty_total_annual_wages_pct_chg oty_taxable_annual_wages_chg oty_taxable_annual_wages_pct_chg
oty_annual_contributions_chg oty_annual_contributions_pct_chg oty_annual_avg_wkly_wage_chg
oty_annual_avg_wkly_wage_pct_chg oty_avg_annual_pay_chg oty_avg_annual_pay_pct_chg"""
QUARTERLY = f"""{KEYS}
qtrly_estabs month1_emplvl month2_emplvl month3_emplvl total_qtrly_wages taxable_qtrly_wages
qtrly_contributions avg_wkly_wage lq_disclosure_code lq_qtrly_estabs lq_month1_emplvl
lq_month2_emplvl lq_month3_emplvl lq_total_qtrly_wages lq_taxable_qtrly_wages
lq_qtrly_contributions lq_avg_wkly_wage oty_disclosure_code oty_qtrly_estabs_chg
oty_qtrly_estabs_pct_chg oty_month1_emplvl_chg oty_month1_emplvl_pct_chg oty_month2_emplvl_chg
oty_month2_emplvl_pct_chg oty_month3_emplvl_chg oty_month3_emplvl_pct_chg
oty_total_qtrly_wages_chg oty_total_qtrly_wages_pct_chg oty_taxable_qtrly_wages_chg
oty_taxable_qtrly_wages_pct_chg oty_qtrly_contributions_chg oty_qtrly_contributions_pct_chg
oty_avg_wkly_wage_chg oty_avg_wkly_wage_pct_chg"""


def slice_of(state: State, area: str) -> pd.DataFrame:
    frame = state.annual[state.years[-1]]
    return frame[frame["area_fips"] == area]


def test_columns_stand_in_the_order_of_the_agencys_slices(example: State) -> None:
    assert list(ANNUAL_COLUMNS) == ANNUAL.split() and len(ANNUAL_COLUMNS) == 38
    assert list(QUARTERLY_COLUMNS) == QUARTERLY.split() and len(QUARTERLY_COLUMNS) == 42
    assert list(example.annual[2022].columns) == ANNUAL.split()
    assert list(example.quarterly[2022].columns) == QUARTERLY.split()


def test_text_is_quoted_and_numbers_are_bare(example: State) -> None:
    data = qcew_csv(slice_of(example, "57001"))
    lines = data.decode().split("\n")
    assert b"\r" not in data and not data.startswith(b"\xef\xbb\xbf")
    assert lines[0].startswith('"area_fips","own_code","industry_code"')
    assert lines[1].startswith('"57001","0","10","70","0","2022","A","",')
    assert ',"",1.00,1.00,1.00,1.00,1.00,1.00,1.00,"",' in lines[1]
    assert lines[-1] == ""


def test_withheld_figures_are_bare_zeros_and_establishments_stay(example: State) -> None:
    rows = qcew_csv(slice_of(example, "57001")).decode().split("\n")
    hidden = [line for line in rows if '"A","N",' in line]
    zeros = ",".join(["0"] * 6)
    assert hidden and all(f',{zeros},"N",' in line and line.endswith("0,0,0,0") for line in hidden)


def test_a_slice_reads_back_as_the_frame(example: State) -> None:
    rows = slice_of(example, "57029").reset_index(drop=True)
    text = dict.fromkeys(KEYS.split(), str)
    text |= {"lq_disclosure_code": str, "oty_disclosure_code": str}
    back = pd.read_csv(io.BytesIO(qcew_csv(rows)), dtype=text, keep_default_na=False)
    for name in ANNUAL_COLUMNS:
        assert back[name].tolist() == rows[name].tolist(), name


def test_title_lists_quote_text_codes_only(example: State) -> None:
    titles = title_lists(example.geography)
    industry = titles_csv(titles["industry"]).decode()
    assert industry.startswith(
        '"industry_code","industry_title"\r\n"10","Total, all industries"\r\n'
    )
    assert '"238212","NAICS 238212 Nonresidential electrical contractors"\r\n' in industry
    assert titles_csv(titles["ownership"]).startswith(
        b'"own_code","own_title"\r\n0,"Total Covered"\r\n'
    )
    assert titles_csv(titles["agglevel"]).count(b"\r\n") == 57
    assert titles_csv(titles["area"]).startswith(
        b'"area_fips","area_title"\r\n"US000","U.S. TOTAL"\r\n"57000","Westmark -- Statewide"\r\n'
    )


def test_every_published_code_has_titles(example: State) -> None:
    titles = title_lists(example.geography)
    for frame in example.annual.values():
        assert set(frame["area_fips"]) <= set(titles["area"]["area_fips"])
        assert set(frame["industry_code"]) <= set(titles["industry"]["industry_code"])
        assert set(frame["agglvl_code"]) <= set(titles["agglevel"]["agglvl_code"])
        assert set(frame["own_code"]) <= set(titles["ownership"]["own_code"])


def test_containers_hold_no_clock() -> None:
    # Bytes 4 to 7 of a gzip file are its time.
    packed = gzip_bytes(b"text")
    assert packed[4:8] == b"\0\0\0\0" and gzip.decompress(packed) == b"text"
    archive = zip_bytes([("a.csv", b"text")])
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.infolist()[0].date_time == (2023, 9, 6, 0, 0, 0)
        assert opened.read("a.csv") == b"text"


def test_plain_csv_quotes_only_where_needed() -> None:
    frame = pd.DataFrame({"code": ["57001"], "name": ["Alder County, WM"]})
    assert plain_csv(frame) == b'code,name\n57001,"Alder County, WM"\n'


def test_arrays_read_back(example: State) -> None:
    with np.load(io.BytesIO(npz_bytes({"a": np.arange(3)}))) as kept:
        assert kept["a"].tolist() == [0, 1, 2]


def test_labor_force_workbook_has_the_agencys_layout(example: State) -> None:
    book = python_calamine.load_workbook(io.BytesIO(laus_workbook(example.residents, 2022)))
    assert book.sheet_names == ["laucnty22"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Labor Force Data by County, 2022 Annual Averages"
    assert rows[4][:5] == ["Code", "Code", "Code", "County Name/State Abbreviation", "Year"]
    first = rows[6]
    assert first[:6] == ["CN5700100000000", "57", "001", "Alder County, WM", "2022", ""]
    assert first[6] == first[7] + first[8]
    assert len(rows) == 6 + 30 + 3 and rows[-2][0] == "SOURCE:  BLS, LAUS"
