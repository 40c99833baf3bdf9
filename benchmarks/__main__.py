"""All benchmarks, one process each: `make bench`. Results are copied into docs/benchmarks.md with the machine named."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import benchmarks

for module in pkgutil.iter_modules(benchmarks.__path__):
    if module.name != "__main__" and not module.ispkg:
        print(f"\n=== {module.name} ===", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{module.name}"], check=True)
