"""Fifty people on the desk at once, pausing 2 to 8 s between clicks, over the example city at a million posts.

python -m benchmarks.desk_users [SCALE]              34 by default: a million posts, made and studied first
python -m benchmarks.desk_users STUDY REFERENCE      a study that is there already, with its reference workbook

Prints, by page, how long 95 % of the answers took at most, errors, and how many pages a second the desk gives at most.
"""

from gevent import monkey  # isort: skip

monkey.patch_all()  # before anything opens a socket, as locust itself does

import itertools  # noqa: E402
import os  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
import urllib.error  # noqa: E402
import urllib.request  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any, ClassVar  # noqa: E402

import gevent  # noqa: E402
from locust import HttpUser, between, constant, task  # noqa: E402
from locust.env import Environment  # noqa: E402

PORT, USERS = 8114, 50
PAUSE = (2, 8)
WARM, MEASURED, SATURATED = 30, 120, 30  # seconds
PEOPLE = ("dinsos", "dinkes", "analis", "penyetuju")  # who may open all of PAGES
DESK = (sys.executable, "-m", "simpul.desk")
SERVED = (
    sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(PORT), "--workers", "2",
    "--blocking-threads", "4", "--log-level", "error", "simpul.desk.wsgi:application",
)  # fmt: skip
WORDS = ("bantuan", "pkh", "beras", "banjir", "sekolah", "obat", '"belum dapat"', "bpjs OR kis")
PAGES = {  # with how often each is opened
    "/": 6, "/simak/": 6, "/simak/?kata={word}": 8, "/simak/?sentiment=negative&kata={word}": 2, "/suara/": 3, "/isu/": 3,
    "/ukur/": 3, "/ukur/response_rate/": 2, "/jejaring/": 2, "/perlu-dijawab/": 5, "/kebutuhan/buku/": 6,
    "/kebutuhan/usulan/": 3, "/kebutuhan/penanganan/": 2, "/kebutuhan/penanganan/wilayah/": 2, "/urusan/": 1,
}  # fmt: skip
SESSIONS = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from simpul.desk.people.models import User
for n in range({users}):
    user = User.objects.get(email={people}[n % {count}] + "@contoh.test")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    print(session.session_key)
"""


class Person(HttpUser):
    """Somebody who signed in and opens one page after the other."""

    host = f"http://127.0.0.1:{PORT}"
    wait_time = between(*PAUSE)
    keys: ClassVar[Iterator[str]]

    def on_start(self) -> None:
        self.client.cookies.set("simpul", next(self.keys))

    @task
    def click(self) -> None:
        page = random.choices(list(PAGES), list(PAGES.values()))[0]
        with self.client.get(
            page.format(word=random.choice(WORDS)), name=page, allow_redirects=False, catch_response=True
        ) as answer:
            if answer.status_code != 200:
                answer.failure(f"status {answer.status_code}")


class Hurried(Person):
    """The same without a pause: what the desk gives at most."""

    wait_time = constant(0)


def main(*given: str) -> None:
    with tempfile.TemporaryDirectory(prefix="simpul-bench-") as name:
        home = Path(name)
        study, reference = map(Path, given) if len(given) == 2 else _city(home, *given)
        environment = {
            **os.environ, "SIMPUL_HOME": str(home / "desk"), "SIMPUL_DEMO": "1", "DJANGO_SETTINGS_MODULE": "simpul.desk.settings"
        }  # fmt: skip
        _prepare(study, reference, environment)
        keys = _sessions(environment)
        with _served(environment):
            _warm(keys[0])
            _run(Person, keys, WARM)
            stats = _run(Person, keys, MEASURED)
            print(
                f"{USERS} people, pauses {PAUSE[0]} to {PAUSE[1]} s, {MEASURED} s; load {os.getloadavg()[0]:.1f}"
            )
            for entry in sorted(
                stats.entries.values(), key=lambda one: -one.get_response_time_percentile(0.95)
            ):
                print(_line(entry.name, entry))
            print(_line("all pages", stats.total))
            most = _run(Hurried, keys, SATURATED)
            pages = most.total.num_requests / SATURATED
            print(
                f"saturated: {pages:.1f} pages/s, {most.total.num_failures} errors; load {os.getloadavg()[0]:.1f}"
            )


def _city(home: Path, scale: str = "34") -> tuple[Path, Path]:
    subprocess.run(
        ["simpul", "demo", "--no-serve", "--scale", scale, "--out", str(home / "city")], check=True
    )
    return home / "city" / "study", home / "city" / "exports" / "referensi.xlsx"


def _prepare(study: Path, reference: Path, environment: dict[str, str]) -> None:
    """A desk with the study on it, its people and needs, and everything that the worker would make."""
    index = "from pathlib import Path; from simpul.desk.insight import indexing; p = Path({!r}); indexing.index_of(p) or indexing.build(p)"
    for call in (
        (*DESK, "prepare"),
        (*DESK, "furnish", str(study), str(reference)),
        (sys.executable, "-c", index.format(str(study))),
    ):
        subprocess.run(call, env=environment, check=True, stdout=subprocess.DEVNULL)


def _sessions(environment: dict[str, str]) -> list[str]:
    code = SESSIONS.format(users=USERS, people=PEOPLE, count=len(PEOPLE))
    made = subprocess.run(
        (sys.executable, "-c", code), env=environment, check=True, capture_output=True, text=True
    )
    return re.findall(r"^[a-z0-9]{32}$", made.stdout, re.MULTILINE)


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[None]:
    server = subprocess.Popen(SERVED, env=environment)
    try:
        yield
    finally:
        server.terminate()
        server.wait(20)


def _warm(key: str) -> None:
    """Waits for the desk, and opens each page in both of its processes, most likely."""
    end = time.monotonic() + 120
    for page, _ in itertools.product(PAGES, range(6)):
        request = urllib.request.Request(
            f"{Person.host}{page.format(word='bantuan')}", headers={"Cookie": f"simpul={key}"}
        )
        while True:
            try:
                urllib.request.urlopen(request, timeout=60).read()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)


def _run(kind: type[Person], keys: list[str], seconds: float) -> Any:
    kind.keys = itertools.cycle(keys)
    environment = Environment(user_classes=[kind])
    runner = environment.create_local_runner()
    runner.start(USERS, spawn_rate=USERS)
    gevent.sleep(1)
    environment.stats.reset_all()
    gevent.sleep(seconds)
    runner.quit()
    return environment.stats


def _line(name: str, entry: Any) -> str:
    low, high = (entry.get_response_time_percentile(share) for share in (0.5, 0.95))
    return f"  {name:<40} {entry.num_requests:5} pages  half < {low:5.0f} ms  95 % < {high:5.0f} ms  {entry.num_failures} errors"


if __name__ == "__main__":
    main(*sys.argv[1:])
