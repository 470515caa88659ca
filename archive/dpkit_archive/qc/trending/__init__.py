"""Pages of trends: reports of metrics against time, as a static site."""
