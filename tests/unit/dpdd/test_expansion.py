"""Pages with macros, built by Sphinx."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dpkit.schema.dictionary import file_format

SCHEMA = "nir/euc-test-nir-RelPhotoExpCalibration.xsd"
HEAD = f"Page\n====\n\n$SetSchemaPath {SCHEMA}\n\n"
strict_or_not = pytest.mark.parametrize("options", [[], ["-W"], ["-W", "--keep-going"]])


def page(build, folder: Path, text: str):
    site = build(folder, {"page.rst": HEAD + text}, "-W")
    assert site.status == 0
    return site


def refused(build, capsys, folder: Path, text: str, *options: str) -> str:
    site = build(folder, {"page.rst": text}, *options)
    assert site.status == 2
    said: str = capsys.readouterr().err
    (line,) = said.splitlines()
    assert re.match(r"[^:]+:\d+: ", line), line
    return line


def test_macros_print_what_the_dictionary_says(build, tmp_path: Path) -> None:
    text = "$PrintDataProductName\n\n$PrintDataProductCustodian\n\n$PrintSchemaFilename\n"
    body = page(build, tmp_path, text).page("page")
    said = [" ".join(p.text_content().split()) for p in body.iter("p")]
    assert said == [
        "DpdNirRelPhotoExpCalibration",
        "NIR",
        "euc-test-nir-RelPhotoExpCalibration.xsd",
    ]


def test_the_schema_file_is_linked_and_the_same(build, tmp_path: Path) -> None:
    from dpkit.schema.dictionary import product_entry

    site = page(build, tmp_path, "$PrintSchemaFilename\n")
    (link,) = site.page("page").xpath("//a[contains(@class, 'download')]")
    copied = site.out / link.get("href")
    assert copied.read_bytes() == product_entry("DpdNirRelPhotoExpCalibration").schema.read_bytes()


def test_elements_are_a_list_of_fields(build, tmp_path: Path) -> None:
    body = page(build, tmp_path, "$PrintDataProductElements\n").page("page")
    names = [node.text_content().rstrip(":") for node in body.iter("dt")]
    types = [node.text_content().strip() for node in body.iter("dd")]
    assert names == ["Header", "Data", "QualityFlags", "Parameters"]
    assert types == [
        "object of type sys:genericHeader",
        "object of type nirrelphoto:nirRelPhotoExpCal",
        "object of type nirrelphoto:sqfNirRelPhotoExpCal",
        "object of type ppr:genericKeyValueParameters",
    ]


def test_macros_work_within_text_titles_and_tables(build, tmp_path: Path) -> None:
    text = (
        "The *fine* $PrintDataProductName of $PrintDataProductCustodian.\n\n"
        "About $PrintDataProductName\n---------------------------\n\n"
        "=====================  =====\nname                   x\n=====================  =====\n"
        "$PrintDataProductName  1\n=====================  =====\n"
    )
    site = page(build, tmp_path, text)
    body = site.page("page")
    assert "The fine DpdNirRelPhotoExpCalibration of NIR." in site.text("page")
    assert "About DpdNirRelPhotoExpCalibration" in body.xpath("string(//h2)")
    assert body.xpath("string(//td)").strip() == "DpdNirRelPhotoExpCalibration"


def test_a_page_may_speak_of_several_products(build, tmp_path: Path) -> None:
    text = "$PrintDataProductName\n\n$SetSchemaPath nir/euc-test-nir-MasterDark.xsd\n\n"
    said = page(build, tmp_path, text + "$PrintDataProductName\n").text("page")
    assert said.index("DpdNirRelPhotoExpCalibration") < said.index("DpdNirMasterDark")


def test_macros_shown_as_code_stay(build, tmp_path: Path) -> None:
    text = "``$PrintDataProductName`` and ``$PrintNothing``::\n\n   $SetSchemaPath x\n"
    said = page(build, tmp_path, text).text("page")
    assert "$PrintDataProductName and $PrintNothing" in said
    assert "$SetSchemaPath x" in said


def test_comments_stay_silent(build, tmp_path: Path) -> None:
    assert "$" not in page(build, tmp_path, ".. $PrintNothing\n\nText.\n").text("page")


@strict_or_not
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("$PrintDataProductTitle", 6, "unknown macro $PrintDataProductTitle"),
        ("Text and\nmore $printDataProductName.", 7, "unknown macro $printDataProductName"),
        ("$SetSchemaPath nir/nothing.xsd", 6, "no schema file 'nir/nothing.xsd'"),
        ("$SetSchemaPath", 6, "$SetSchemaPath lacks what follows it"),
        ("See $SetSchemaPath nir/nothing.xsd.", 6, "$SetSchemaPath stands within text"),
        ("It has $PrintDataProductElements in it.", 6, "stands within text"),
        (".. note::\n\n   $PrintNothing", 8, "unknown macro $PrintNothing"),
        ("* $PrintNothing", 6, "unknown macro $PrintNothing"),
    ],
)
def test_wrong_macros_end_the_build_and_name_the_line(
    build, capsys, tmp_path: Path, text: str, line: int, message: str, options: list[str]
) -> None:
    said = refused(build, capsys, tmp_path, f"{HEAD}{text}\n", *options)
    assert message in said
    assert f"page.rst:{line}:" in said


@strict_or_not
def test_a_macro_before_its_schema_ends_the_build(
    build, capsys, tmp_path: Path, options: list[str]
) -> None:
    text = f"Page\n====\n\n$PrintDataProductName\n\n$SetSchemaPath {SCHEMA}\n"
    said = refused(build, capsys, tmp_path, text, *options)
    assert "page.rst:4: $PrintDataProductName stands before $SetSchemaPath" in said


FIT = "fit/euc-test-nir.xml"


def cells(body) -> list[list[str]]:
    """Return the cells of all rows, headings too."""
    rows = [row.xpath("./td|./th") for row in body.iter("tr")]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_primary_header_of_a_format(build, tmp_path: Path) -> None:
    said = file_format("nir.masterDark")["hdus"][0]["keywords"]
    site = page(build, tmp_path, f"$PrintPrimaryHeader {FIT} nir.masterDark\n")
    rows = cells(site.page("page"))
    assert rows[0] == ["Name", "Description", "Value"]
    assert [row[0] for row in rows[1:]] == [keyword["name"] for keyword in said]
    assert [row[1] for row in rows[1:]] == [keyword["documentation"] for keyword in said]
    values = {row[0]: row[2] for row in rows}
    assert values["FITS_DEF"] == "string = nir.masterDark"
    assert values["FILTER"] == "string"
    assert values["EXPTOT"] == "double [s]"


def test_the_columns_of_a_table(build, tmp_path: Path) -> None:
    text = f"$PrintHDUTableContents {FIT} nir.exposureCatalog CATALOG\n"
    rows = cells(page(build, tmp_path, text).page("page"))
    assert rows[0] == ["Name", "Description", "Format", "Unit"]
    assert [row[0] for row in rows[1:]] == [
        column["name"] for column in file_format("nir.exposureCatalog")["hdus"][1]["columns"]
    ]
    assert ["FLUX", "Flux within the aperture, background subtracted.", "D", "electron"] in rows


def test_a_catalogue_is_all_its_tables(build, tmp_path: Path) -> None:
    text = f"$PrintCatalog {FIT} le3.id.vmpz.mocfootprintmask\n"
    site = page(build, tmp_path, text)
    assert [row[0] for row in cells(site.page("page"))] == ["Name", "UNIQ", "WEIGHT"]
    assert "MOC: The cells, in increasing order" in site.text("page")


@pytest.mark.parametrize("name", ["DET[1-4][1-4].SCI", "DET23.SCI", "{key}.SCI"])
def test_the_header_of_an_extension_without_keywords(build, tmp_path: Path, name: str) -> None:
    text = f"$PrintExtensionHeader {FIT} nir.masterDark {name}\n"
    assert "No keywords beyond those of the FITS standard." in page(build, tmp_path, text).text(
        "page"
    )


def test_the_header_of_an_extension(build, tmp_path: Path) -> None:
    text = f"$PrintExtensionHeader {FIT} le3.id.vmpz.mocfootprintmask MOC\n"
    values = {row[0]: row[2] for row in cells(page(build, tmp_path, text).page("page"))}
    assert values["MOCORDER"] == "integer >= 0 <= 29"
    assert values["ORDERING"] == "string = NUNIQ"


def test_the_four_macros_need_no_schema_file(build, tmp_path: Path) -> None:
    text = (
        f"Page\n====\n\n$PrintPrimaryHeader {FIT} nir.exposureCatalog\n\n"
        f"$PrintExtensionHeader {FIT} nir.exposureCatalog CATALOG\n\n"
        f"$PrintHDUTableContents {FIT} nir.exposureCatalog CATALOG\n\n"
        f"$PrintCatalog {FIT} nir.exposureCatalog\n"
    )
    site = build(tmp_path, {"page.rst": text}, "-W")
    assert site.status == 0
    assert "$Print" not in site.text("page")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("$PrintCatalog", "$PrintCatalog lacks what follows it"),
        (f"$PrintPrimaryHeader {FIT} nir.masterDrak", "did you mean nir.masterDark"),
        ("$PrintPrimaryHeader nir.masterDark x", "'nir.masterDark' is no list of formats"),
        (f"$PrintExtensionHeader {FIT} nir.exposureCatalog CATALOGUE", "did you mean CATALOG"),
        (f"$PrintHDUTableContents {FIT} nir.masterDark DET11.SCI", "is no table"),
        (f"$PrintCatalog {FIT} nir.masterDark", "has no table"),
        (f"$PrintPrimaryHeader {FIT} roman.flat", "of kind asdf, which has no HDUs"),
        (f"See $PrintCatalog {FIT} nir.exposureCatalog here.", "stands within text"),
    ],
)
def test_a_wrong_macro_of_formats_ends_the_build(
    build, capsys, tmp_path: Path, text: str, message: str
) -> None:
    said = refused(build, capsys, tmp_path, f"{HEAD}{text}\n")
    assert message in said
    assert "page.rst:6:" in said


def test_a_missing_schema_names_the_nearest(build, capsys, tmp_path: Path) -> None:
    text = "Page\n====\n\n$SetSchemaPath nir/euc-nir-RelPhotoExpCalibration.xsd\n"
    assert f"did you mean {SCHEMA}" in refused(build, capsys, tmp_path, text)


@strict_or_not
@pytest.mark.parametrize(
    "text",
    [
        ".. raw:: html\n\n   <p>$PrintDataProductName</p>",
        ".. |name| replace:: $PrintDataProductName\n\nOf |name|.",
        ".. image:: x.svg\n   :alt: $PrintDataProductName",
    ],
)
def test_a_macro_that_is_left_ends_the_build(
    build, capsys, tmp_path: Path, text: str, options: list[str]
) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "x.svg").write_text(picture)
    said = refused(build, capsys, tmp_path, f"{HEAD}{text}\n", *options)
    assert "macro $PrintDataProductName is left on the page" in said
    assert "page" in said


def test_an_included_page_is_named(build, capsys, tmp_path: Path) -> None:
    pages = {"page.rst": HEAD + ".. include:: part.txt\n", "part.txt": "One.\n\n$PrintNothing\n"}
    assert build(tmp_path, pages).status != 0
    assert "part.txt:3: unknown macro $PrintNothing" in capsys.readouterr().err


def test_a_page_that_was_mended_builds(build, capsys, tmp_path: Path) -> None:
    refused(build, capsys, tmp_path, HEAD + "$PrintNothing\n")
    assert build(tmp_path, {"page.rst": HEAD + "$PrintDataProductName\n"}, "-W").status == 0


def test_a_macro_in_a_page_that_another_process_reads(build, capsys, tmp_path: Path) -> None:
    pages = {f"{number}.rst": f"{number}\n=\n\nText.\n" for number in range(8)}
    site = build(tmp_path, {**pages, "page.rst": f"{HEAD}$PrintNothing\n"}, "-j", "2")
    assert site.status == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{site.source / 'page.rst'}:6: unknown macro $PrintNothing (")
