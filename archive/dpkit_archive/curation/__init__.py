"""What becomes of products once they are registered: status, history, and being deleted."""
