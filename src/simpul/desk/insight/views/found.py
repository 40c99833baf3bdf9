"""What a search found as numbers: Social Mention's four for its words, and counts to take along."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from simpul.desk.exports import csv_file
from simpul.desk.insight import counts, search
from simpul.desk.insight.mentioning import four_numbers
from simpul.desk.insight.pages import folder_of, indexed, language, study_page
from simpul.desk.insight.views.listen import query_of
from simpul.desk.insight.wording import names_of
from simpul.desk.people.doors import door
from simpul.desk.people.rights import Right
from simpul.desk.people.trail import record


@require_safe
@door(Right.READ_POSTS)
def mentions(request: HttpRequest) -> HttpResponse:
    """Strength, sentiment, passion and reach of the words, a piece of the page of Simak."""
    study, index = indexed(request)
    query = query_of(request)
    try:
        figures = four_numbers(study.path, index, query, language()) if query.words.strip() else []
    except search.QueryProblem:
        figures = []
    return study_page(request, "insight/mentions.html", study=study, figures=figures)


@require_safe
@door(Right.EXPORT)
def counts_csv(request: HttpRequest) -> HttpResponse:
    """How many posts a search found, by issue, place and month."""
    study, index = indexed(request)
    query = query_of(request)
    names = names_of(folder_of(study))
    try:
        rows = list(counts.count_rows(study.path, index, query, names))
    except search.QueryProblem as problem:
        raise Http404("no such search") from problem
    record(request, "search_exported", study.slug, words=query.words[:100], filters=dict(query.facets))
    return csv_file([counts.HEAD, *rows], f"simak-{study.slug}.csv")


urlpatterns = [
    path("simak/angka/", mentions, name="mentions"),
    path("simak/hitungan/", counts_csv, name="counts_csv"),
]
