"""Cluster: workers on one machine or many, by Dask, which is installed on demand and imported in this package alone."""

from credit.cluster.dask_cluster import Cluster, ClusterError, connect, start_local

__all__ = ["Cluster", "ClusterError", "connect", "start_local"]
