"""The one door in and out for XML documents."""
