"""Write the codecs of generated classes."""
