"""`validate --cluster`: where files are read and checked, and what is not written then."""

from collections.abc import Iterator
from contextlib import contextmanager

from validator.run.prepared import HERE, Where

NO_REPORT = "集群核查不写核查报告（网页）：报告要列出每个人逐月的工资，这些不传回本机。"


@contextmanager
def where_checked(address: str | None, *, whole: bool) -> Iterator[Where]:
    """Where files are checked: here, or by the machines of a cluster.

    Args:
        address: of the cluster; None: there is none.
        whole: the rows of all files are wanted here, numbers of persons too.

    Raises:
        ClusterError: it cannot be used.
    """
    if address is None:
        yield HERE
        return
    from validator.common.workers import cluster as of_cluster
    from validator.reading.elsewhere import reader_of

    with of_cluster.cluster(address) as executor:
        yield Where(reader=reader_of(executor)) if whole else Where(executor=executor)
