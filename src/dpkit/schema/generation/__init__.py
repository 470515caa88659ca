"""Write the generated package of a set of schemas."""
