import numpy as np
import pytest

from dpkit.processing.nir.extract import (
    CATALOG_DTYPE,
    ExtractionSettings,
    concatenate_detectors,
    extract_sources,
)
from dpkit.processing.nir.focalplane import Pointing, detector_wcs
from dpkit.processing.nir.mask import PixelFlag, SourceFlag
from dpkit.processing.nir.simulate import ObservationSettings, simulate_observation
from dpkit.processing.nir.skymodel import ZEROPOINT

SHAPE = (300, 320)
WCS = detector_wcs(Pointing(ra=10.0, dec=-30.0, position_angle=15.0), "DET21", SHAPE)
SKY, NOISE, SIGMA = 130.0, 12.0, 1.1


@pytest.fixture
def frame():
    """Draw round Gaussian stars on a noisy sky; places are those of FITS."""

    def draw(places, fluxes=None, seed=0):
        rng = np.random.default_rng(seed)
        rows, columns = np.indices(SHAPE) + 1.0
        image = SKY + NOISE * rng.standard_normal(SHAPE)
        for (x, y), flux in zip(places, fluxes or [8000.0] * len(places), strict=True):
            shape = np.exp(-0.5 * ((columns - x) ** 2 + (rows - y) ** 2) / SIGMA**2)
            image += flux * shape / (2.0 * np.pi * SIGMA**2)
        rms = np.full(SHAPE, NOISE, dtype=np.float32)
        return image.astype(np.float32), rms, np.zeros(SHAPE, dtype=np.int32)

    return draw


def extract(planes, **settings):
    return extract_sources(*planes, WCS, "DET21", ExtractionSettings(**settings))


def nearest(catalog, place):
    distance = np.hypot(catalog["X"] - place[0], catalog["Y"] - place[1])
    assert distance.min() < 1.5
    return catalog[np.argmin(distance)]


def test_columns_are_those_of_the_format():
    assert CATALOG_DTYPE.descr == [
        ("SOURCE_ID", "<i8"),
        ("DETECTOR", "<U5"),
        ("X", "<f8"),
        ("Y", "<f8"),
        ("RIGHT_ASCENSION", "<f8"),
        ("DECLINATION", "<f8"),
        ("FLUX", "<f8"),
        ("FLUX_ERROR", "<f8"),
        ("BACKGROUND", "<f8"),
        ("FWHM", "<f4"),
        ("FLAGS", "<i4"),
    ]


def test_a_star_is_measured_where_and_as_bright_as_it_is(frame):
    place, flux = (101.3, 57.8), 20_000.0
    catalog = extract(frame([place], [flux]))
    assert len(catalog) == 1
    star = catalog[0]
    assert (star["X"], star["Y"]) == pytest.approx(place, abs=0.03)
    sky = WCS.all_pix2world([place], 1)[0]
    assert (star["RIGHT_ASCENSION"], star["DECLINATION"]) == pytest.approx(
        sky, abs=0.03 * 0.3 / 1800
    )
    # A round Gaussian has 1 - exp(-r^2 / 2 sigma^2) of its light within r.
    inside = flux * (1.0 - np.exp(-0.5 * (3.0 / SIGMA) ** 2))
    assert star["FLUX"] == pytest.approx(inside, rel=0.02)
    # Equal noise in every pixel of the aperture.
    assert star["FLUX_ERROR"] == pytest.approx(NOISE * np.sqrt(np.pi) * 3.0, rel=1e-3)
    assert star["BACKGROUND"] == pytest.approx(SKY, abs=1.0)
    assert star["FWHM"] == pytest.approx(2.355 * SIGMA, rel=0.15)
    assert (star["FLAGS"], star["DETECTOR"], star["SOURCE_ID"]) == (0, "DET21", 1)


