"""View models: the contract between pages and theme; a template gets one as ``page`` and a PageLayout as ``site``.

Every address (``href``) is root-relative and already carries the base path. Every text is plain text that
the template escapes; only ``body`` of a document is HTML, sanitised by ``documents``. The first comment of each template
names its classes; a test checks every attribute it uses (tests/support/template_types.py).
"""

from credit.view_models.dataset_views import DataPage, DatasetCard, DatasetPage, Download
from credit.view_models.department_views import (
    DepartmentPage,
    DepartmentsPage,
    MeasureListPage,
    MeasurePage,
    MeasuresPage,
)
from credit.view_models.document_views import ColumnPage, DocumentEntry, DocumentPage, OutlineItem, TextPage
from credit.view_models.entity_views import (
    Badge,
    CertificatePage,
    EntityPage,
    Honour,
    ListingView,
    Measure,
    Moment,
    NextStep,
    Timeline,
)
from credit.view_models.guide_views import Form, FormLine, GuidePage, GuidesPage, Step
from credit.view_models.list_views import BrowsePage, ListCard, ListPage, ListsPage
from credit.view_models.page_base import Head, Page, PageLayout, Relation
from credit.view_models.page_templates import TEMPLATES
from credit.view_models.search_views import BatchPage, SearchByPage, SearchPage
from credit.view_models.site_views import HomePage, LargePage, NotFoundPage, SiteMapPage
from credit.view_models.statistics_views import Bar, Chart, StatisticsPage, StatisticsPart
from credit.view_models.view_parts import Cell, Column, Fact, Grid, Link, LinkGroup, PrintHead, Quote, Row, Sentence

__all__ = [
    "TEMPLATES",
    "Badge",
    "Bar",
    "BatchPage",
    "BrowsePage",
    "Cell",
    "CertificatePage",
    "Chart",
    "Column",
    "ColumnPage",
    "DataPage",
    "DatasetCard",
    "DatasetPage",
    "DepartmentPage",
    "DepartmentsPage",
    "DocumentEntry",
    "DocumentPage",
    "Download",
    "EntityPage",
    "Fact",
    "Form",
    "FormLine",
    "Grid",
    "GuidePage",
    "GuidesPage",
    "Head",
    "HomePage",
    "Honour",
    "LargePage",
    "Link",
    "LinkGroup",
    "ListCard",
    "ListPage",
    "ListingView",
    "ListsPage",
    "Measure",
    "MeasureListPage",
    "MeasurePage",
    "MeasuresPage",
    "Moment",
    "NextStep",
    "NotFoundPage",
    "OutlineItem",
    "Page",
    "PageLayout",
    "PrintHead",
    "Quote",
    "Relation",
    "Row",
    "SearchByPage",
    "SearchPage",
    "Sentence",
    "SiteMapPage",
    "StatisticsPage",
    "StatisticsPart",
    "Step",
    "TextPage",
    "Timeline",
]
