"""`euthymia doctor`: each judgement by itself, and the command as a whole."""

import json
import os
import resource
import socket
import sqlite3
import threading
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from euthymia.clinic.server import folder
from euthymia.clinic.server.doctor import folder_files, front, machine, mail, probe, records
from euthymia.clinic.server.doctor.finding import Level
from euthymia.clinic.server.doctor.front import At, Seen
from tests.cli.operations.commands import euthymia
from tests.postgres import free_port

RIGHT, LOOK, WRONG = Level
LINE = {"client": "192.0.2.7", "scheme": "https", "host": ["clinic.example"], "forwarded_for": ["192.0.2.7"]}


@pytest.mark.parametrize(
    ("free", "nodes", "level"),
    [
        (5_000_000_000, 1000, RIGHT),
        (5_000_000_000, None, RIGHT),
        (4_999_999_999, 1000, LOOK),
        (999_999_999, 1000, WRONG),
        (5_000_000_000, 999, WRONG),
    ],
)
def test_a_disk_that_fills_up_is_said_before_it_is_full(free, nodes, level):
    assert machine.disk(Path("/"), free, 10**11, nodes).level == level


@pytest.mark.parametrize(
    ("limit", "level"), [(resource.RLIM_INFINITY, RIGHT), (65_536, RIGHT), (4096, RIGHT), (4095, WRONG), (1024, WRONG)]
)
def test_few_open_files_are_wrong(limit, level):
    assert machine.files(limit, "as in this shell").level == level


@pytest.mark.parametrize(("known", "level"), [(True, RIGHT), (False, WRONG), (None, LOOK)])
def test_the_kernel_says_whether_a_time_server_sets_the_clock(known, level):
    assert machine.kernel_clock(known).level == level


@pytest.mark.parametrize(("off_s", "level"), [(0.0, RIGHT), (-2.0, RIGHT), (2.1, WRONG), (-3600, WRONG), (None, LOOK)])
def test_a_clock_that_differs_from_the_web_servers_is_wrong(off_s, level):
    assert machine.clock_of_front(off_s).level == level


def test_processes_are_known_by_their_lock_and_their_own_limit_counts(tmp_path):
    assert machine.processes(tmp_path) == []
    with folder.alone(tmp_path):
        assert machine.processes(tmp_path) == [os.getpid()]
        assert "by the clinic's 1 processes" in machine.examine(tmp_path)[0].seen
    assert machine.processes(tmp_path) == []


@pytest.mark.parametrize(
    ("settings", "level"),
    [({}, RIGHT), ({"EUTHYMIA_MODE": "production"}, RIGHT), ({"EUTHYMIA_MODE": "demo"}, WRONG)],
)
def test_only_production_is_right(settings, level):
    assert folder_files.kind(settings).level == level


@pytest.mark.parametrize(
    ("hosts", "level"), [("clinic.example", RIGHT), ("", WRONG), ("*", WRONG), ("a.example,.b.example", WRONG)]
)
def test_names_are_names_and_no_wildcards(hosts, level):
    assert folder_files.names({"EUTHYMIA_HOSTS": hosts}).level == level


def test_keys_that_others_may_read_and_a_demo_are_wrong(tmp_path):
    (tmp_path / "keys").mkdir(mode=0o700)
    key = tmp_path / "keys" / "audit.key"
    key.touch(mode=0o600)
    tmp_path.chmod(0o700)
    assert (folder_files.readers(tmp_path).level, folder_files.owner(tmp_path).level) == (RIGHT, RIGHT)

    key.chmod(0o640)
    (tmp_path / folder.DEMO_MARK).touch()

    assert (folder_files.readers(tmp_path).level, folder_files.owner(tmp_path).level) == (WRONG, WRONG)
    assert "audit.key" in folder_files.readers(tmp_path).seen


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a file another account's")
def test_a_file_of_another_account_is_wrong(tmp_path):
    (tmp_path / "clinic.sqlite3").touch()
    os.chown(tmp_path / "clinic.sqlite3", 65534, 65534)

    assert "clinic.sqlite3 belongs to another account" in folder_files.owner(tmp_path).seen


