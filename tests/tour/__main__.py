"""`make tour`: walks through the running web chat, draws the pictures of docs/using.md, writes its lists anew."""

import sys
import tempfile
from pathlib import Path

from tests.tour.drawing import draw
from tests.tour.lists import MANUAL, PICTURES, written_manual
from tests.tour.stops import STOPS, Stop
from tests.tour.visit import TALL, Visit, open_visit


def main() -> None:
    MANUAL.write_text(written_manual(), "utf-8")
    PICTURES.mkdir(exist_ok=True)
    for old in set(PICTURES.glob("*.webp")) - {PICTURES / f"{stop.name}.webp" for stop in STOPS}:
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, open_visit(Path(folder)) as visit:
        for stop in STOPS:
            draw_stop(visit, stop)


def draw_stop(visit: Visit, stop: Stop) -> None:
    visit.width = stop.width
    visit.page.set_viewport_size({"width": stop.width, "height": stop.height or TALL})
    shown = stop.act(visit)
    visit.page.mouse.move(1, 1)
    draw(shown, PICTURES / f"{stop.name}.webp")
    visit.tidy()
    sys.stdout.write(f"{stop.name}\n")


if __name__ == "__main__":
    main()
