"""The log says who orders and where, by number: whoever pays may have to hold somebody back."""

from structlog.testing import capture_logs

from tests.jobs.conftest import Bench, bench, stage  # noqa: F401 - fixtures


async def test_the_line_of_an_order_names_its_person(bench: Bench) -> None:  # noqa: F811 - the fixture
    """And neither their words nor their name."""
    with capture_logs() as lines:
        job = await bench.open()
    [told] = [line for line in lines if line["event"] == "job.opened"]
    assert (told["person"], told["place"]) == (job.origin.person.id, job.origin.place.key)
    assert job.origin.person.name not in told.values()
    assert set(told) == {"event", "log_level", "job", "order", "person", "place"}
