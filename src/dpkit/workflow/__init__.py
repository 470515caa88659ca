"""Tasks: typed functions on products, and what runs them."""
