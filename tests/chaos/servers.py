"""Real Redis or Valkey servers on loopback: one alone, one with replicas and sentinels, or a cluster of six."""

import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from tests.fakes.ports import free_port
from tests.fakes.refusing import Server
from tests.fakes.servers import ONCE, server_binary
from tests.fakes.waiting import wait_until_sync

WAIT = 90.0  # seconds for servers to find each other, and to agree, on a busy machine
DOWN_AFTER = 1500  # ms of silence after which sentinels and cluster nodes take a server for dead
MASTER = "ours"
BEHIND_S = 1.5  # that replicas know nothing of when their master crashes


@dataclass
class Node:
    """One server process; it keeps its port and its data when it is started again."""

    folder: Path
    arguments: Sequence[str]
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def server(self) -> Server:
        assert self.process is not None
        return Server(self.url, self.process.pid, self.folder)

    def start(self) -> "Node":
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [server_binary(), *self.arguments, "--port", str(self.port), "--bind", "127.0.0.1"]
        with (self.folder / "log.txt").open("ab") as log:
            self.process = subprocess.Popen([*command, "--dir", str(self.folder)], stdout=log, stderr=log)
        return self

    def ready(self) -> "Node":
        wait_until_sync(lambda: self.ask("PING") is not None, f"{self.folder.name} answers", WAIT)
        return self

    def ask(self, *command: Any, patience: float = 3.0) -> Any:
        """The answer to one try, or None when there is none within `patience` seconds."""
        with (
            suppress(RedisError, OSError),
            Redis(port=self.port, socket_timeout=patience, decode_responses=True, retry=ONCE) as client,
        ):
            return client.execute_command(*command)
        return None

    def insist(self, *command: Any) -> Any:
        """The answer of one that runs, however long it is held up; None for an error."""
        return self.ask(*command, patience=WAIT)

    def role(self) -> str:
        found = self.ask("ROLE")
        return str(found[0]) if found else ""

    def takes_writes(self) -> bool:
        """Whether it takes one of ours now; one that is dead, frozen, full or not the master does not."""
        return self.ask("SET", "{chatelier}:here", "1", "EX", "60", patience=2.0) is not None

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(number)
        self.process.wait(20)


