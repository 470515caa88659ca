"""Reports of trends of NIR: one TOML file each."""
