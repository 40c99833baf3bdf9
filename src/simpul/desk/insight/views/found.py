"""What a search found as numbers: Social Mention's four for its words, and counts to take along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from simpul.desk.insight import counts, indexing, search, tables
from simpul.desk.insight.mentioning import four_numbers
from simpul.desk.insight.pages import study_page
from simpul.desk.insight.studies import asked_for
from simpul.desk.insight.views.listen import query_of
from simpul.desk.insight.wording import names_of
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.desk.people.trail import record
from simpul.report.study import Language
from simpul.report.study import Study as Folder


@require_safe
@door(Right.READ_POSTS)
def mentions(request: HttpRequest) -> HttpResponse:
    """Strength, sentiment, passion and reach of the words, a piece of the page of Simak."""
    study = asked_for(request)
    index = indexing.index_of(study.path) if study else None
    if study is None or index is None:
        raise Http404("no index")
    query = query_of(request)
    language: Language = "en" if get_language() == "en" else "id"
    try:
        figures = four_numbers(study.path, index, query, language) if query.words.strip() else []
    except search.QueryProblem:
        figures = []
    return study_page(request, "insight/mentions.html", study=study, figures=figures)


@require_safe
@door(Right.EXPORT)
def counts_csv(request: HttpRequest) -> HttpResponse:
    """How many posts a search found, by issue, place and month."""
    study = asked_for(request)
    index = indexing.index_of(study.path) if study else None
    if study is None or index is None:
        raise Http404("no index")
    query = query_of(request)
    names = names_of(Folder(study.path, "en" if get_language() == "en" else "id"))
    try:
        rows = list(counts.count_rows(study.path, index, query, names))
    except search.QueryProblem as problem:
        raise Http404("no such search") from problem
    record(request, "search_exported", study.slug, words=query.words[:100], filters=dict(query.facets))
    return tables.csv_response(f"simak-{study.slug}.csv", counts.HEAD, rows)
