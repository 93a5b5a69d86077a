"""Each judge finds what it is there to find, in a sample and in the application with a fault."""

import io
import logging
import time

import pikepdf
import pytest
from django.conf import settings as django_settings
from django.db.models import Q

from recommendations import access
from recommendations.models import Submission, visible
from recommendations.rules.roles import Role
from tests.hostile import canaries, judging
from tests.hostile.canaries import Canaries, Group
from tests.hostile.corpus import MARK, MARKUP
from tests.hostile.files import File, handed_over, of_multipart
from tests.hostile.forms import filled, posted, spoilt
from tests.hostile.fuzzing import Answered, Fuzz, failure
from tests.hostile.place import Place
from tests.hostile.requests import Request, of_form, quoted

SOUND = {**judging.HEADERS, "Cache-Control": "no-store"}
EXEMPT = Group("marlshire", "exempt")


@pytest.mark.parametrize(("code", "found"), [(200, 0), (404, 0), (500, 1), (503, 1)])
def test_a_failure_is_found_a_database_that_is_away_too(code, found):
    assert len(list(judging.status(code))) == found


@pytest.mark.parametrize(("seconds", "found"), [(1.9, 0), (2.1, 1)])
def test_what_is_slow_is_found(seconds, found):
    assert len(list(judging.pace(seconds))) == found


def test_sound_headers_are_let_through():
    assert not list(judging.headers(SOUND, signed_in=True))


@pytest.mark.parametrize("name", SOUND)
def test_a_header_that_is_missing_is_found(name):
    said = {one: value for one, value in SOUND.items() if one != name}
    assert list(judging.headers(said, signed_in=True)) == [f"{name} is None"]


@pytest.mark.parametrize("more", ["; script-src 'unsafe-inline'", "; style-src 'nonce-abc'"])
def test_a_policy_that_lets_more_in_is_found(more):
    policy = SOUND["Content-Security-Policy"] + more
    assert list(judging.headers({**SOUND, "Content-Security-Policy": policy}, signed_in=True))


@pytest.mark.parametrize(
    "to",
    [
        *(
            "https://elsewhere.example/",
            "//elsewhere.example",
            "/\\elsewhere.example",
            "///x.example",
        ),
        *("\\\\elsewhere.example", "javascript:alert(1)", " https://elsewhere.example"),
    ],
)
def test_a_way_to_another_site_is_found(to):
    assert list(judging.redirect({"Location": to}))


@pytest.mark.parametrize("to", ["/a/", "/sign-in/?next=//x.example/", "http://testserver/a/", "b/"])
def test_a_way_within_the_site_is_not(to):
    assert not list(judging.redirect({"Location": to}))


@pytest.mark.parametrize(
    "page",
    [
        *("<p style='color:red'>", '<a href="/" onclick=go()>', "<script>go()</script>"),
        *("<style>p{}</style>", '<script nonce="a">', f"<p>{MARKUP}</p>", '<svg onload="a()">'),
    ],
)
def test_what_is_inline_or_typed_as_markup_is_found(page):
    assert list(judging.markup(page))


@pytest.mark.parametrize(
    "page",
    ['<script src="/static/js/app.js"></script>', '<input value="a style=b onload=c">', "on = 1"],
)
def test_a_clean_page_is_not(page):
    assert not list(judging.markup(page))


# Canaries


@pytest.fixture
def planted() -> Canaries:
    made = Canaries()
    made.word(EXEMPT, "Wording.text of 1")
    return made


@pytest.mark.parametrize("text", ["zqcanary0q", "&lt;zqcanary0q&gt;", '"a":"zqcanary0q"'])
def test_a_canary_is_found_save_by_who_may_read_it(planted, text):
    leaks = judging.leaks(planted, text, may_read=frozenset(), where="the answer")
    assert list(leaks) == ["canary in the answer: marlshire exempt Wording.text of 1"]
    assert not list(judging.leaks(planted, text, may_read=frozenset({EXEMPT}), where="it"))


def test_a_canary_is_found_in_a_header(planted):
    said = canaries.everything(b"", {"Content-Disposition": "filename=zqcanary0q.pdf"})
    assert planted.met(said, but=frozenset())


def document(*, stream: bytes = b"", title: str = "") -> bytes:
    made = pikepdf.new()
    page = made.add_blank_page()
    page.Contents = made.make_stream(stream)
    if title:
        made.docinfo["/Title"] = title
    file = io.BytesIO()
    made.save(file, compress_streams=True, recompress_flate=True)
    return file.getvalue()


