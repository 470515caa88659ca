from dpkit_dm.toy import DpdToyTemperature, ToyTemperatureData

import dpkit

product = dpkit.new(
    DpdToyTemperature,
    data=ToyTemperatureData(observation_id=5, temperature=94.5),
    software=("toy", "1.0"),
)
document = dpkit.write(product, "out")
assert dpkit.validate(document).ok

with dpkit.open_store("archive.sqlite", create=True) as archive:
    archive.register(document)
    found = archive.find("DpdToyTemperature", keys={"observation": 5})
print(len(found), "found")
