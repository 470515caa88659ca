"""Sample products, made from the data dictionary: their documents, and files to them."""

from dpkit.simulate.chooser import Chooser, RandomChooser
from dpkit.simulate.error import SampleError
from dpkit.simulate.sample import sample_document, sample_tree, write_sample

__all__ = [
    "Chooser",
    "RandomChooser",
    "SampleError",
    "sample_document",
    "sample_tree",
    "write_sample",
]
