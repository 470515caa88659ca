"""Hostile and damaged documents are refused at every door, in bounded time and memory.

They are read by a program of its own: with an upper bound on its memory, and a time after which it
hangs. Nothing outside the document is touched: what it refers to is a port that nobody may call,
and a pipe that nobody ever writes to, so that opening it would never end.
"""

from __future__ import annotations

import json
import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler

import dpkit
from dpkit.binding import parsing
from dpkit.binding.door import parse
from dpkit.errors import ProductError
from dpkit.product.document import parse_document
from dpkit.product.reading import bind_document
from dpkit.simulate import sample_document
from dpkit_dm.bas import GenericKeyValueParameter, GenericKeyValueParameters

PLACE = Path("sample.xml")
PRODUCT = "DpdNirRelPhotoExpCalibration"
MEMORY = 3 * 1024**3
SECONDS = 300
ONE_LINE = 1_500


@cache
def sample() -> bytes:
    """Return a valid document: an XML declaration, and the root element on the second line."""
    return sample_document(PRODUCT, seed=1)


def body() -> bytes:
    """Return the sample without its XML declaration."""
    return sample().partition(b"?>")[2].lstrip()


def inside(content: bytes) -> bytes:
    """Put something where records stand."""
    return sample().replace(b"<CorrectionFactor>", content + b"<CorrectionFactor>", 1)


def attributes(text: bytes) -> bytes:
    """Put something into the start tag of the root element."""
    return re.sub(rb"(<p:\w+)", lambda tag: tag[1] + b" " + text, sample(), count=1)


def name_of_software(text: bytes) -> bytes:
    """Put something where any text may stand."""
    new = b"<SoftwareName>" + text + b"</SoftwareName>"
    return re.sub(rb"<SoftwareName>.*</SoftwareName>", lambda _: new, sample())


def declared(subset: str, text: str = "") -> bytes:
    """Return the sample with a document type, and a text that may use what it declares."""
    rest = name_of_software(text.encode()) if text else sample()
    root = re.search(rb"<(p:\w+)", rest)
    assert root is not None
    return rest.replace(b"<p:", f"<!DOCTYPE {root[1].decode()} {subset}>\n<p:".encode(), 1)


def line_of(data: bytes, text: bytes) -> int:
    return data[: data.index(text)].count(b"\n") + 1


@dataclass
class Bad:
    """A document, what is said of it, and in which line."""

    data: bytes
    said: str
    line: int | None = None
    streams: bool = False
    """Whether its records can be given: what is wrong is wrong for the whole only."""


DOCTYPE = "document type declaration is not accepted|not well-formed XML"


def bomb() -> str:
    levels = "".join(
        f'<!ENTITY b{n} "{f"&b{n - 1};" * 10 if n else "bbbbbbbbbb"}">' for n in range(10)
    )
    return f"[{levels}]"


