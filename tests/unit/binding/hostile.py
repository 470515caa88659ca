"""Documents that are hostile or damaged, and some that only look so."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dpkit.simulate import sample_document

PRODUCT = "DpdNirRelPhotoExpCalibration"


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


def wide(data: bytes, encoding: str) -> bytes:
    """Return a document in an encoding of two bytes, with the mark that it must have."""
    text = data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    return (text if encoding == "utf-16" else f"\ufeff{text}").encode(encoding)


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


INSTRUCTION = "processing instruction 'p' stands inside of a text"
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
    name = line_of(sample(), b"<SoftwareName>")
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
        "instruction in a text": Bad(name_of_software(b"a<?p i?>b"), INSTRUCTION, name),
        "instruction before a text": Bad(name_of_software(b"<?p i?>a"), INSTRUCTION, name),
        "instruction after a text": Bad(name_of_software(b"a<!-- c --><?p?>"), INSTRUCTION, name),
        "instruction in a number": Bad(
            sample().replace(b"<Exposure>", b"<Exposure>1<?p 2?>", 1),
            INSTRUCTION,
            line_of(sample(), b"<Exposure>"),
        ),
        "instructions in many texts": Bad(
            re.sub(rb"</(\w+)>", rb"<?p?></\1>", sample()), INSTRUCTION
        ),
        "instruction in a text of UTF-16": Bad(
            wide(name_of_software(b"a<?p i?>b"), "utf-16"), INSTRUCTION, name
        ),
        "instruction in a text of UTF-16, the large end first": Bad(
            wide(name_of_software(b"a<?p i?>b"), "utf-16-be"), INSTRUCTION, name
        ),
        "instruction in a text without a declaration": Bad(
            name_of_software(b"a<?p i?>b").partition(b"?>")[2].lstrip(), INSTRUCTION, name - 1
        ),
        "instruction in a text far below": Bad(
            inside(b"<!-- -->\n" * 20_000).replace(b"</Value>", b"<?p?></Value>", 1), INSTRUCTION
        ),
        "instruction in a text after a long line": Bad(
            inside(b"<!--" + b"x" * 200_000 + b"-->\n").replace(b"<Value>", b"<Value><?p?>", 1),
            INSTRUCTION,
            line_of(sample(), b"<Value>") + 1,
        ),
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
    "instructions between elements": lambda *_: (
        sample().replace(b"<Data>", b"<?p?><Data><?p i?>\n").rstrip() + b"<?p?>\n<?q?>"
    ),
    "instructions between elements of UTF-16": lambda *_: wide(
        sample().replace(b"<Data>", b"<?p?><Data>"), "utf-16"
    ),
    "what looks like an instruction": lambda *_: name_of_software(
        b"a<!-- <?p?> --><![CDATA[<?p?>]]>?&lt;?"
    ),
    "instructions without end": lambda *_: inside(b"<?p?>\n" * 100_000),
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
