"""Measurements that a maintainer runs by hand; docs/benchmarks.md says how, and what they gave."""
