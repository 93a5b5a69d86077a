"""What a site with HTTPS tells a browser, by its own settings and not by those of the tests."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.hostile import judging

ASK = """
import json, logging, os
os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.settings"
import django
django.setup()
logging.disable()
from django.conf import settings
from django.test import Client
settings.STORAGES["staticfiles"]["BACKEND"] = \\
    "django.contrib.staticfiles.storage.StaticFilesStorage"
told = {}
for name, host, secure in [
    ("sound", "recommendations.example", True),
    ("plain", "recommendations.example", False),
    ("evil", "elsewhere.example", True),
]:
    client = Client(headers={"host": host})
    answer = client.get("/sign-in/", secure=secure)
    cookies = {one.key: {**one} for one in answer.cookies.values()}
    told[name] = [answer.status_code, dict(answer.headers), cookies]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> dict:
    """A process of its own, as gunicorn would start one."""
    site = {"HTTPS": "on", "ALLOWED_HOSTS": "recommendations.example", "DEMONSTRATION": "off"}
    command = [sys.executable, "-c", ASK]
    environment = {**os.environ, **site}
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_every_header_is_there_and_https_is_kept_to(told):
    code, said, _ = told["sound"]
    assert code == 200
    assert list(judging.headers(said, signed_in=False)) == []
    assert said["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_a_cookie_is_for_this_host_and_for_https_alone(told):
    _, _, cookies = told["sound"]
    assert list(cookies) == ["__Host-csrf"]
    cookie = cookies["__Host-csrf"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_without_https_one_is_led_to_it_on_the_same_host(told):
    code, said, _ = told["plain"]
    assert (code, said["Location"]) == (301, "https://recommendations.example/sign-in/")


def test_another_host_is_refused_with_every_header_there_too(told):
    code, said, _ = told["evil"]
    assert code == 400
    assert list(judging.headers(said, signed_in=False)) == []
