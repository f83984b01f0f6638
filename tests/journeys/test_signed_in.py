"""A saved sign-in that nobody used for the idle time has ended: the next page that is asked for signs in again."""

import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from euthymia.clinic.people.accounts.browser_sessions import kept_as

RUTH = "ruth@patients.example"


def session_cookie(saved) -> dict[str, object]:
    return next(cookie for cookie in saved["cookies"] if cookie["name"] == "sessionid")


def ended_at_the_server(saved, demo) -> None:
    with closing(sqlite3.connect(demo.home / "clinic.sqlite3")) as database, database:
        done = database.execute(
            "UPDATE django_session SET expire_date = '2020-01-01' WHERE session_key = ?",
            [kept_as(session_cookie(saved)["value"])],
        )
        assert done.rowcount == 1


def ended_in_the_browser(saved, demo) -> None:
    session_cookie(saved)["expires"] = time.time() - 1


@pytest.mark.parametrize("ends", [ended_at_the_server, ended_in_the_browser])
def test_who_was_signed_out_for_idleness_is_signed_in_again(ends, people, demo):
    people.page(RUTH)
    before = session_cookie(people.cookies[RUTH])["value"]
    ends(people.cookies[RUTH], demo)

    page = people.page(RUTH)
    page.goto("/me")

    expect(page.get_by_role("heading", name="Hello")).to_be_visible()
    assert session_cookie(people.cookies[RUTH])["value"] != before


def test_a_sign_in_that_goes_on_is_kept(people):
    people.page(RUTH)
    before = session_cookie(people.cookies[RUTH])["value"]

    people.page(RUTH)

    assert session_cookie(people.cookies[RUTH])["value"] == before
