"""The example for nginx in the documents: that very file, run by a real nginx with its placeholders filled in."""

from __future__ import annotations

import datetime
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from tests.browsers import need_nginx
from tests.process import ROOT
from tools.built import kinds

NGINX = need_nginx()  # asked here, so that without it the whole module is one line of the summary
EXAMPLE = ROOT / "site" / "docs" / "hosting" / "nginx.conf"
NAME = "portfolio.example.org"
USER, PASSWORD = "assessor-1", "a long pass phrase"
SECRET = "canary7f3a"

# What the example is put into: all that Debian's own nginx.conf would say, in a folder of the test.
AROUND = """\
{user}
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{}}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/example.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]  # names in small letters
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A running nginx."""

    plain: int  # port
    port: int  # with TLS
    certificate: Path

    def ask(self, path: str, password: str | None = PASSWORD, method: str = "GET") -> Answer:
        """Ask for a path exactly as it is written."""
        with self._connected() as connection:
            return _answer(connection, method, path, _credentials(password))

    def ask_often(self, path: str, password: str, times: int) -> list[int]:
        """Ask again and again, and give each status."""
        with self._connected() as connection:
            return [_answer(connection, "GET", path, _credentials(password)).status for _ in range(times)]

    def ask_without_tls(self, path: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.plain, timeout=10)) as connection:
            return _answer(connection, "GET", path, {})

    @contextmanager
    def _connected(self) -> Iterator[http.client.HTTPConnection]:
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10)
        connection.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), 10), server_hostname=NAME
        )
        with closing(connection):
            yield connection


def _credentials(password: str | None) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{USER}:{password}'.encode()).decode()}"} if password else {}


def _answer(connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]) -> Answer:
    connection.putrequest(method, path, skip_host=True)
    for name, value in {"Host": NAME, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def certificate(home: Path) -> Path:
    """A certificate for the example's name, good for a day, and its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (home / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (home / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return home / "certificate.pem"


def filled_in(home: Path, plain: int, port: int) -> str:
    """The example with this test's ports and files in the place of its own; each must be in it."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for ours, theirs in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",  # not every machine has it
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "listen [::]:443 ssl;": "",
        " /etc/ssl/portfolio/certificate.pem;": f' "{home}/certificate.pem";',
        " /etc/ssl/portfolio/key.pem;": f' "{home}/key.pem";',
        " /srv/portfolio;": f' "{home}/site";',
        " /etc/nginx/portfolio.passwords;": f' "{home}/passwords";',
    }.items():
        assert text.count(ours) == 1, ours
        text = text.replace(ours, theirs)
    return text


@contextmanager
def running(site: Path, home: Path) -> Iterator[Server]:
    """nginx with the example in the folder `home`, for a copy of the site and some files that nobody may get."""
    _traps(shutil.copytree(site, home / "site"), home)
    certificate(home)
    hashed = subprocess.run(["openssl", "passwd", "-6", "-stdin"], input=PASSWORD, capture_output=True, text=True)
    (home / "passwords").write_text(f"{USER}:{hashed.stdout.strip()}\n", encoding="utf-8")
    plain, port = free_port(), free_port()
    (home / "example.conf").write_text(filled_in(home, plain, port), encoding="utf-8")
    types = next(p for p in (Path("/etc/nginx/mime.types"), NGINX.parents[1] / "etc/nginx/mime.types") if p.is_file())
    user = "user root;" if os.geteuid() == 0 else ""  # else nobody could read the test's folder
    (home / "nginx.conf").write_text(AROUND.format(user=user, home=home, types=types), encoding="utf-8")
    command = [str(NGINX), "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(home / "error.log")]
    started = subprocess.run(command, capture_output=True, text=True)  # it comes back once it listens
    assert started.returncode == 0, started.stderr
    try:
        yield Server(plain, port, home / "certificate.pem")
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, capture_output=True)


