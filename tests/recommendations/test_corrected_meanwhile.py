"""What a response says is corrected by one person while another takes back that it was given."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, connections, transaction

from recommendations.services import response_answers
from recommendations.services.facts import correct_fact, take_fact_back
from tests.recommendations.responding import Responding, given


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_what_is_corrected_while_it_is_taken_back_is_drafted_as_corrected(monkeypatch):
    responding = Responding.made()
    response, by = given(responding), responding.people["scrutiny officer"]
    corrected, may_end = Event(), Event()

    def correct_slowly(words):
        try:
            with transaction.atomic():
                said = response.answers.get(recommendation__address="R1", corrected_by=None)
                correct_fact(row=said, by=by, why="A slip", text=words)
                corrected.set()
                may_end.wait(timeout=1)
        finally:
            connections.close_all()

    def take_back_beside(words):
        corrected.clear()
        with ThreadPoolExecutor(1) as beside:
            slow = beside.submit(correct_slowly, words)
            corrected.wait(timeout=20)
            try:
                take_fact_back(row=response.stages.get(stage="given"), by=by, why="Not yet")
            finally:
                slow.result()

    with monkeypatch.context() as patch:
        patch.setattr(response_answers, "wait_for_corrections", lambda response: None)
        with pytest.raises(DatabaseError):
            take_back_beside("We agree.")
    take_back_beside("We agree to all of it.")
    assert "We agree to all of it." in {draft.text for draft in response.drafts.all()}
