"""The call that users of the flat procedure know: crires_flat -a AB [-i]."""

import shutil

import click
import pytest
from click.testing import CliRunner

import dpkit
from dpkit.cli.root import root
from dpkit.processing.crires.association import associate, block_product
from dpkit.processing.crires.error import FlatError
from dpkit.processing.crires.simulate import FlatSimulation
from dpkit.processing.crires.simulation import write_flats
from dpkit.processing.crires.tasks import crires_associate, crires_flat, crires_flat_reference
from dpkit.processing.crires.window import Window

PART = Window(x=257, y=129, columns=128, rows=96)
MAKER = ("test", "1.0")


def frames_of(folder, **given):
    documents = write_flats(FlatSimulation(**{"window": PART, "seed": 5} | given), folder)
    return [dpkit.read(document) for document in documents]


@pytest.fixture
def night(tmp_path):
    """A folder of a date with raw frames, a reference and the block of both."""
    folder = tmp_path / "FLAT" / "2011-01-05"
    frames = frames_of(folder)
    made = crires_flat(frames=frames)
    master = dpkit.read(dpkit.write(made.master_flat, tmp_path / "before"))
    reference = crires_flat_reference(master=master, bad_pixel_map=made.bad_pixel_map)
    dpkit.write(reference, folder)
    (block,) = crires_associate(frames=frames, reference=reference)
    return dpkit.write(block, folder)


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DFS_PRODUCT", raising=False)

    def call(*words, answer=None, out="made"):
        arguments = ["run", "crires_flat", *map(str, words), "--out", out]
        return CliRunner().invoke(root, arguments, input=answer)

    return call


def files(folder):
    return sorted(file.name for file in folder.rglob("*") if file.suffix in {".png", ".html"})


PLOTS = ["cover.html", "flat1.png", "flat2.png", "flat3.png", "flat4.png", "flat5.png"]


def test_block_is_measured_drawn_and_covered(run, night, tmp_path):
    result = run("-a", night)
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "made") == PLOTS
    (document,) = (tmp_path / "made").glob("DpdCriresFlatQc*.xml")
    data = dpkit.read(document).content.data
    block = dpkit.read(night).content.data
    assert data.raw_frame == block.raw_frame
    assert data.reference == block.associated[0].product
    cover = (tmp_path / "made" / document.stem / "cover.html").read_text()
    assert block.block_name in cover


def test_block_is_found_by_name_in_the_folder_of_the_date(run, night, tmp_path, monkeypatch):
    name = dpkit.read(night).content.data.block_name
    unset = run("-a", name)
    assert unset.exit_code == 1
    assert "DFS_PRODUCT is not set" in unset.stderr
    monkeypatch.setenv("DFS_PRODUCT", str(tmp_path))
    monkeypatch.setenv("DATE", "2011-01-05")
    result = run("-a", name)
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "made") == PLOTS


def test_folder_is_where_products_are(run, night, tmp_path):
    elsewhere = tmp_path / "elsewhere.xml"
    shutil.move(night, elsewhere)
    missing = run("-a", elsewhere)
    assert "has no document of" in missing.stderr
    assert run("-a", elsewhere, "--folder", night.parent).exit_code == 0


@pytest.mark.parametrize(("answer", "kept"), [("y\n", PLOTS), ("n\n", [])])
def test_interactive_shows_before_it_writes(run, night, tmp_path, monkeypatch, answer, kept):
    seen = []

    def look(page):
        folder = click.format_filename(page).rpartition("/")[0]
        seen.append((page, (tmp_path / "made").exists(), sorted(files(type(tmp_path)(folder)))))

    monkeypatch.setattr(click, "launch", look)
    result = run("-i", "-a", night, answer=answer)
    assert result.exit_code == 0, result.output
    ((page, written, shown),) = seen
    assert page.endswith("cover.html")
    assert not written
    assert shown == PLOTS
    assert files(tmp_path / "made") == kept
    assert ("nothing was written" in result.output) == (not kept)


def test_twice_makes_two_products_and_their_plots(run, night, tmp_path):
    for _ in range(2):
        assert run("-a", night).exit_code == 0
    assert files(tmp_path / "made") == sorted(2 * PLOTS)


def test_port_beside_a_block_is_wrong_usage(run, night):
    result = run("-a", night, "--frames", night)
    assert result.exit_code == 2
    assert "found by crires_flat already" in result.output


def test_other_ways_of_the_task_stay(run, night, tmp_path):
    raw = [str(file) for file in sorted(night.parent.glob("DpdCriresFlatFrame*.xml"))]
    result = run(*(word for file in raw for word in ("--frames", file)))
    assert result.exit_code == 0, result.output
    assert files(tmp_path / "made") == []


@pytest.mark.parametrize("block", ["nothing", "CR_AB_x"])
def test_unknown_block_is_one_line(run, night, block):
    result = run("-a", block, "--folder", night.parent)
    assert result.exit_code == 1
    assert f"no association block {block}" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_role_that_nobody_takes_is_an_error(run, tmp_path):
    frames = frames_of(tmp_path / "raw")
    block = block_product(frames, software=MAKER, associated=[("wave", frames[0].id)])
    result = run("-a", dpkit.write(block, tmp_path / "raw"))
    assert "as wave" in result.stderr


def test_foreign_files_of_the_folder_do_not_matter(run, night):
    (night.parent / "notes.xml").write_text("no XML")
    (night.parent / "other.xml").write_text("<other/>")
    assert run("-a", night).exit_code == 0


def test_frames_are_sorted_into_blocks(tmp_path):
    one = frames_of(tmp_path / "one")
    two = frames_of(tmp_path / "two", setting="1090.400_25.000_Halogen", frames=1)
    three = frames_of(tmp_path / "three", ndit=3, frames=2)
    blocks = associate([*three, *one[::-1], *two])
    assert sorted([frame.id for frame in block] for block in blocks) == sorted(
        [frame.id for frame in block] for block in (one, two, three)
    )
    assert [len(made.content.data.raw_frame) for made in crires_associate(frames=one + two)] in (
        [3, 1],
        [1, 3],
    )


def test_night_changes_at_21_hours(tmp_path):
    early = FlatSimulation(window=PART, frames=1).start.replace(hour=20, minute=59)
    late = early.replace(hour=21)
    frames = frames_of(tmp_path / "a", frames=1, start=early)
    frames += frames_of(tmp_path / "b", frames=1, start=late)
    nights = [str(one.content.data.civil_date) for one in crires_associate(frames=frames)]
    assert nights == ["2011-01-05", "2011-01-06"]
    with pytest.raises(FlatError, match="belong to 2 blocks"):
        block_product(frames, software=MAKER)


def test_mixed_block_is_an_error(run, tmp_path):
    frames = frames_of(tmp_path / "raw")
    others = frames_of(tmp_path / "others", setting="1090.400_25.000_Halogen")
    block = block_product(frames, software=MAKER)
    block.content.data.raw_frame = [frames[0].id, others[0].id]
    block.content.data.frame_number = 2
    document = dpkit.write(block, tmp_path / "raw")
    shutil.copytree(tmp_path / "others", tmp_path / "raw", dirs_exist_ok=True)
    result = run("-a", document)
    assert result.exit_code == 1
    assert "several values of setting" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not list((tmp_path / "made").glob("*.xml"))
