"""Read, register and find the log of a night."""

from night_dm import NightLog

import dpkit
import dpkit_archive

log = dpkit.read("night.xml", NightLog)
print(log.content.target.name, log.keys)
with dpkit_archive.open("nights.sqlite") as archive:
    archive.register("night.xml")
    print(len(archive.find("nightLog", keys={"object": "M 31"})), "found")
