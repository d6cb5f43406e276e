"""Writing everything that shows a plan: workbook, document, page."""

from __future__ import annotations

from sectornb.report.plan.document import write_plan_document
from sectornb.report.plan.files import DOCUMENT, WORKBOOK, has_plan
from sectornb.report.plan.page import write_plan_page
from sectornb.report.plan.plan import plan_of
from sectornb.report.plan.workbook_file import write_plan_workbook
from sectornb.report.report import Report


def write_plan(report: Report) -> None:
    """Write the plan of each record that has one, into the report's folder.

    Raises
    ------
    OSError
        If a file cannot be written, such as on a full disk.
    MissingColumnError, DeclarationError, InputError
        If a saved table is not what the dictionary says of it.
    """
    for record in report.records:
        if has_plan(record):
            plan = plan_of(report, record)
            write_plan_workbook(plan, report.folder / WORKBOOK.format(report.region_id))
            write_plan_document(plan, report.folder / DOCUMENT.format(report.region_id))
            write_plan_page(report, record, plan)
