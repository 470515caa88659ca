"""Write reports: as text, JSON, JUnit, and as a product."""
