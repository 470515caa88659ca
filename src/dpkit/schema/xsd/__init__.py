"""Read XSD files into declarations."""