@dataclass
class Topology:
    """`url` is what the bot is given; `faults` are what can be done to it, in the order of a run."""

    kind: str
    url: str
    nodes: list[Node]
    sentinels: list[Node] = field(default_factory=list)

    def master(self) -> Node:
        """Whoever has our keys and takes writes; AssertionError when nobody does in time."""
        found: list[Node] = []

        def look() -> bool:
            found[:] = [node for node in self.nodes if self.serves(node)]
            return bool(found)

        wait_until_sync(look, "somebody takes writes", WAIT)
        return found[0]

    def serves(self, node: Node) -> bool:
        if node.role() != "master":
            return False
        if self.kind == "sentinel":  # one that has just come back believes for some seconds that it still is
            named = [one.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER) for one in self.sentinels]
            return all(one and int(one[1]) == node.port for one in named)
        return self.kind == "plain" or node.takes_writes()

    def settled(self) -> None:
        """All are there again, with a replica of the master that is up to date."""
        wait_until_sync(lambda: all(node.role() for node in self.nodes), "all servers answer", WAIT)
        if self.kind != "plain":
            wait_until_sync(lambda: replicas_of(self.master()) > 0, "the master has a replica", WAIT)
        if self.kind == "sentinel":
            # They may choose any of them, also one that is still being told what it has missed.
            wait_until_sync(self.all_follow, "all replicas are in step", WAIT)
            wait_until_sync(lambda: self.agreed(self.master().port), "the sentinels know all", WAIT)

    def all_follow(self) -> bool:
        """Whether every server but the master is a replica of it that is connected and in step."""
        master = self.master()
        return all(node is master or follows(node, master.port) for node in self.nodes)

    def agreed(self, port: int) -> bool:
        for one in self.sentinels:
            told = one.ask("SENTINEL", "MASTER", MASTER)
            if not told:
                return False
            state = told if isinstance(told, dict) else dict(zip(told[::2], told[1::2], strict=False))
            known = (int(state["port"]), int(state["num-slaves"]), state["flags"])
            if known != (port, len(self.nodes) - 1, "master"):
                return False
        return True

    # --- what can happen to it ----------------------------------------------------------------------

    def kill_master(self) -> None:
        self.master().kill()

    def return_dead(self) -> None:
        for node in self.nodes:
            if node.process is not None and node.process.poll() is not None:
                node.start().ready()

    def fail_over(self) -> None:
        """By plan: nothing that was acknowledged is lost, and clients learn of it by being cut off."""
        before = self.master().port
        if self.kind == "sentinel":
            wait_until_sync(
                lambda: self.sentinels[0].ask("SENTINEL", "FAILOVER", MASTER) is not None, "it is begun", WAIT
            )
        else:
            wait_until_sync(lambda: any(follows(node, before) for node in self.nodes), "a replica follows", WAIT)
            replicas = [node for node in self.nodes if follows(node, before)]
            wait_until_sync(lambda: replicas[0].ask("CLUSTER", "FAILOVER") is not None, "it is begun", WAIT)
        wait_until_sync(lambda: self.master().port != before, "another one is the master", WAIT)

    def freeze_master(self) -> None:
        node = self.master()
        assert node.process is not None
        node.process.send_signal(signal.SIGSTOP)

    def crash_behind(self) -> None:
        """The master dies when its replicas have heard nothing of it for a while."""
        master = self.master()
        others = [node.process for node in self.nodes if node is not master and node.process is not None]
        for process in others:
            process.send_signal(signal.SIGSTOP)
        sleep(BEHIND_S)
        master.kill()
        for process in others:
            process.send_signal(signal.SIGCONT)

    def thaw(self) -> None:
        for node in self.nodes:
            if node.process is not None:
                node.process.send_signal(signal.SIGCONT)

    def reshard(self) -> None:
        """Some slots change hands, keys and all; ours with them."""
        source = self.master()
        slot = int(source.insist("CLUSTER", "KEYSLOT", "{chatelier}:x"))
        target = next(node for node in self.nodes if node.role() == "master" and node is not source)
        ids = {node.port: str(node.insist("CLUSTER", "MYID")) for node in (source, target)}
        for moved in {slot, int(source.insist("CLUSTER", "KEYSLOT", "{chatelier-jobs}:x"))}:
            if not owns(source, moved):
                continue
            target.ask("CLUSTER", "SETSLOT", moved, "IMPORTING", ids[source.port])
            source.ask("CLUSTER", "SETSLOT", moved, "MIGRATING", ids[target.port])
            while keys := source.ask("CLUSTER", "GETKEYSINSLOT", moved, 100):
                source.ask("MIGRATE", "127.0.0.1", target.port, "", 0, 5000, "KEYS", *keys)
            for node in (target, source, *self.nodes):
                node.ask("CLUSTER", "SETSLOT", moved, "NODE", ids[target.port])

    def close(self) -> None:
        for node in (*self.sentinels, *self.nodes):
            if node.process is not None and node.process.poll() is None:
                node.kill()


def replicas_of(master: Node) -> int:
    found = master.ask("ROLE")
    return len(found[2]) if found and found[0] == "master" else 0


def follows(node: Node, port: int) -> bool:
    found = node.ask("ROLE")
    return bool(found) and found[0] == "slave" and int(found[2]) == port and found[3] == "connected"


def owns(node: Node, slot: int) -> bool:
    for first, last, owner, *_ in node.ask("CLUSTER", "SLOTS") or []:
        if int(first) <= slot <= int(last):
            return int(owner[1]) == node.port
    return False


DURABLE = ("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--repl-diskless-sync-delay", "0")


def open_plain(folder: Path) -> Topology:
    node = Node(folder / "node-0", DURABLE).start().ready()
    return Topology("plain", node.url, [node])


# As docs/operating.md asks for: a master that was frozen and wakes up too late takes nothing more.
VOUCHED = ("--min-replicas-to-write", "1", "--min-replicas-max-lag", "10")