def _traps(site: Path, home: Path) -> None:
    """A hidden file in the site, a secret beside it, and two links that lead out to that."""
    (site / ".hidden").write_text(SECRET, encoding="utf-8")
    (home / "secret.txt").write_text(SECRET, encoding="utf-8")
    (site / "link.txt").symlink_to(home / "secret.txt")
    (site / "linked").symlink_to(home)
    (site / "data").mkdir(exist_ok=True)
    (site / "data" / "figures.csv").write_text("a,b\r\n", encoding="utf-8", newline="")


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(site, tmp_path_factory.mktemp("nginx")) as started:
        yield started


# One file of each sort, and the type that a browser is told.
SORTS = {
    "/index.html": "text/html; charset=utf-8",
    "/": "text/html; charset=utf-8",
    "/evidence/": "text/html; charset=utf-8",
    "/assets/rsqm.js": "application/javascript; charset=utf-8",
    "/assets/rsqm.css": "text/css",
    "/search/search_index.js": "application/javascript; charset=utf-8",
    "/evidence/files/rol-01/role-descriptions.docx":
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "/data/figures.csv": "text/csv",
}  # fmt: skip


@pytest.mark.parametrize("path", [*SORTS, "/nowhere.html"])
@pytest.mark.parametrize("password", [None, "a wrong one"])
def test_without_the_password_there_is_nothing(server: Server, path: str, password: str | None) -> None:
    answer = server.ask(path, password)
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == 'Basic realm="Evidence portfolio"'
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert b"Fenland" not in answer.body


@pytest.mark.parametrize(("path", "kind"), SORTS.items())
def test_with_it_every_sort_of_file_comes_as_what_it_is(server: Server, path: str, kind: str) -> None:
    answer = server.ask(path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["cache-control"] == f"private, no-{'cache' if path.startswith('/assets/') else 'store'}"
    assert answer.headers["server"] == "nginx", "it tells its version"
    policy = answer.headers.get("content-security-policy", "")
    assert ("default-src 'self'" in policy and "frame-ancestors 'none'" in policy) is kind.startswith("text/html")


def test_plain_http_only_leads_to_tls(server: Server) -> None:
    answer = server.ask_without_tls("/evidence/index.html")
    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/evidence/index.html")


@pytest.mark.parametrize("path", ["/assets/", "/criteria/", "/evidence/files/"])
def test_no_folder_is_listed(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 403
    assert b"href" not in answer.body


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt",
     "/linked/secret.txt", "/.hidden", "/%2ehidden"],
)  # fmt: skip
def test_no_file_outside_the_site_is_served_and_none_that_is_hidden(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status in (400, 403, 404)
    assert SECRET.encode() not in answer.body


def test_nothing_can_be_sent(server: Server) -> None:
    assert server.ask("/index.html", method="POST").status == 405
    assert server.ask("/index.html", method="PUT").status == 405


def test_whoever_tries_many_passwords_is_slowed_down(site: Path, tmp_path: Path) -> None:
    """200 requests come through at once, then ten a second: 300 on one connection meet the limit."""
    with running(site, tmp_path) as server:
        answers = server.ask_often("/index.html", "a wrong one", 300)
    assert answers[:100] == [401] * 100
    assert answers[-1] == 429


def test_the_site_works_in_a_browser_behind_it(opened: Callable[..., Any], server: Server, site: Path) -> None:
    """The two content policies, the page's and the server's, let everything through that the site needs."""
    credentials = {"username": USER, "password": PASSWORD}
    window = opened(search=True, http_credentials=credentials, ignore_https_errors=True)
    home = f"https://127.0.0.1:{server.port}/"
    for name in ("", kinds(site)["criteria one"]):
        window.page.goto(home + name)
    window.page.get_by_role("textbox", name="Search").focus()
    window.page.keyboard.type("safeguarding")
    expect(window.page.locator(".md-search-result__meta")).to_contain_text("matching documents")
    assert window.complaints == []
    assert window.asked_outside(home) == []