def test_background_is_taken_away_where_it_changes(frame):
    sci, rms, dq = frame([(60.0, 150.0), (260.0, 150.0)])
    sci += np.linspace(0.0, 200.0, SHAPE[1], dtype=np.float32)
    catalog = extract((sci, rms, dq))
    left, right = nearest(catalog, (60.0, 150.0)), nearest(catalog, (260.0, 150.0))
    assert right["BACKGROUND"] - left["BACKGROUND"] == pytest.approx(200 * 200 / 319, rel=0.05)
    # The noise of a flux is NOISE sqrt(28 pixels) = 64.
    assert left["FLUX"] == pytest.approx(right["FLUX"], abs=4 * 64 * np.sqrt(2))


@pytest.mark.parametrize(
    ("bit", "flag"),
    [
        (PixelFlag.SATURATED, SourceFlag.SATURATED),
        (PixelFlag.INVALID, SourceFlag.BAD_PIXELS),
        (PixelFlag.HOT, SourceFlag.BAD_PIXELS),
        (PixelFlag.COSMIC_RAY, SourceFlag.BAD_PIXELS),
    ],
)
def test_a_marked_pixel_in_the_aperture_flags_its_source_only(frame, bit, flag):
    places = [(80.0, 80.0), (200.0, 80.0), (200.0, 200.0)]
    planes = frame(places)
    planes[2][79, 81] = bit  # two columns from the centre of the first
    planes[2][199, 203] = bit  # four columns from that of the third, outside of 3 pixels
    catalog = extract(planes)
    assert nearest(catalog, places[0])["FLAGS"] == flag
    assert nearest(catalog, places[1])["FLAGS"] == 0
    assert nearest(catalog, places[2])["FLAGS"] == 0


@pytest.mark.parametrize("place", [(3.0, 150.0), (318.5, 150.0), (150.0, 2.5), (150.0, 298.0)])
def test_an_aperture_that_leaves_the_detector_is_flagged(frame, place):
    catalog = extract(frame([place, (150.0, 150.0)]))
    assert nearest(catalog, place)["FLAGS"] & SourceFlag.EDGE
    assert nearest(catalog, (150.0, 150.0))["FLAGS"] == 0


def test_an_aperture_that_only_comes_near_the_edge_is_not(frame):
    # From 0.7 to 6.7, the detector begins at 0.5; faint, so that the detection ends before it.
    place = (3.7, 150.0)
    assert not nearest(extract(frame([place], [1500.0])), place)["FLAGS"] & SourceFlag.EDGE


def test_neighbours_are_blended_when_near_and_bright_enough(frame):
    near, apart, faint = (80.0, 80.0), (200.0, 80.0), (80.0, 220.0)
    places = [near, (84.0, 80.0), apart, (212.0, 80.0), faint, (84.2, 220.0)]
    catalog = extract(frame(places, [20_000.0] * 4 + [200_000.0, 1500.0]))
    for place in places[:2]:
        assert nearest(catalog, place)["FLAGS"] & SourceFlag.BLENDED
    for place in places[2:4]:
        assert nearest(catalog, place)["FLAGS"] == 0


def test_an_invalid_pixel_may_hold_anything(frame):
    place = (150.0, 150.0)
    planes = frame([place, (40.0, 40.0)])
    expected = nearest(extract(planes), place)["FLUX"]
    planes[0][39, 41] = np.nan
    planes[1][200, 200] = 0.0
    planes[0][230, 230] = np.inf
    catalog = extract(planes)
    assert len(catalog) == 2
    assert nearest(catalog, place)["FLUX"] == pytest.approx(expected, abs=5.0)
    assert nearest(catalog, (40.0, 40.0))["FLAGS"] == SourceFlag.BAD_PIXELS


def test_hot_pixels_and_recognised_hits_are_no_sources(frame):
    planes = frame([])
    planes[0][100, 100:106] += 3000.0
    planes[2][100, 100:106] = PixelFlag.COSMIC_RAY
    assert len(extract(planes)) == 0


def test_an_empty_sky_gives_an_empty_catalogue(frame):
    catalog = extract(frame([]))
    assert catalog.dtype == CATALOG_DTYPE
    assert len(catalog) == 0


