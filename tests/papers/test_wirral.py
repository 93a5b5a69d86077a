"""Wirral's report of 2016 and the answers to it."""

from datetime import date

from recommendations.models import Answer
from tests.papers.reading import in_themes, numbered, owners, printed_twice, row, wording


def test_wirral_has_20_titled_recommendations_in_5_themes(wirral):
    assert in_themes(wirral) == [
        numbered(1, 3), numbered(4, 9), numbered(10, 15), numbered(16, 18), numbered(19, 20),
    ]  # fmt: skip
    assert wirral.recommendations.count() == 20
    titles = [wording(wirral, address).title for address in numbered(1, 20)]
    assert all(titles)
    assert titles[6] == "'Closing the loop'"
    assert row(wirral, "R1").reference == "Recommendation 1"
    assert printed_twice(wirral) == set()


def test_each_of_wirral_s_is_asked_of_its_director(wirral):
    leads = {
        str(post): [
            address
            for address in numbered(1, 20)
            if row(wirral, address).ownerships.filter(post=post).exists()
        ]
        for post in wirral.council.posts.filter(kind="director")
    }
    assert leads == {
        "Director of Children Services": [*numbered(1, 15), "R17", "R18"],
        "Strategic Director of Transformation and Resources": ["R16", "R20"],
        "Strategic Director for Families and Wellbeing": ["R19"],
    }


def test_alternative_and_joint_owners(wirral):
    assert owners(wirral, "R8") == [
        ("Director of Children Services", "lead"),
        ("Local Safeguarding Children Board", "alternative"),
    ]
    assert owners(wirral, "R11") == [
        ("Director of Children Services", "joint"),
        ("Wirral Clinical Commissioning Group", "joint"),
    ]


def test_wirral_s_cabinet_accepted_all_20_on_21_march_2016(wirral):
    response = wirral.responses.get()
    assert [(stage.stage, stage.on) for stage in response.stages.all()] == [
        ("decided", date(2016, 3, 21))
    ]
    assert "published minutes" in response.source_note
    answers = Answer.objects.filter(response=response)
    assert {answer.recommendation.address for answer in answers} == set(numbered(1, 20))
    assert set(answers.values_list("decision", flat=True)) == {"accepted"}
    assert answers.count() == 20


def test_the_panel_of_wirral(wirral):
    assert [member.part for member in wirral.members.all()] == ["Chair", "", "", "", ""]
