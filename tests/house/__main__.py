"""`make house`: figures of the house, as JSON."""

import json

from tests.house.counts import count_house
from tests.house.source import read_modules

print(json.dumps(count_house(read_modules()), indent=2))  # noqa: T201 - that is what it is for