def test_byte_order_of_the_file_does_not_matter(frame):
    planes = frame([(101.3, 57.8), (200.0, 200.0)])
    swapped = (planes[0].astype(">f4"), planes[1].astype(">f4"), planes[2].astype(">i4"))
    assert np.array_equal(extract(planes), extract(swapped))


def test_input_is_left_as_it_is(frame):
    planes = frame([(101.3, 57.8)])
    for plane in planes:
        plane.flags.writeable = False
    assert len(extract(planes)) == 1


def test_the_catalogue_of_an_exposure_numbers_its_sources(frame):
    one, other = (extract(frame([(60.0, 60.0), (150.0, 150.0)], seed=seed)) for seed in (0, 1))
    joined = concatenate_detectors([one, other])
    assert joined["SOURCE_ID"].tolist() == [1, 2, 3, 4]
    assert np.array_equal(joined["FLUX"], np.concatenate([one["FLUX"], other["FLUX"]]))
    assert one["SOURCE_ID"].tolist() == [1, 2]
    assert len(concatenate_detectors([])) == 0


def test_simulated_fluxes_are_recovered_within_their_errors(make_stars):
    side, pointing = 900, Pointing(ra=10.0, dec=-30.0)
    wcs = detector_wcs(pointing, "DET22", (side, side))
    rng = np.random.default_rng(9)
    x, y = (axis.ravel() for axis in np.meshgrid(*[np.arange(40.0, side - 30, 40)] * 2))
    x, y = x + rng.uniform(-0.5, 0.5, x.size), y + rng.uniform(-0.5, 0.5, x.size)
    magnitude = rng.uniform(19.5, 22.0, x.size)
    stars = make_stars(*wcs.all_pix2world(x, y, 1), magnitude, exposures=1)
    settings = ObservationSettings(
        shape=(side, side),
        detectors=("DET22",),
        exposures=1,
        pointing=pointing,
        exposure_offsets=(1.02,),
    )
    image = next(simulate_observation(settings, stars)).detectors["DET22"]
    catalog = extract_sources(image.sci, image.rms, image.dq, image.wcs, "DET22")
    catalog = catalog[catalog["FLAGS"] == 0]
    near = np.hypot(catalog["X"][:, None] - x, catalog["Y"][:, None] - y)
    rows, star = np.arange(len(catalog)), near.argmin(axis=1)
    found = near[rows, star] < 0.5
    rows, star = rows[found], star[found]
    assert len(star) > 400
    # Share of the light within the aperture: core and wing of 0.49 arcsec FWHM, the pixel as
    # a variance of 1 / 12.
    core = 0.49 / 0.3 / 2.354820045
    share = sum(
        part * (1.0 - np.exp(-4.5 / (sigma**2 + 1.0 / 12.0)))
        for part, sigma in ((0.9, core), (0.1, 3.0 * core))
    )
    expected = 1.02 * share * 87.2 * 10.0 ** (0.4 * (ZEROPOINT["NIR_J"] - magnitude[star]))
    pulls = (catalog["FLUX"][rows] - expected) / catalog["FLUX_ERROR"][rows]
    # Robust against the hits without a flag: half of a normal distribution within 0.6745.
    assert abs(np.median(pulls)) < 4 * 1.25 / np.sqrt(len(pulls))
    assert np.median(np.abs(pulls - np.median(pulls))) / 0.67449 == pytest.approx(1.0, abs=0.12)


@pytest.mark.parametrize("name", list(ExtractionSettings.__slots__))
def test_settings_must_be_above_zero(name):
    with pytest.raises(ValueError, match=name):
        ExtractionSettings(**{name: 0})


def test_planes_of_different_shape_are_refused(frame):
    sci, rms, dq = frame([])
    with pytest.raises(ValueError, match=r"DET21.*\(300, 320\).*\(10, 320\)"):
        extract((sci, rms, dq[:10]))


def test_unknown_detector_is_refused(frame):
    with pytest.raises(ValueError, match="DET99"):
        extract_sources(*frame([]), WCS, "DET99")
