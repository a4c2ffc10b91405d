"""The manifests: valid for the oldest Kubernetes we name, closed, and patient with a process that stops."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.reading import DEPLOY, DRAIN, ROLES, beside, documents, installed, judge, pinned

FOLDER = DEPLOY / "kubernetes"
SCALING = FOLDER / "autoscaling"
OLDEST = "1.29.0"
HEALTH = {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}


def manifests() -> list[Path]:
    return sorted(path for path in FOLDER.glob("*.yaml") if path.name != "kustomization.yaml")


def objects(kind: str) -> dict[str, Any]:
    found = [item for path in manifests() for item in documents(path) if item["kind"] == kind]
    return {item["metadata"]["name"]: item for item in found}


def pods() -> dict[str, Any]:
    found = objects("Deployment") | objects("StatefulSet")
    return {name: item["spec"]["template"]["spec"] for name, item in found.items()}


def component(selector: dict[str, Any]) -> str:
    return str(selector["matchLabels"]["app.kubernetes.io/component"])


@pytest.mark.parametrize("version", [OLDEST, "1.37.0"])
def test_the_schema_holds(version: str) -> None:
    """Strictly: an unknown field is a mistake."""
    judge(beside("kubernetes-validate"), "--strict", "--quiet", "-k", version, *manifests())


def test_kustomize_knows_every_file() -> None:
    """And every file that it names is there."""
    listed = documents(FOLDER / "kustomization.yaml")[0]
    assert sorted(listed["resources"]) == [path.name for path in manifests()]
    for generator in listed["configMapGenerator"]:
        assert all((FOLDER / name).exists() for name in generator.get("files", []))


@pytest.mark.parametrize("part", ["", "components: [kubernetes/autoscaling]"])
def test_kustomize_builds_it(tmp_path: Path, part: str) -> None:
    """With generated names in place, and pinned images."""
    kubectl = installed("kubectl")
    shutil.copytree(FOLDER, tmp_path / "kubernetes")
    (tmp_path / "kustomization.yaml").write_text(f"resources: [kubernetes]\n{part}\n")
    built = judge(kubectl, "kustomize", tmp_path)
    items = list(yaml.safe_load_all(built))
    assert ("ScaledObject" in {item["kind"] for item in items}) is bool(part)
    for item in items:
        for container in item["spec"]["template"]["spec"]["containers"] if item["kind"] == "Deployment" else []:
            assert pinned(container["image"])
            assert container["envFrom"][0]["configMapRef"]["name"].startswith("settings-")


def test_every_role_is_there_and_may_be_interrupted() -> None:
    """One at a time."""
    roles = objects("Deployment")
    assert set(roles) == ROLES - {"run"}
    budgets = objects("PodDisruptionBudget")
    for name, role in roles.items():
        assert role["spec"]["template"]["spec"]["containers"][0]["args"] == [name]
        assert role["spec"]["replicas"] >= 2
        assert component(role["spec"]["selector"]) == name
        assert component(budgets[name]["spec"]["selector"]) == name
        assert role["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_every_pod_is_confined() -> None:
    """As the namespace's `restricted` standard demands, and with what it needs reserved."""
    for name, pod in pods().items():
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["securityContext"]["runAsUser"] > 0, name
        assert pod["securityContext"]["seccompProfile"]["type"] == "RuntimeDefault", name
        assert pod["automountServiceAccountToken"] is False, name
        assert pod["enableServiceLinks"] is False, name
        (container,) = pod["containers"]
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"] is True, name
        assert rights["allowPrivilegeEscalation"] is False, name
        assert rights["capabilities"]["drop"] == ["ALL"], name
        assert set(container["resources"]["requests"]) == {"cpu", "memory"}, name
        assert container["resources"]["limits"]["memory"], name


def test_roles_are_asked_for_their_health() -> None:
    """Alive must not depend on the store: a restart would not mend it."""
    for name in objects("Deployment"):
        (container,) = pods()[name]["containers"]
        assert {probe: container[probe]["httpGet"]["path"] for probe in HEALTH} == HEALTH, name


def test_roles_get_the_time_to_drain() -> None:
    """After the pause in which new requests stop coming."""
    for name in objects("Deployment"):
        (container,) = pods()[name]["containers"]
        pause = container.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["", "0"])[1]
        assert pods()[name]["terminationGracePeriodSeconds"] > DRAIN + float(pause), name


def test_the_store_keeps_what_it_is_given() -> None:
    """A log on a claim, no eviction, and a password that comes from a Secret."""
    conf = (FOLDER / "valkey.conf").read_text("utf-8").splitlines()
    assert {"appendonly yes", "maxmemory-policy noeviction"} <= set(conf)
    store = objects("StatefulSet")["valkey"]["spec"]
    assert store["volumeClaimTemplates"][0]["metadata"]["name"] == "data"
    (container,) = store["template"]["spec"]["containers"]
    assert "secretKeyRef" in container["env"][0]["valueFrom"]
    assert pinned(container["image"])


def test_no_secret_is_written_here() -> None:
    """Only the names of Secrets."""
    assert not objects("Secret")
    literals = [
        line
        for generator in documents(FOLDER / "kustomization.yaml")[0]["configMapGenerator"]
        for line in generator.get("literals", [])
    ]
    assert literals
    assert not any(word in line for line in literals for word in ("TOKEN", "PASSWORD", "REDIS_URL"))


def test_nothing_comes_in_but_what_is_named() -> None:
    """Everything is closed first; the store hears the roles alone; the web leads to no figures."""
    policies = objects("NetworkPolicy")
    assert policies["closed"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    (who,) = policies["valkey"]["spec"]["ingress"][0]["from"]
    assert set(who["podSelector"]["matchExpressions"][0]["values"]) == ROLES - {"run"}
    assert "egress" not in policies["valkey"]["spec"]
    rules = objects("Ingress")["web"]["spec"]["rules"]
    paths = {path["path"] for rule in rules for path in rule["http"]["paths"]}
    assert paths == {"/callbacks", "/media", "/mask", "/telegram"}


def test_workers_are_as_many_as_the_queue_needs() -> None:
    """The object is KEDA's, of which no schema is at hand: what it needs is looked for here."""
    (scaled,) = documents(SCALING / "worker.yaml")
    assert (scaled["apiVersion"], scaled["kind"]) == ("keda.sh/v1alpha1", "ScaledObject")
    spec = scaled["spec"]
    assert spec["scaleTargetRef"]["name"] in objects("Deployment")
    assert 2 <= spec["minReplicaCount"] <= spec["fallback"]["replicas"] <= spec["maxReplicaCount"]
    queries = [trigger["metadata"] for trigger in spec["triggers"] if trigger["type"] == "prometheus"]
    assert any("chatelier_jobs_waiting" in query["query"] for query in queries)
    assert all(float(query["threshold"]) > 0 and query["serverAddress"] for query in queries)