def test_a_canary_is_found_in_a_pdf_though_nothing_shows_it(planted):
    for hidden in (document(stream=b"% zqcanary0q"), document(title="zqcanary0q")):
        assert planted.met(canaries.everything(hidden, {}), but=frozenset())


def test_a_canary_is_found_in_the_text_of_a_pdf_across_a_line_end(planted, place):
    from reports.faces import pdf

    page = "<html lang=en><title>A</title><p>zqcan<br>ary0q</p></html>"
    assert planted.met(canaries.everything(pdf.render(page), {}), but=frozenset())


def test_what_the_log_quotes_is_found(planted):
    found = judging.in_log(planted, ["zqcanary0q", f"q={MARK}", "answered"], MARK)
    assert len(list(found)) == 2


# Forms

PAGE = """<form method="post" action="/a/"><input type="hidden" name="token" value="t">
<input name="title" value="{}"><textarea name="note">
{}</textarea><input type="radio" name="far" value="1">
<select name="who"><option value="2">B</select>
<input type="password" name="password"><button name="do" value="send">Send</button></form>"""


def test_what_was_typed_and_is_lost_is_found():
    typed = (("title", "A < B"), ("note", "one\r\ntwo"), ("password", "secret"))
    assert not list(judging.kept(PAGE.format("A &lt; B", "one\ntwo"), typed))
    assert len(list(judging.kept(PAGE.format("A", "one"), typed))) == 2


def test_a_file_comes_with_a_form_as_a_browser_sends_it(dice, rf):
    (form,) = posted(PAGE.replace("<form", '<form enctype="multipart/form-data"').format("", ""))
    assert form.takes_files
    brought = (("file", File("a.pdf", "application/pdf", b"%PDF-")),)
    kind, body = of_multipart((("note", "é"),), brought)
    read = rf.generic("POST", "/a/", body, kind)
    assert (read.POST["note"], read.FILES["file"].name) == ("é", "a.pdf")
    assert read.FILES["file"].read() == b"%PDF-"
    assert len({handed_over(["file"], dice) for _ in range(50)}) > 30


def test_what_was_handed_over_may_let_less_in_and_nothing_more():
    policy = {"Content-Security-Policy": judging.OF_WHAT_WAS_HANDED_OVER}
    assert not list(judging.headers({**SOUND, **policy}, signed_in=True))
    policy = {"Content-Security-Policy": "default-src 'none'"}
    assert list(judging.headers({**SOUND, **policy}, signed_in=True))


def test_a_form_is_filled_in_as_a_browser_would_send_it(dice, today):
    (form,) = posted(PAGE.format("", "one"))
    typed = dict(filled(form, dice, today=today))
    assert typed["token"] == "t"
    assert (typed["far"], typed["who"], typed["do"]) == ("1", "2", "send")
    assert typed["title"]
    assert typed["note"]


def test_one_thing_of_it_is_spoilt(dice, today):
    (form,) = posted(PAGE.format("", ""))
    typed = filled(form, dice, today=today)
    every = [spoilt(typed, dice, foreign=("9",)) for _ in range(50)]
    assert len({one.how for one in every}) > 10
    assert all(one.pairs != typed for one in every if one.how != "token is left out")


@pytest.mark.parametrize(
    ("method", "code", "to", "said"),
    [
        ("POST", 303, "/a/", False),
        ("POST", 302, "/sign-in/?next=/a/", True),
        ("POST", 200, None, True),
        ("POST", 409, None, True),
        ("GET", 302, "/a/", True),
    ],
)
def test_when_nothing_may_have_changed(method, code, to, said):
    assert judging.refused(code, method, to) is said


def test_a_form_that_acts_twice_is_found():
    class Led:
        status_code = 303

        def __init__(self, to):
            self.headers = {"Location": to}

    first = Answered(Led("/a/"), ["recommendations_submission"])
    assert not list(Fuzz.judged_twice(first, Answered(Led("/a/"), [])))
    assert len(list(Fuzz.judged_twice(first, Answered(Led("/b/"), ["recommendations_event"])))) == 2


# The application with a fault, which the fuzz finds


@pytest.fixture
def fuzz(place: Place) -> Fuzz:
    return Fuzz(place, seed="faults")


def home(place: Place, **more) -> Request:
    return Request("recommendations:home", f"/{place.demo.slug}/", **more)