@pytest.mark.parametrize(
    ("status", "changed", "first_s", "levels"),
    [
        (200, {}, 0.1, [RIGHT, RIGHT]),
        (200, {}, probe.PAUSE_S, [RIGHT, WRONG]),
        (200, {"scheme": "http"}, 0.1, [WRONG, RIGHT]),
        (200, {"host": ["127.0.0.1:8000"]}, 0.1, [WRONG, RIGHT]),
        (200, {"host": ["clinic.example", "clinic.example"]}, 0.1, [WRONG, RIGHT]),
        (200, {"forwarded_for": []}, 0.1, [WRONG, RIGHT]),
        (200, {"client": front.FORGED}, 0.1, [WRONG, RIGHT]),
        (200, {"scheme": "http", "forwarded_for": []}, 0.1, [WRONG, WRONG, RIGHT]),
        (502, {}, 0.1, [WRONG]),
        (301, {}, 0.1, [WRONG]),
        (404, {}, 0.1, [WRONG]),
    ],
)
def test_what_a_web_server_hands_on_is_judged(status, changed, first_s, levels):
    found = front.judge(At("clinic.example"), Seen(status, LINE | changed, first_s, 0.0))

    assert [finding.level for finding in found] == levels
    assert all(finding.advice for finding in found if finding.level)


def test_a_word_for_the_doctor_holds_for_as_long_as_it_asks_and_two_minutes_at_most(tmp_path):
    scope = {"headers": []}
    with probe.word(tmp_path) as nonce:
        scope["headers"] = [(b"x-euthymia-doctor", nonce.encode())]
        assert probe._may_ask(scope, tmp_path)
        assert (tmp_path / probe.FILE).stat().st_mode & 0o777 == 0o600
        past_s = time.time() - probe.HOLDS_S - 1
        os.utime(tmp_path / probe.FILE, (past_s, past_s))
        assert not probe._may_ask(scope, tmp_path)
    assert not probe._may_ask(scope, tmp_path) and not (tmp_path / probe.FILE).exists()
    (tmp_path / probe.FILE).touch()
    assert not probe._may_ask({"headers": [(b"x-euthymia-doctor", b"")]}, tmp_path)


@contextmanager
def answering(*lines):
    """A mail server that says these lines, one after each it hears."""
    port = free_port()

    def serve(listening):
        line, _ = listening.accept()
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 mail.example ready\r\n")
            for answer in lines:
                if not heard.readline():
                    return
                line.sendall(answer + b"\r\n")
            heard.readline()

    with socket.create_server(("127.0.0.1", port)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        yield port


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((b"250-mail.example\r\n250 HELP",), "offers no TLS"),
        ((b"502 no", b"502 no"), "does not answer"),
        ((b"250-mail.example\r\n250 STARTTLS", b"454 no"), "does not answer"),
    ],
)
def test_a_mail_server_that_takes_no_mail_of_ours_is_wrong(lines, said):
    with answering(*lines) as port:
        (finding, sender) = mail.examine({"EUTHYMIA_MAIL": f"smtp://user:geheim@127.0.0.1:{port}"})

    assert finding.level == WRONG and said in finding.seen
    assert "geheim" not in finding.seen + finding.advice
    assert sender.level == LOOK and "clinic@localhost" in sender.seen


def test_no_mail_server_and_one_that_is_not_there_are_wrong():
    (none,) = mail.examine({})
    gone = mail.examine({"EUTHYMIA_MAIL": f"smtp://127.0.0.1:{free_port()}", "EUTHYMIA_MAIL_FROM": "a@b.example"})

    assert none.level == WRONG and "nobody gets a sign-in link" in none.seen
    assert [finding.level for finding in gone] == [WRONG] and "ConnectionRefusedError" in gone[0].seen


def test_copies_go_to_another_disk_that_takes_them(tmp_path):
    assert records.place(tmp_path, tmp_path / "none").level == WRONG
    assert records.place(tmp_path, tmp_path).level == LOOK
    assert records.place(tmp_path, Path("/dev/shm")).level == RIGHT


def found(home, *words, **more):
    done = euthymia(home, "doctor", "--json", *words, **more)
    rows = json.loads(done.stdout)
    worst = max(("right", "look", "wrong").index(row["level"]) for row in rows)
    assert done.returncode == worst, "the exit status is the worst"
    return {row["check"]: row for row in rows}


