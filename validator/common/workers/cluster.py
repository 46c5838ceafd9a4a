"""Other machines behind the same interface: a cluster of `dask.distributed`."""

import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from importlib import import_module

from claimcheck import __version__
from claimcheck.errors import ClaimcheckError

#: Seconds to wait for the scheduler.
_CONNECTING = 10


class ClusterError(ClaimcheckError):
    """Raised when a cluster cannot be used; the text is Chinese."""


def own_version() -> str:
    """The version of this program; asked of every machine of a cluster."""
    return __version__


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """An executor whose work is done by the machines of a cluster.

    Work of a machine that is lost is given to another one.

    Args:
        address: of the scheduler, such as tcp://10.0.0.1:8786.

    Raises:
        ClusterError: it cannot be reached, has no machines, or they have another version.
    """
    try:
        client_of = import_module("distributed").Client
    except ModuleNotFoundError as error:
        raise ClusterError(
            '没有安装集群组件。请先运行：pip install "claimcheck[cluster]"。'
        ) from error
    with warnings.catch_warnings():
        # It warns in English where packages differ a little, or where a file is large.
        warnings.simplefilter("ignore")
        try:
            client = client_of(address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterError(
                f"连不上集群“{address}”。请核对地址，并确认调度程序（dask scheduler）已启动。"
            ) from error
        with client:
            _make_sure(client.run(own_version, on_error="return"), address)
            executor = client.get_executor()
            try:
                yield executor
            finally:
                executor.shutdown(wait=False)


def _make_sure(versions: dict[str, object], address: str) -> None:
    """Refuse a cluster that would read with other rules, or not at all."""
    if not versions:
        raise ClusterError(f"集群“{address}”中没有工作节点。请先启动 dask worker。")
    for node, version in versions.items():
        if version != __version__:
            found = version if isinstance(version, str) else "没有安装"
            raise ClusterError(
                f"工作节点 {node} 的 claimcheck 与本机不一致"
                f"（本机 {__version__}，该节点 {found}）。"
                "请在各节点安装相同的版本。"
            )