def of_list(place: Place, **more) -> Request:
    name = "recommendations:recommendation_list"
    return Request(name, f"/{place.demo.slug}/recommendations/", **more)


@pytest.fixture
def member(place: Place):
    return place.called("member of the demo")


def door_that(monkeypatch, first):
    """Put something before the one door to a council's pages."""
    sound = access.viewer_or_404

    def faulty(user, slug):
        first(slug)
        return sound(user, slug)

    monkeypatch.setattr(access, "viewer_or_404", faulty)


def test_without_a_fault_nothing_is_found(fuzz, place, member):
    assert fuzz.alone(home(place), of_list(place), by=member) == []


def test_a_page_that_fails_is_found_with_its_place(fuzz, place, member, monkeypatch):
    def fail(slug):
        raise ValueError("a fault")

    door_that(monkeypatch, fail)
    (found,) = fuzz.alone(home(place), by=member)
    assert "answered 500 (ValueError: a fault at " in found
    assert fuzz.figures.failed == 1
    assert failure(type("Answer", (), {"status_code": 200})) == ""


def test_a_reading_that_writes_is_found(fuzz, place, member, monkeypatch):
    door_that(monkeypatch, lambda slug: Submission.objects.create(token=slug, by=member.user))
    (found,) = fuzz.alone(home(place), by=member)
    assert "refused, and yet recommendations_submission changed" in found
    assert fuzz.figures.changed == 1


def test_a_log_that_quotes_is_found(fuzz, place, member, monkeypatch):
    door_that(monkeypatch, lambda slug: logging.getLogger("a").info("asked for %s", slug))
    path = f"/{quoted(MARK)}/"
    (found,) = fuzz.alone(Request("recommendations:home", path), by=member)
    assert "the log quotes what was typed" in found


def test_a_rule_that_lets_everybody_read_is_found(fuzz, place, member, monkeypatch):
    everything = lambda governed, viewer: Q(**{governed.council: viewer.council})  # noqa: E731
    monkeypatch.setattr(visible, "visibility", everything)
    found = fuzz.alone(of_list(place), by=member)
    assert any("canary in the answer: marlshire" in one for one in found)
    assert fuzz.figures.canaries == len(found)


@pytest.mark.parametrize(
    ("taken_out", "said"),
    [
        ("csp.middleware.CSPMiddleware", "Content-Security-Policy is None"),
        ("scrutiny.middleware.PrivateAnswers", "Cache-Control is None"),
    ],
)
def test_a_header_that_is_no_longer_sent_is_found(fuzz, place, member, settings, taken_out, said):
    settings.MIDDLEWARE = [one for one in django_settings.MIDDLEWARE if one != taken_out]
    assert any(said in one for one in fuzz.alone(home(place), by=member))


def test_a_page_that_is_always_slow_is_found(fuzz, place, member, monkeypatch):
    monkeypatch.setattr(judging, "SLOW", 0.5)
    door_that(monkeypatch, lambda slug: time.sleep(0.6))
    (found,) = fuzz.alone(home(place), by=member)
    assert ": took " in found


def test_a_page_that_was_slow_once_is_not(fuzz, place, member, monkeypatch):
    monkeypatch.setattr(judging, "SLOW", 0.5)
    once = iter([0.6])
    door_that(monkeypatch, lambda slug: time.sleep(next(once, 0)))
    assert fuzz.alone(home(place), by=member) == []


def test_a_form_that_forgets_what_was_typed_is_found(fuzz, place, monkeypatch):
    clerk = place.called("clerk of the demo")
    path = f"/{place.demo.slug}/meetings/new/"
    typed = (("place", "The Guildhall"), ("day_day", "31"), ("day_month", "2"))
    kind, body = of_form(typed)
    sent = Request("recommendations:meeting_new", path, "POST", "", kind, body, {}, "", typed)
    assert fuzz.alone(sent, by=clerk) == []
    from recommendations.forms.meetings import MeetingForm

    sound = MeetingForm.__init__

    def forgetful(self, data=None, *args, **more):
        sound(self, {} if data is not None else None, *args, **more)

    monkeypatch.setattr(MeetingForm, "__init__", forgetful)
    assert any("is lost" in one for one in fuzz.alone(sent, by=clerk))


def test_everybody_is_among_those_who_come(place):
    """Each part in each council, with and without leave, and those with none."""
    names = {actor.name for actor in place.actors}
    assert {f"{role} of the demo" for role in Role} <= names
    assert {*Role, "nobody", "closed account", "no part anywhere"} <= names
