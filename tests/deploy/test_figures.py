"""Alerts, dashboard and scaling: they ask for figures that exist, and every alert is explained."""

import json
import re
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
from prometheus_client.metrics import MetricWrapperBase
from promql_parser import AggModifierType, AggregateExpr, Expr, MatrixSelector, VectorSelector

from adapters.discord import metrics as discord_metrics
from adapters.discord.refusal import SCOPES
from bot import metrics
from bot.domain.errors import Code
from bot.jobs.job_runner import RESULT_LABELS
from tests.deploy.reading import DEPLOY, MANUAL, documents, installed, judge

ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
DASHBOARD = DEPLOY / "grafana" / "chatelier.json"
SCALING = DEPLOY / "kubernetes" / "autoscaling" / "worker.yaml"
SUFFIXES = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}
# What Prometheus and its client library add by themselves.
GIVEN = {"up", "process_start_time_seconds", "process_resident_memory_bytes", "process_cpu_seconds_total"}
SCRAPED = {"job", "instance"}
CODES = {str(code) for code in Code}
VALUES = {
    ("chatelier_service_errors_total", "code"): CODES,
    ("chatelier_jobs_ended_total", "result"): CODES | set(RESULT_LABELS.values()),
    ("chatelier_service_queue_held", "reason"): {"credit", "rate"},
    ("chatelier_callbacks_total", "result"): {"taken", "late", "unknown", "bad"},
    ("chatelier_lookups_total", "result"): {"ok", "failed"},
    ("chatelier_discord_refusals_total", "scope"): {"", *SCOPES},
}


def series() -> dict[str, set[str]]:
    """Every name that can be asked for, with its labels."""
    found: dict[str, set[str]] = {name: set() for name in GIVEN}
    named = [*vars(metrics).values(), *vars(discord_metrics).values()]
    for metric in (value for value in named if isinstance(value, MetricWrapperBase)):
        (family,) = metric.describe()
        for suffix in SUFFIXES[family.type]:
            found[family.name + suffix] = {*metric._labelnames, *(["le"] if suffix == "_bucket" else [])}
    return found


def rules() -> list[dict[str, Any]]:
    return [rule for group in documents(ALERTS)[0]["groups"] for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text("utf-8"))["panels"]
    return found


def expressions() -> list[str]:
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in panels() for target in panel.get("targets", [])]
    triggers = documents(SCALING)[0]["spec"]["triggers"]
    asked += [trigger["metadata"]["query"] for trigger in triggers if "query" in trigger["metadata"]]
    return [text.replace("$__rate_interval", "5m") for text in asked]


def parts(root: Expr) -> list[Expr]:
    found: list[Expr] = []
    promql_parser.walk(root, found.append)
    return found + [part.vector_selector for part in found if isinstance(part, MatrixSelector)]


def selectors(root: Expr) -> Iterator[VectorSelector]:
    yield from {id(part): part for part in parts(root) if isinstance(part, VectorSelector)}.values()


EXPRESSIONS = pytest.mark.parametrize("text", sorted(set(expressions())))


@EXPRESSIONS
def test_only_figures_that_exist_are_asked_for(text: str) -> None:
    """By name, by label, and by the values that a label takes."""
    known = series()
    found = list(selectors(promql_parser.parse(text)))
    assert found
    for selector in found:
        assert selector.name in known, selector.name
        for matcher in selector.matchers.matchers:
            assert matcher.name in known[selector.name] | SCRAPED, matcher.name
            allowed = VALUES.get((selector.name, matcher.name))
            assert allowed is None or set(matcher.value.split("|")) <= allowed, matcher.value


@EXPRESSIONS
def test_sums_are_told_apart_by_labels_that_exist(text: str) -> None:
    """A label that no figure has would leave one sum without a name."""
    known = series()
    for part in parts(promql_parser.parse(text)):
        if isinstance(part, AggregateExpr) and part.modifier and part.modifier.type == AggModifierType.By:
            for selector in selectors(part.expr):
                assert set(part.modifier.labels) <= known[str(selector.name)] | SCRAPED, text


@EXPRESSIONS
def test_figures_of_the_whole_installation_are_not_added_up(text: str) -> None:
    """Every worker shows them: the sum would count each job once a worker."""
    whole = "jobs_open|jobs_waiting|oldest_open_seconds|service_queue_held"
    assert not re.search(rf"(sum|count)[^()]*\(chatelier_({whole})\b(?!_)", text)