def test_a_new_clinic_is_right_but_for_what_is_not_set_up_yet(made_once):
    rows = found(made_once, "--front", f"127.0.0.1:{free_port()}")

    for check in ("mode", "names", "folder", "keys", "tables", "audit rows", "audit chain", "web servers believed"):
        assert rows[check]["level"] == "right", rows[check]
    for check in ("mail", "copies", "https://clinic.example"):
        assert rows[check]["level"] == "wrong" and rows[check]["advice"], rows[check]


def test_an_empty_machine_is_looked_at_and_nothing_is_made_on_it(tmp_path):
    rows = found(tmp_path / "none")

    assert {"open files", "disk", "clock", "folder"} == set(rows)
    assert rows["folder"]["level"] == "wrong" and "euthymia init" in rows["folder"]["advice"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("sql", "check", "seen"),
    [
        ("DROP TRIGGER audit_no_delete", "audit rows", "audit_no_delete is off"),
        (
            "DROP TRIGGER audit_no_update; "
            "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent BEGIN SELECT 1; END",
            "audit rows", "audit_no_update is off",
        ),
        (
            "DROP TRIGGER audit_no_update; UPDATE audit_auditevent SET actor = 'x' WHERE number = 1",
            "audit chain", "changed",
        ),
        ("DELETE FROM django_migrations WHERE app = 'auth' AND name LIKE '0012%'", "tables", "1 steps are not done"),
    ],
)  # fmt: skip
def test_what_was_done_to_the_database_by_other_hands_is_found(clinic_home, sql, check, seen):
    with closing(sqlite3.connect(clinic_home / "clinic.sqlite3")) as database, database:
        database.executescript(sql)

    row = found(clinic_home, "--front", "127.0.0.1:1")[check]

    assert row["level"] == "wrong" and seen in row["seen"]


def test_a_missing_anchor_is_wrong(clinic_home):
    (clinic_home / "audit.anchor").unlink()

    row = found(clinic_home, "--front", "127.0.0.1:1")["audit chain"]

    assert row["level"] == "wrong" and "is missing" in row["seen"]


def test_on_postgresql_a_role_that_may_drop_triggers_is_to_be_looked_at(cluster, tmp_path):
    import psycopg

    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS doctored")
        connection.execute("CREATE DATABASE doctored")
        connection.execute("DROP ROLE IF EXISTS service")
        connection.execute("CREATE ROLE service LOGIN")
    owners = cluster.rpartition("/")[0] + "/doctored"
    words = ("--hosts", "clinic.example", "--owner-email", "o@clinic.example", "--owner-name", "Ann Other")
    assert euthymia(tmp_path / "clinic", "init", "--no-questions", *words, DATABASE_URL=owners).returncode == 0
    with psycopg.connect(owners, autocommit=True) as connection:
        for line in _page_sql():
            connection.execute(line)

    front = ("--front", "127.0.0.1:1")
    as_owner = found(tmp_path / "clinic", *front)["audit rows"]
    rows = found(tmp_path / "clinic", *front, DATABASE_URL=owners.replace("clinic@", "service@"))

    assert as_owner["level"] == "look" and "may drop triggers" in as_owner["seen"]
    assert rows["audit rows"]["level"] == "right" and "cannot undo" in rows["audit rows"]["seen"]
    assert (rows["tables"]["level"], rows["audit chain"]["level"]) == ("right", "right")
    said = euthymia(tmp_path / "clinic", "migrate", DATABASE_URL=owners.replace("clinic@", "service@"))
    assert said.stdout == "Nothing to do: the tables are today's.\n"


def _page_sql():
    """Read the statements that the how-to has for it."""
    from tests.conftest import CHECKOUT

    page = (CHECKOUT / "docs/how-to/run-a-clinic.md").read_text()
    block = page.split("```sql\n")[1].split("```")[0]
    return [line for line in block.splitlines() if line and not line.startswith("CREATE ROLE")]


@pytest.mark.parametrize("answered", [413, 502, 0])
def test_a_body_that_was_refused_or_hung_up_on_was_not_taken(answered):
    """A web server that holds no size says 502 where the clinic hung up on it while it still sent on."""
    assert front.size_held("clinic.example", answered).level is Level.RIGHT


@pytest.mark.parametrize("answered", [200, 302, 403, 404])
def test_a_body_that_a_page_answers_was_taken(answered):
    assert front.size_held("clinic.example", answered).level is Level.WRONG
