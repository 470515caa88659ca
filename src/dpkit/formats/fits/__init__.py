"""FITS files: open them safely, check them against a format, and make files of a format."""

from dpkit.formats.fits.opening import find_hdu, open_fits

__all__ = ["find_hdu", "open_fits"]