def test_the_manuals_name_figures_that_exist() -> None:
    """As Prometheus has them; of a histogram what all its parts begin with. A short one begins with `_`."""
    known = {name.removesuffix("_bucket") for name in series()}
    for manual in sorted((*MANUAL.parent.glob("*.md"), MANUAL.parents[1] / "README.md")):
        text = manual.read_text("utf-8")
        for name in re.findall(r"`((?:chatelier)?_[a-z_]+)[`{]", text):
            assert f"chatelier{name.removeprefix('chatelier')}" in known, (manual.name, name)


def test_every_alert_says_how_bad_it_is_and_what_to_do() -> None:
    """With a heading of its own in the manual, and its name under it."""
    manual = MANUAL.read_text("utf-8")
    headings = {slug(line) for line in manual.splitlines() if line.startswith("#")}
    names = [rule["alert"] for rule in rules()]
    assert len(set(names)) == len(names)
    for rule in rules():
        assert rule["for"], rule["alert"]
        assert rule["labels"]["severity"] in {"critical", "warning"}, rule["alert"]
        assert rule["annotations"]["summary"], rule["alert"]
        page, _, anchor = rule["annotations"]["runbook_url"].partition("#")
        assert page.endswith("/docs/operating.md"), rule["alert"]
        assert anchor in headings, rule["alert"]
        assert f"`{rule['alert']}`" in manual, rule["alert"]


def test_the_sums_of_the_store_are_right() -> None:
    """What a job leaves adds up, is what sizes are reckoned with, and fits into the store of the compose file."""
    manual = MANUAL.read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([\d,]+) \| (\d+) \| (\d+) \|$", manual, re.MULTILINE)
    each = [int(size.replace(",", "")) * int(days) / 1000 for size, days, _ in rows]
    assert [round(kilobytes) for kilobytes in each] == [int(told) for _, _, told in rows]
    total = round(sum(each))
    assert f"| **{total}** |" in manual
    assert f"`1,000,000 × {total} kB` = {total} GB" in manual
    sizes = re.findall(r"^\| (?:up to )?([\d,]+) \| [\d,]+[^|]*\| ([\d.]+) GB", manual, re.MULTILINE)
    assert len(sizes) == 4
    for jobs, told in sizes:
        assert float(told) == pytest.approx(int(jobs.replace(",", "")) * total / 1e6, rel=0.04)
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    memory, limit = (
        int(re.findall(rf"{name}:-(\d+)mb?\}}", compose)[0]) for name in ("STORE_MEMORY", "STORE_LIMIT")
    )
    assert memory * 1e6 >= 2400 * total * 1000 * 4 / 3
    assert limit >= 2 * memory


def test_the_manual_points_at_places_that_exist() -> None:
    """In itself, and beside it."""
    manual = MANUAL.read_text("utf-8")
    headings = {slug(line) for line in manual.splitlines() if line.startswith("#")}
    for target in re.findall(r"\]\(([^)]+)\)", manual):
        page, _, anchor = target.partition("#")
        assert (MANUAL.parent / page).exists(), target
        assert not anchor or anchor in headings, target


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_the_dashboard_is_sound() -> None:
    """No number twice, nothing in another's place, and a unit on every figure."""
    found = panels()
    assert len({panel["id"] for panel in found}) == len(found)
    taken = [cell for panel in found for cell in cells(panel["gridPos"])]
    assert len(set(taken)) == len(taken)
    for panel in (panel for panel in found if panel["type"] != "row"):
        assert panel["fieldConfig"]["defaults"]["unit"], panel["title"]
        assert panel["description"], panel["title"]
        assert panel["targets"], panel["title"]
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]), panel["title"]


def cells(place: dict[str, int]) -> list[tuple[int, int]]:
    assert place["x"] + place["w"] <= 24
    return [(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])]


def test_promtool_reads_the_rules() -> None:
    """Where Prometheus is installed."""
    judge(installed("promtool"), "check", "rules", ALERTS)


def test_prometheus_finds_the_roles() -> None:
    """By address: a name that is not theirs the processes refuse."""
    (config,) = documents(DEPLOY / "prometheus" / "prometheus.yaml")
    assert config["rule_files"] == [ALERTS.name]
    compose = config["scrape_configs"][0]["dns_sd_configs"][0]
    assert (set(compose["names"]), compose["type"]) == ({"gateway", "worker", "web"}, "A")
    assert all(job["job_name"].startswith("chatelier") for job in config["scrape_configs"])