def keeping_node(folder: Path, arguments: Sequence[str]) -> Node:
    """One that keeps what sentinels make of it: come back, it knows whether it was the master."""
    folder.mkdir(parents=True)
    (folder / "node.conf").write_text(" ".join(arguments).replace(" --", "\n").removeprefix("--") + "\n")
    return Node(folder, (str(folder / "node.conf"),))


def open_sentinel(folder: Path) -> Topology:
    options = [word or '""' for word in (*DURABLE, *VOUCHED)]
    master = keeping_node(folder / "node-0", options).start().ready()
    following = ["--replicaof", "127.0.0.1", str(master.port)]
    nodes = [master, *(keeping_node(folder / f"node-{n}", options + following).start() for n in (1, 2))]
    sentinels = []
    for n in range(3):
        place = folder / f"sentinel-{n}"
        place.mkdir(parents=True)
        (place / "sentinel.conf").write_text(
            f"sentinel monitor {MASTER} 127.0.0.1 {master.port} 2\n"
            f"sentinel down-after-milliseconds {MASTER} {DOWN_AFTER}\nsentinel failover-timeout {MASTER} 6000\n"
        )
        sentinels.append(Node(place, (str(place / "sentinel.conf"), "--sentinel")).start())
    for node in (*nodes, *sentinels):
        node.ready()
    hosts = ",".join(f"127.0.0.1:{one.port}" for one in sentinels)
    made = Topology("sentinel", f"redis+sentinel://{hosts}/{MASTER}", nodes, sentinels)
    made.settled()
    return made


def open_cluster(folder: Path) -> Topology:
    """Three masters with a replica each; the address names a dead host, too."""
    cluster = ("--cluster-enabled", "yes", "--cluster-node-timeout", str(DOWN_AFTER))
    options = (*DURABLE, *cluster, "--enable-debug-command", "local")  # by which links between nodes are cut
    nodes = [Node(folder / f"node-{n}", options).start() for n in range(6)]
    for node in nodes:
        node.ready()
    for n, node in enumerate(nodes[:3]):
        node.insist("CLUSTER", "ADDSLOTSRANGE", n * 5461, 16383 if n == 2 else n * 5461 + 5460)
        node.insist("CLUSTER", "SET-CONFIG-EPOCH", n + 1)
    for node in nodes[1:]:
        nodes[0].insist("CLUSTER", "MEET", "127.0.0.1", node.port)
    wait_until_sync(lambda: all(known(node) == 6 for node in nodes), "all nodes know each other", WAIT)
    for n, node in enumerate(nodes[3:]):
        of = str(nodes[n].insist("CLUSTER", "MYID"))
        wait_until_sync(lambda: node.ask("CLUSTER", "REPLICATE", of) is not None, "a replica follows", WAIT)  # noqa: B023 - at once
    wait_until_sync(lambda: all(healthy(node) for node in nodes), "all slots are served", WAIT)
    hosts = ",".join(f"127.0.0.1:{port}" for port in (free_port(), *(node.port for node in nodes[:3])))
    made = Topology("cluster", f"redis+cluster://{hosts}", nodes)
    made.settled()
    return made


def known(node: Node) -> int:
    return len(str(node.ask("CLUSTER", "NODES") or "").strip().splitlines())


def healthy(node: Node) -> bool:
    return "cluster_state:ok" in str(node.ask("CLUSTER", "INFO")) or "'cluster_state': 'ok'" in str(
        node.ask("CLUSTER", "INFO")
    )


OPENERS: dict[str, Callable[[Path], Topology]] = {
    "plain": open_plain,
    "sentinel": open_sentinel,
    "cluster": open_cluster,
}


@contextmanager
def topology(kind: str, folder: Path) -> Iterator[Topology]:
    """Servers of that kind, all of them killed at the end."""
    made: list[Node] = []
    opened: Topology | None = None
    try:
        opened = OPENERS[kind](folder)
        yield opened
    finally:
        if opened is not None:
            opened.close()
        del made
