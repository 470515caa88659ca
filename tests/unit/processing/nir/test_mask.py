from dpkit.processing.nir.mask import PixelFlag, SourceFlag


def test_bits_of_the_pixel_mask_are_those_of_the_file_format():
    assert {flag.name: int(flag) for flag in PixelFlag} == {
        "INVALID": 1,
        "HOT": 2,
        "SATURATED": 4,
        "COSMIC_RAY": 8,
    }


def test_bits_of_the_source_mask_are_those_of_the_catalogue_format():
    assert {flag.name: int(flag) for flag in SourceFlag} == {
        "SATURATED": 1,
        "BAD_PIXELS": 2,
        "BLENDED": 4,
        "EDGE": 8,
    }
