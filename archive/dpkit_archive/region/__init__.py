"""Areas on the sky: read from documents, kept as cells and shapes, and compared exactly."""
