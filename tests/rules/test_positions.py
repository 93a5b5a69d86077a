"""What a committee may say, by the scheme of its council."""

import pytest

from recommendations.rules.positions import (
    ENDS,
    GOES_ON,
    READY,
    USUAL,
    DoesNotFit,
    Scheme,
    Status,
    ready_name,
    what_is_wrong,
)

YORK, LEEDS = READY["york"][1], READY["leeds"][1]


@pytest.mark.parametrize(
    ("scheme", "words", "said", "closes"),
    [
        (YORK, "Achieved – stop monitoring", "", "implemented"),
        (YORK, "Achieved – stop monitoring", "overtaken", "overtaken"),
        (YORK, "Acceptable progress – continue", "", ""),
        (LEEDS, "1. Stop monitoring", "merged", "merged"),
        (LEEDS, "2. Achieved", "", "implemented"),
        (LEEDS, "6. Not for review this session", "", ""),
        (USUAL, "Achieved", "", ""),
        (USUAL, "Achieved", "implemented", "implemented"),
        (USUAL, "Discharged", "refused", "refused"),
        (YORK, "Monitoring", "implemented", "implemented"),
    ],
)
def test_a_status_closes_as_its_scheme_says(scheme, words, said, closes):
    assert scheme.closes_as(words, said) == closes


@pytest.mark.parametrize(
    ("scheme", "words", "said", "sentence"),
    [
        (YORK, "Acceptable progress – continue", "merged", "does not end the monitoring"),
        (LEEDS, "1. Stop monitoring", "", "ends the monitoring: say why it ends"),
    ],
)
def test_a_status_and_a_reason_that_exclude_each_other_are_refused(scheme, words, said, sentence):
    with pytest.raises(DoesNotFit, match=sentence):
        scheme.closes_as(words, said)


def test_leeds_closes_with_its_first_two_and_york_with_its_first():
    ending = {
        name: [s.ends != GOES_ON for s in ready.statuses] for name, (_, ready) in READY.items()
    }
    assert ending["leeds"] == [True, True, False, False, False, False]
    assert ending["york"] == [True, False, False]


def test_each_ready_scheme_may_be_used_and_reads_back_as_it_was():
    for name, (_, scheme) in READY.items():
        assert not list(what_is_wrong(scheme))
        assert ready_name(Scheme.from_json(scheme.as_json())) == name


def test_what_was_said_under_another_scheme_is_offered_last():
    assert YORK.offered(["Monitoring"])[-1] == ("Monitoring", "Monitoring")
    assert YORK.offered([])[0][1] == "Achieved – stop monitoring: green"


ON, OFF = Status(words="On"), Status(words="Off", ends=ENDS)


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ((), "Enter at least two statuses"),
        ((ON,), "has to end the monitoring"),
        ((OFF,), "has to let the monitoring go on"),
        ((ON, OFF, Status(words="ON")), "Two statuses have the same words"),
        ((ON, OFF, Status(words="Else", ends="maybe")), "whether the monitoring ends"),
        (tuple(Status(words=str(n)) for n in range(11)), "10 statuses at most"),
    ],
)
def test_a_scheme_that_cannot_work_is_told_why(statuses, sentence):
    assert any(sentence in one for one in what_is_wrong(Scheme(statuses)))
