"""`simpul serve`: the desk's web pages and its background worker in one command; and what is asked of a desk from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from simpul.cli.console import Lang, Language, Pair, Workspace, fail, say, workspace_of

app = typer.Typer()
desk = typer.Typer(
    name="desk", help="Yang ditanyakan kepada meja dari luar. / What is asked of the desk from outside."
)
app.add_typer(desk, name="desk")
DESK = (sys.executable, "-m", "simpul.desk")
SETTINGS = {"DJANGO_SETTINGS_MODULE": "simpul.desk.settings"}
PATIENCE = 10.0  # seconds a process gets to end by itself
LONGEST_PAUSE = 60.0  # between two starts of a worker that keeps dying

Host = Annotated[str, typer.Option(help="Alamat. / Address.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Porta. / Port.")]


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workspace: Workspace = None,
    lang: Lang = Language.id,
) -> None:
    """Meja: halaman web dan pekerja latar. / The desk: web pages and background worker."""
    must_be_free(host, port, lang)
    raise typer.Exit(run_desk({"SIMPUL_HOME": str(workspace_of(workspace).absolute())}, host, port, lang))


@desk.command("verify-trail")
def verify_trail(
    seal: Annotated[
        str, typer.Option(help="Segel terdahulu, NOMOR:SIDIK. / An earlier seal, NUMBER:DIGEST.")
    ] = "",
    workspace: Workspace = None,
) -> None:
    """Periksa rantai jejak. / Verify the chain of the trail."""
    home = {"SIMPUL_HOME": str(workspace_of(workspace).absolute())}
    call = (*DESK, "verify_trail", "--seal", seal)
    raise typer.Exit(subprocess.run(call, env={**os.environ, **SETTINGS, **home}, check=False).returncode)


def must_be_free(host: str, port: int, lang: Language) -> None:
    """Asks for the port before the work begins; ends the command with 2 if somebody has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind((host, port))
        except OSError as problem:
            fail(
                (
                    f"Porta {port} sedang dipakai. Pilih lain dengan --port.",
                    f"Port {port} is taken. Choose another with --port.",
                ),
                lang,
            )
            raise typer.Exit(2) from problem


def run_desk(environment: Mapping[str, str], host: str, port: int, lang: Language) -> int:
    """Prepares the desk and keeps it running until Ctrl-C or SIGTERM; the exit code."""
    own = {**os.environ, **SETTINGS, **environment}
    shown = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    prepared = subprocess.run(
        (*DESK, "prepare", "--address", shown, "--lang", lang.value), env=own, check=False
    )
    if prepared.returncode:
        return prepared.returncode
    running = Desk(
        Child((sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
               "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning",
               "simpul.desk.wsgi:application"), own),
        Child((*DESK, "worker", "-v0"), own),
    )  # fmt: skip
    told = say(lang, ("Meja Simpul: {}  (berhenti: Ctrl+C)", "The Simpul desk: {}  (stop: Ctrl+C)"))
    return running.until_told(lambda: typer.echo(told.format(shown)), (host, port), lang)


def furnish_example(folder: Path, lang: Language) -> dict[str, str]:
    """Puts the example city of `folder` on a desk of its own, made anew, and prints who may sign in; its environment."""
    home = folder.absolute() / "desk"
    for old in home.glob("desk.sqlite3*"):
        old.unlink()
    environment = {"SIMPUL_HOME": str(home), "SIMPUL_DEMO": "1", "DATABASE_URL": ""}
    call = (
        *DESK,
        "furnish",
        str(folder.absolute() / "study"),
        str(folder.absolute() / "exports" / "referensi.xlsx"),
    )
    typer.echo(say(lang, ("Menata meja contoh …", "Laying out the example desk …")))
    done = subprocess.run(
        call, env={**os.environ, **SETTINGS, **environment}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        typer.echo(done.stderr, err=True)
        raise typer.Exit(done.returncode)
    typer.echo(say(lang, ("Masuklah sebagai (surel, sandi, peran):", "Sign in as (e-mail, password, role):")))
    typer.echo(done.stdout)
    return environment


@dataclass
class Child:
    """A process of the desk. It has a session of its own, so that Ctrl-C reaches only who may pass it on."""

    command: tuple[str, ...]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    started: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
        self.started = time.monotonic()

    @property
    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is not None and not self.is_dead:
            self.process.terminate()

    def end(self, by: float) -> None:
        """Waits until `by`, then ends the process and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass
class Desk:
    """Web and worker. A dead worker is started again; without web pages there is no desk."""

    web: Child
    worker: Child
    stop: threading.Event = field(default_factory=threading.Event)

    def until_told(self, when_open: Callable[[], None], address: tuple[str, int], lang: Language) -> int:
        before = {sign: signal.signal(sign, self._told) for sign in (signal.SIGINT, signal.SIGTERM)}
        try:
            self.web.start()
            self.worker.start()
            threading.Thread(target=self._announce, args=(when_open, address), daemon=True).start()
            return self._watch(lang)
        finally:
            self.web.stop()
            self.worker.stop()
            by = time.monotonic() + PATIENCE
            self.web.end(by)
            self.worker.end(by)
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def _told(self, *_: object) -> None:
        self.stop.set()

    def _watch(self, lang: Language) -> int:
        while not self.stop.wait(0.5):
            if self.web.is_dead:
                fail(WEB_DIED, lang)
                return 1
            if self.worker.is_dead:
                self._again(lang)
        return 0

    def _again(self, lang: Language) -> None:
        """The longer a worker lived, the sooner it is started again."""
        lived = time.monotonic() - self.worker.started
        self.worker.pause = 1.0 if lived > LONGEST_PAUSE else min(2 * self.worker.pause, LONGEST_PAUSE)
        fail(WORKER_DIED, lang)
        if not self.stop.wait(self.worker.pause) and not self.web.is_dead:
            self.worker.start()

    def _announce(self, when_open: Callable[[], None], address: tuple[str, int]) -> None:
        while not self.stop.is_set() and not self.web.is_dead:
            with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET) as door:
                door.settimeout(1)
                if door.connect_ex(address) == 0:
                    when_open()
                    return
            time.sleep(0.1)


WEB_DIED: Pair = (
    "Halaman web berhenti sendiri. Baca pesan di atas, lalu jalankan lagi.",
    "The web pages ended by themselves. Read the messages above, then start again.",
)
WORKER_DIED: Pair = (
    "Pekerja latar berhenti sendiri; dijalankan lagi.",
    "The background worker ended by itself; starting it again.",
)
