"""Visibility of documents: those shown on a day, those that left with a record they name, and their problems."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from credit import law, urls
from credit.documents.declared_subjects import subjects_of
from credit.documents.document_days import check_document_days
from credit.documents.document_reader import shipped_guides
from credit.documents.publication_window import window_of
from credit.documents.target_years import targets_until
from credit.documents.text_variables import fill_figures, names_in
from credit.model import REGISTER, Document, Problem, PublicTable
from credit.source_data import Catalogue
from credit.subject_mentions import HIDDEN_NAME, check_documents, check_link_texts, check_subject_ids


@dataclass(frozen=True)
class DayDocuments:
    """Documents of one day: those shown, the addresses of those that left or wait for their day, the problems of all.

    ``until`` is the last day on which they and the figures of the law in them hold and no further target year is over,
    None where no later one is known.
    """

    shown: tuple[Document, ...]
    departed: tuple[str, ...]
    problems: tuple[Problem, ...]
    until: datetime.date | None = None
    waiting: tuple[str, ...] = ()


def derive_documents(
    catalogue: Catalogue, public: Mapping[str, PublicTable], waiting_ids: frozenset[str], as_of: datetime.date, *,
    accepted: bool = False, withheld: Collection[str] = (),
) -> DayDocuments:  # fmt: skip
    """Return the documents of a day by the records that are public on it; ``waiting_ids`` are not listed yet or suspended.

    A document whose ``Subjects`` name a record that ended, was withdrawn, is suspended or not shown yet is not shown
    either (design.md section 3), nor one of an ``accepted`` commit that holds a name which is not public, nor one whose
    address is ``withheld``, because the check of a release found a fault in its page. Where all its hidden records are
    ``withheld``, it waits with them and has not left. The figures of the law are those of the day. A guide that is
    missing or left out is that of the software. A document is shown from its ``Publish_from`` to its ``Expires``.
    Codes: ``document-departed``, ``document-waiting``, ``document-expired``, ``event-day`` and ``guide-missing``
    (warnings) and those of ``subject_mentions``.
    """
    lists = [(name, table) for name, table in public.items() if table.resource.is_list]
    visible = frozenset(key for _, table in lists for key in table.cells["record_id"].tolist())
    black = frozenset(
        key
        for name, table in lists
        if table.resource.rules.kind == "black"
        for key in catalogue.tables[name].column("record_id")
    )
    known = frozenset(
        key
        for name, table in catalogue.tables.items()
        if table.resource.is_list or name == REGISTER
        for key in table.column("record_id")
    )
    leaving = {document.path: ids for document in catalogue.documents if (ids := _hidden_ids(document, visible))}
    withdrawn = catalogue.tables[REGISTER].column("record_id") if REGISTER in catalogue.tables else ()
    pending = {path for path, ids in leaving.items() if set(ids) <= set(withheld).difference(withdrawn)}
    staying = [document for document in catalogue.documents if document.path not in leaving]
    mentions = list(check_documents(catalogue.root, staying, catalogue.subjects, black, visible, waiting_ids))
    # A push with such a name is refused; a commit accepted before this rule loses only the document.
    naming = {
        mention.path for mention in mentions if accepted and mention.code == HIDDEN_NAME and mention.severity == "error"
    }
    problems = [
        *check_subject_ids(catalogue.documents, known.union(withheld), catalogue.root),
        *mentions,
        *check_link_texts(catalogue.documents, catalogue.subjects),
        *check_document_days(catalogue.documents, as_of),
        *(
            _pending(path, ids) if path in pending else _departure(path, f"讲到的记录 {'、'.join(ids)} 现在不公示")
            for path, ids in leaving.items()
        ),
        *(_departure(path, "写到了不公开的名字") for path in sorted(naming)),
    ]
    faulty = {item.path for item in catalogue.documents if _address(item) in withheld}
    windows = {document.path: window_of(document.metadata) for document in catalogue.documents}
    waiting = {path for path, window in windows.items() if window.waits(as_of)}
    over = {path for path, window in windows.items() if window.is_over(as_of)}
    problems += [*map(_waiting, waiting), *map(_expired, over)]
    waiting |= pending
    gone = {*leaving, *naming, *faulty, *waiting, *over}
    shown = [document for document in catalogue.documents if document.path not in gone]
    hidden = [document for document in catalogue.documents if document.path in gone and document.kind != "guide"]
    # A page that nobody has seen yet is not said to have left.
    places = tuple(_address(document) for document in hidden if document.path not in waiting)
    to_come = tuple(_address(document) for document in hidden if document.path in waiting)
    own = {document.slug for document in shown if document.kind == "guide"}
    missing = [guide for guide in shipped_guides() if guide.slug not in own]
    if missing:
        problems.append(_missing_guides([guide.slug for guide in missing]))
    figures = law.figures(as_of)
    filled = tuple(fill_figures(document, figures) for document in (*shown, *missing))
    dated = any(name.startswith("period_") for document in (*shown, *missing) for name in names_in(document))
    days = [law.figures_until(as_of) if dated else None, targets_until(shown, as_of)]
    days += [window.valid_until(as_of) for window in windows.values()]
    until = min((day for day in days if day is not None), default=None)
    return DayDocuments(filled, places, tuple(problems), until, to_come)


def _address(document: Document) -> str:
    return urls.document_address(document.kind, document.slug)


def _waiting(path: str) -> Problem:
    message = "还没有到开始公开的日子，到那一天零点自动公开"
    return Problem(path, 1, "Publish_from", "document-waiting", message, "warning", "开始公开")


def _pending(path: str, ids: Iterable[str]) -> Problem:
    message = f"讲到的记录 {'、'.join(ids)} 还没有公布（在等另一个人批准，或者网页有问题），公布以后这份文件自动公开"
    return Problem(path, 1, "Subjects", "document-waiting", message, "warning")


def _expired(path: str) -> Problem:
    message = "公开的最后一天已经过了，不再显示；不再需要的，删去文件，在 content/moved.csv 写明旧地址"
    return Problem(path, 1, "Expires", "document-expired", message, "warning", "公开到")


def _missing_guides(slugs: Sequence[str]) -> Problem:
    files = "、".join(f"{slug}.md" for slug in slugs)
    message = (
        f"这里没有能用的 {files}，办事指南先用软件自带的文字；要改文字，请从 plugins/credit/documents/shipped_guides/ "
        "把文件复制到这里再改"
    )
    return Problem("content/guides", 1, "", "guide-missing", message, "warning")


def _hidden_ids(document: Document, visible: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in subjects_of(document) if key not in visible)


def _departure(path: str, why: str) -> Problem:
    message = f"{why}，这份文件已经自动撤下；要再公开，请改写成不指明主体的文字，并改掉 Subjects 一行"
    return Problem(path, 1, "Subjects", "document-departed", message, "warning")
