"""How fast the program is, each figure beside its baseline: python3 -m benchmarks [NAME ...]."""
