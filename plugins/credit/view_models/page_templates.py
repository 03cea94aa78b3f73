"""Page templates: the template of the theme for each page type."""

from __future__ import annotations

from collections.abc import Mapping

from credit.view_models.dataset_views import DataPage, DatasetPage
from credit.view_models.department_views import (
    DepartmentPage,
    DepartmentsPage,
    MeasureListPage,
    MeasurePage,
    MeasuresPage,
)
from credit.view_models.document_views import ColumnPage, DocumentPage, TextPage
from credit.view_models.entity_views import CertificatePage, EntityPage
from credit.view_models.guide_views import GuidePage, GuidesPage
from credit.view_models.list_views import BrowsePage, ListPage, ListsPage
from credit.view_models.page_base import Page
from credit.view_models.search_views import BatchPage, SearchByPage, SearchPage
from credit.view_models.site_views import HomePage, LargePage, NotFoundPage, SiteMapPage
from credit.view_models.statistics_views import StatisticsPage

#: Page type → template of the theme.
TEMPLATES: Mapping[type[Page], str] = {
    HomePage: "home.html",
    ListsPage: "lists.html",
    ListPage: "list.html",
    BrowsePage: "browse.html",
    EntityPage: "entity.html",
    CertificatePage: "certificate.html",
    ColumnPage: "column.html",
    DocumentPage: "document.html",
    TextPage: "text.html",
    DepartmentsPage: "departments.html",
    DepartmentPage: "department.html",
    MeasuresPage: "measures.html",
    MeasureListPage: "measure_list.html",
    MeasurePage: "measure.html",
    DataPage: "data.html",
    DatasetPage: "dataset.html",
    GuidePage: "guide.html",
    GuidesPage: "guides.html",
    StatisticsPage: "statistics.html",
    LargePage: "large.html",
    SearchPage: "search.html",
    SearchByPage: "search_by.html",
    BatchPage: "batch.html",
    SiteMapPage: "sitemap.html",
    NotFoundPage: "not_found.html",
}
