"""Missing front matter: values for required keys that a paper does not state, with a remark on each."""

from __future__ import annotations

from collections.abc import Mapping

from credit.documents import UNSTATED, VALIDITIES
from credit.documents.declared_subjects import NO_SUBJECTS
from credit.importer.document_import.remark_report import Remark


def lacking(values: Mapping[str, str], kind: str) -> tuple[dict[str, str], list[Remark]]:
    """Return values for the keys that front matter requires and the paper does not state, with a remark on each."""
    added: dict[str, str] = {}
    remarks = []
    if "Title" not in values:
        added["Title"] = UNSTATED
        remarks.append(Remark(0, "title-missing", f"找不到标题，已填 {UNSTATED}，检查时会被拒绝，请改为标题"))
    if "Date" not in values:
        added["Date"] = UNSTATED
        remarks.append(
            Remark(
                0, "date-missing", f"没有写自己的日期，已填 {UNSTATED}；正文里提到的日期属于别的文件或事情，没有采用"
            )
        )
    if "Number" not in values:
        message = "没有写自己的文号；正文里提到的文号属于别的文件，没有采用"
        if kind == "policy":
            added["Number"] = added["Number_printed"] = UNSTATED
            message += f"，已填 {UNSTATED}，请查明后补上"
        remarks.append(Remark(0, "number-missing", message))
    if "Issuer" not in values:
        message = "没有写明发文机关"
        if kind == "policy":
            added["Issuer"] = UNSTATED
            message += f"，已填 {UNSTATED}，请查明后补上"
        remarks.append(Remark(0, "issuer-missing", message))
    if kind == "policy" and "Validity" not in values:
        added["Validity"] = UNSTATED
        remarks.append(
            Remark(0, "validity-missing", f"没有写是否有效，已填 {UNSTATED}，请查明后改为 {'、'.join(VALIDITIES)} 之一")
        )
    if kind == "case":
        added["Subjects"] = NO_SUBJECTS
        message = f"没有写讲到哪些记录，已填 {NO_SUBJECTS}；讲到失信名单上的记录时，请在 Subjects 写上记录编号"
        remarks.append(Remark(0, "subjects-unstated", message))
    return added, remarks