def documents(port: int, pipe: Path) -> dict[str, Bad]:
    """Return the documents by name; what they refer to is at a port, and in a pipe."""
    web, file = f"http://127.0.0.1:{port}/x", pipe.as_uri()
    long = b"n" * 40_000
    wrong = b"<CorrectionFactor><Value>x</Value><Exposure>1</Exposure></CorrectionFactor>\n"
    record = line_of(sample(), b"<CorrectionFactor>")
    schema, xml = "breaks the schema", "not well-formed XML"
    return {
        "doctype": Bad(declared(""), DOCTYPE, 2),
        "doctype with a subset": Bad(declared("[<!ELEMENT a ANY>]"), DOCTYPE, 2),
        "doctype with a default": Bad(declared('[<!ATTLIST a b CDATA "c">]'), DOCTYPE, 2),
        "entity": Bad(declared('[<!ENTITY e "name">]', "&e;"), DOCTYPE, 2),
        "entity that is not used": Bad(declared('[<!ENTITY e "name">]'), DOCTYPE, 2),
        "entity in an attribute": Bad(
            declared('[<!ENTITY e "1.0">]').replace(b'version="1.0">', b'version="&e;">'), DOCTYPE
        ),
        "billion laughs": Bad(declared(bomb(), "&b9;"), DOCTYPE),
        "quadratic blow-up": Bad(
            declared(f'[<!ENTITY e "{"e" * 100_000}">]', "&e;" * 20_000), DOCTYPE
        ),
        "entity of a file": Bad(declared(f'[<!ENTITY e SYSTEM "{file}">]', "&e;"), DOCTYPE, 2),
        "entity of the web": Bad(declared(f'[<!ENTITY e SYSTEM "{web}">]', "&e;"), DOCTYPE, 2),
        "parameter entity": Bad(declared(f'[<!ENTITY % e SYSTEM "{web}"> %e;]'), DOCTYPE, 2),
        "parameter entity of a file": Bad(
            declared(f'[<!ENTITY % e SYSTEM "{file}"> %e;]'), DOCTYPE, 2
        ),
        "DTD of a file": Bad(declared(f'SYSTEM "{file}"'), DOCTYPE, 2),
        "DTD of the web": Bad(declared(f'SYSTEM "{web}"'), DOCTYPE, 2),
        "public DTD": Bad(declared(f'PUBLIC "-//W3C//DTD" "{web}"'), DOCTYPE, 2),
        "entity nobody declared": Bad(name_of_software(b"&e;"), xml),
        "inclusion of the web": Bad(
            inside(f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{web}"/>'.encode()),
            schema,
            record,
        ),
        "inclusion of a file": Bad(
            inside(
                f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{file}"/>'.encode()
            ),
            schema,
            record,
        ),
        "deep root": Bad(b"<a>" * 10_000 + b"</a>" * 10_000, f"{xml}|no product", 1),
        "deep inside": Bad(inside(b"<a>" * 10_000 + b"</a>" * 10_000), xml, record),
        "deep as far as libxml2 goes": Bad(inside(b"<a>" * 240 + b"</a>" * 240), schema, record),
        "a huge text": Bad(name_of_software(b"x" * 40_000_000), xml),
        "a huge number": Bad(
            sample().replace(b"<Exposure>", b"<Exposure>" + b"1" * 9_000_000, 1),
            schema,
            line_of(sample(), b"<Exposure>"),
        ),
        "a huge attribute": Bad(attributes(b'a="' + b"x" * 40_000_000 + b'"'), xml),
        "many attributes": Bad(
            attributes(b" ".join(b'a%d="1"' % n for n in range(200_000))), schema, 2
        ),
        "many siblings that are wrong": Bad(inside(wrong * 100_000), schema, record),
        "many siblings that are unknown": Bad(inside(b"<a/>\n" * 100_000), schema, record),
        "many prefixes that lead nowhere": Bad(
            inside(b"".join(b"<p%d:a/>" % n for n in range(10_000))), xml, record
        ),
        "a long name": Bad(inside(b"<" + long + b"/>"), schema, record),
        "a name that is too long": Bad(inside(b"<" + long * 2 + b"/>"), xml, record),
        "a long name of an attribute": Bad(attributes(long + b'="1"'), schema, 2),
        "a long name of the root": Bad(b"<" + long + b"/>", "no product", 1),
        "a long namespace": Bad(b"<a xmlns='" + b"n" * 5_000_000 + b"'/>", "no product", 1),
        "a type that is none": Bad(
            sample().replace(
                b"<CorrectionFactor>",
                b'<CorrectionFactor xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
                b' xsi:type="nothing">',
                1,
            ),
            schema,
            record,
        ),
        "latin-1 said to be UTF-8": Bad(
            sample().replace(b"<SoftwareName>", b"<SoftwareName>\xe9"), xml
        ),
        "UTF-16 that is none": Bad(b'<?xml version="1.0" encoding="UTF-16"?>\n' + body(), xml, 1),
        "an encoding that is none": Bad(
            b'<?xml version="1.0" encoding="nothing"?>\n' + body(), xml, 1
        ),
        "UTF-7": Bad(
            b'<?xml version="1.0" encoding="UTF-7"?>\n' + body(),
            "encoding UTF-7 is not known",
            1,
        ),
        "EBCDIC": Bad(
            '<?xml version="1.0" encoding="IBM037"?>'.encode("cp037")
            + body().decode().encode("cp037"),
            xml,
            1,
        ),
        "UTF-32": Bad(
            ('<?xml version="1.0" encoding="UTF-32"?>' + body().decode()).encode("utf-32"),
            "encoding UTF-32 is not known",
            1,
        ),
        "NUL in a text": Bad(name_of_software(b"a\0b"), xml),
        "NUL at the end": Bad(sample() + b"\0", xml),
        "NUL only": Bad(b"\0" * 1000, xml, 1),
        "control character": Bad(name_of_software(b"a\x01b"), xml),
        "control character by its number": Bad(name_of_software(b"a&#1;b"), xml),
        "nothing": Bad(b"", xml, 1),
        "another family": Bad(
            b'<f:fits xmlns:f="http://hea-www.harvard.edu/fits"><f:hdu/></f:fits>', "no product", 1
        ),
        "a product that is none of ours": Bad(
            b'<p:DpdNirNothing xmlns:p="http://ecdm.euclid-ec.org/schema/dpd/nir/nothing"/>',
            "no product",
            1,
        ),
        "a product in the namespace of another": Bad(
            re.sub(rb"dpd/nir/\w+", b"dpd/vis/other", sample()), "no product|is declared", 2
        ),
    }


HARMLESS: dict[str, Callable[[int, Path], bytes]] = {
    "as it is": lambda *_: sample(),
    "schema location of the web": lambda port, _: attributes(
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation='
        b'"urn:a http://127.0.0.1:%d/a.xsd http://ecdm.euclid-ec.org/schema http://127.0.0.1:%d/b"'
        b' xsi:noNamespaceSchemaLocation="http://127.0.0.1:%d/c.xsd"' % (port, port, port)
    ),
    "schema location of a file": lambda _, pipe: attributes(
        b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        b'xsi:noNamespaceSchemaLocation="%s"' % pipe.as_uri().encode()
    ),
    "style sheet": lambda port, _: sample().replace(
        b"?>\n", b'?>\n<?xml-stylesheet type="text/xsl" href="http://127.0.0.1:%d/x"?>' % port, 1
    ),
    "model": lambda port, _: sample().replace(
        b"?>\n", b'?>\n<?xml-model href="http://127.0.0.1:%d/x.rnc"?>' % port, 1
    ),
    "comments without end": lambda *_: inside(b"<!-- -->\n" * 100_000),
    "namespaces without end": lambda *_: attributes(
        b" ".join(b'xmlns:n%d="urn:%d"' % (n, n) for n in range(100_000))
    ),
    "a text as long as libxml2 goes": lambda *_: name_of_software(b"x" * 9_000_000),
    "UTF-16": lambda *_: ('<?xml version="1.0" encoding="UTF-16"?>' + body().decode()).encode(
        "utf-16"
    ),
    "UTF-8 with a mark": lambda *_: b"\xef\xbb\xbf" + sample(),
    "ISO-8859-15": lambda *_: (
        '<?xml version="1.0" encoding="ISO-8859-15"?>' + body().decode()
    ).encode("iso-8859-15"),
}

PROBE = """
import contextlib, io, json, resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
import dpkit
from dpkit.cli.root import root
from dpkit.errors import DpkitError
from dpkit.product.partial import read_part, stream_records

def refusal(read):
    try:
        read()
    except DpkitError as error:
        return [type(error).__name__, error.place, str(error)]
    return None

def command(*words):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            root(list(words))
            status = 0
        except SystemExit as end:
            status = end.code
    return [status, out.getvalue(), err.getvalue()]

for path in sorted(Path(sys.argv[1]).glob("*.xml"), key=lambda path: int(path.stem)):
    report = dpkit.validate(path, level="schema")
    print(json.dumps({
        "name": path.stem,
        "read": refusal(lambda: dpkit.read(path)),
        "part": refusal(lambda: read_part(path, "Header")),
        "stream": refusal(lambda: list(stream_records(path, sys.argv[3]))),
        "findings": [[one.severity, one.line, str(one)] for one in report.findings],
        "command": command("validate", str(path), "--level", "schema"),
        "other": command(
            "schema", "show", sys.argv[4], "--binding", "--document", str(path), "--format", "json"
        ),
    }), flush=True)
"""
RECORD = "Data.CorrectionFactorList.CorrectionFactor"


def probe(folder: Path) -> dict[str, Any]:
    """Read every document of a folder at every door, in a program with limits."""
    words = [sys.executable, "-c", PROBE, str(folder), str(MEMORY), RECORD, PRODUCT]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return {one["name"]: one for one in found}


@dataclass
class World:
    """A port and a pipe that documents refer to, and what every door said of the documents."""

    port: int
    pipe: Path
    bad: dict[str, Bad]
    said: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("limits")
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        bad = documents(port, pipe)
        datas = {name: one.data for name, one in bad.items()}
        datas |= {name: make(port, pipe) for name, make in HARMLESS.items()}
        for number, data in enumerate(datas.values()):
            (folder / f"{number}.xml").write_bytes(data)
        said = probe(folder)
        yield World(port, pipe, bad, {n: said[str(i)] for i, n in enumerate(datas)})
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()  # nobody has called


NAMES = list(documents(1, Path("/nowhere")))


@pytest.mark.parametrize("name", NAMES)
def test_bad_documents_are_refused_by_reading(world: World, name: str) -> None:
    bad = world.bad[name]
    for door in ("read", "part", "stream"):
        assert world.said[name][door] is not None, door
        kind, place, text = world.said[name][door]
        assert kind == "ProductError"
        assert re.search(bad.said, text), text[:500]
        line = int(place.rpartition(":")[2])
        assert line == bad.line if bad.line is not None else line >= 1, door
        assert "\n" not in text


@pytest.mark.parametrize("name", NAMES)
def test_bad_documents_are_findings_and_one_line_each(world: World, name: str) -> None:
    bad, said = world.bad[name], world.said[name]
    assert said["findings"]
    severity, line, text = said["findings"][0]
    assert severity == "error"
    assert line == bad.line if bad.line is not None else line >= 1
    assert len(said["findings"]) <= 100
    status, out, err = said["command"]
    assert status == 1
    assert err == "1 validated, 1 with errors\n"
    told = [line for line in out.splitlines() if line.startswith("  error: ")]
    assert told[0] == f"  error: {text}"
    assert len(told) == len(said["findings"])
    status, out, err = said["other"]
    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert err.startswith("dpkit: ")
    assert "internal error" not in err


@pytest.mark.parametrize("name", [name for name in NAMES if "long name of the root" not in name])
def test_what_is_said_can_be_read(world: World, name: str) -> None:
    for _, _, text in world.said[name]["findings"]:
        assert len(text) < ONE_LINE


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_documents_are_read(world: World, name: str) -> None:
    said = world.said[name]
    assert (said["read"], said["part"], said["stream"]) == (None, None, None)
    assert said["findings"] == []
    assert said["command"] == [0, "", "1 validated, 0 with errors\n"]
    assert said["other"][:2] == [0, "[]\n"]


def test_a_document_that_breaks_off_anywhere_is_refused(tmp_path: Path) -> None:
    data = sample().rstrip()
    for number, end in enumerate(range(0, len(data), 7)):
        (tmp_path / f"{number}.xml").write_bytes(data[:end])
    said = probe(tmp_path)
    assert len(said) > 300
    for number, one in said.items():
        lines = data[: int(number) * 7].count(b"\n") + 1
        for door in ("read", "part", "stream"):
            kind, place, text = one[door]
            assert kind == "ProductError"
            assert "not well-formed XML" in text
            assert 1 <= int(place.rpartition(":")[2]) <= lines
        assert [finding[0] for finding in one["findings"]] == ["error"]
        assert one["command"][0] == 1
        assert one["command"][1].count("\n  error: ") == 1


WITHIN = [
    "12<!-- c -->34",
    "12<?pi x?>34",
    "<?pi?>1234<!-- c -->",
    "1<![CDATA[23]]>4",
    "<!-- a -->1<?b?>2<!-- c -->3<?d e?>4<!-- f -->",
    "&#49;2<!-- --><![CDATA[3]]><?x?>4",
]


@pytest.mark.parametrize("text", WITHIN)
def test_texts_are_joined_around_comments_and_instructions(text: str, tmp_path: Path) -> None:
    """As by xsdata's own parser, which is not the one that falls back on lxml."""
    pattern = rb"<(ObservationId|SoftwareName|Exposure|Value)>[^<]*<"
    data = re.sub(pattern, lambda tag: b"<" + tag[1] + b">" + text.encode() + b"<", sample())
    document = tmp_path / "x.xml"
    document.write_bytes(b"<?a?><!-- b -->" + data.partition(b"?>")[2].strip() + b"<!-- c --><?d?>")
    product = dpkit.read(document)
    assert product.content.data.observation_id == 1234
    assert product.content.header.software_name == "1234"
    parser = XmlParser(handler=XmlEventHandler)
    assert product.content == parser.from_bytes(document.read_bytes(), type(product.content))
    assert dpkit.validate(document, level="schema").ok


WITH_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1024**3,) * 2)
from dpkit.cli.root import main
main()
"""


def test_more_than_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A file of 4 GiB, of which nothing is on the disk, and more than the program may hold."""
    document = tmp_path / "x.xml"
    with document.open("wb") as stream:
        stream.write(sample())
        stream.truncate(4 * 1024**3)
    words = [sys.executable, "-c", WITH_LIMIT, "validate", str(document)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert done.returncode == 1, done.stderr
    _, line, *_ = done.stdout.splitlines()
    assert "4294967296 bytes, more than 268435456" in line
    with pytest.raises(ProductError, match="4294967296 bytes, more than 268435456"):
        dpkit.read(document)


def test_a_source_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SIZE_LIMIT", 10_000_000)
    with pytest.raises(ProductError, match="more than 10000000"):
        dpkit.read("/dev/zero")
    (finding,) = dpkit.validate("/dev/zero").findings
    assert "more than 10000000" in finding.message


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    """Documents may come from another program, as in ``dpkit validate <(make-one)``."""
    words = [sys.executable, "-m", "dpkit", "validate", "/dev/stdin", "--level", "schema"]
    done = subprocess.run(words, input=sample(), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("Header/SoftwareName", lambda c, bad: setattr(c.header, "software_name", bad)),
        ("@version", lambda c, bad: setattr(c, "version", bad)),
        (
            "Parameters/Parameter[2]/Key",
            lambda c, bad: setattr(c.parameters.parameter[1], "key", bad),
        ),
    ],
)
@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f\x01", "\ufffe", "\ud800"])
def test_control_characters_are_refused_on_writing_with_their_path(
    make, tmp_path: Path, path: str, change: Callable[[Any, str], None], character: str
) -> None:
    product = make.parameters()
    product.content.parameters = GenericKeyValueParameters(
        parameter=[GenericKeyValueParameter(key=key, description="", choice=1) for key in "ab"]
    )
    change(product.content, f"a{character}b")
    with pytest.raises(ProductError, match=f"U\\+{ord(character[-1]):04X}") as caught:
        dpkit.write(product, tmp_path / "out")
    assert caught.value.place == path
    assert [p for p in (tmp_path / "out").rglob("*") if p.is_file()] == []


def resident() -> int:
    """Return the resident memory of this process in kB, as the kernel has it now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 1024


def test_reading_again_and_again_takes_no_more_memory() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    for _ in range(2_000):
        bind_document(parse_document(data, PLACE))
    before = resident()
    for _ in range(18_000):
        bind_document(parse_document(data, PLACE))
    assert resident() - before < 4_000


def test_a_text_of_200_megabytes_is_refused() -> None:
    with pytest.raises(ProductError, match="not well-formed"):
        parse(b"<a>" + b"x" * 200_000_000 + b"</a>")


def test_siblings_that_are_all_wrong_are_refused_with_their_lines() -> None:
    data = sample_document("DpdNirRelPhotoExpCalibration", seed=1)
    start = data.index(b"<CorrectionFactor>")
    wrong = b"<CorrectionFactor><Value>x</Value><Exposure>1</Exposure></CorrectionFactor>\n"
    line = data[:start].count(b"\n") + 1
    with pytest.raises(ProductError, match=r"'x' is not a valid value.*and 99 more") as caught:
        parse_document(data[:start] + wrong * 200_000 + data[start:], PLACE)
    assert caught.value.place == f"sample.xml:{line}"
