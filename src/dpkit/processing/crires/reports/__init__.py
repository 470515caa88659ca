"""Reports of trends of CRIRES: one TOML file each."""
