"""Is everything in the wheel, and does the report run from it alone?"""

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def wanted(name: str) -> str | None:
    """Where a tracked file belongs in the wheel; None for manuscripts and scripts of the demonstration corpus."""
    if name.startswith("analysis/"):
        return name.removeprefix("analysis/")
    if name.startswith("corpus/naskah/") or name.endswith(".py"):
        return None
    return "bingkai/demo/" + name.removeprefix("corpus/")


def missing_files(wheel: Path) -> list[str]:
    """Files of the package and of the demonstration corpus that the wheel does not hold."""
    held = set(zipfile.ZipFile(wheel).namelist())
    listing = ["git", "ls-files", "analysis/bingkai", "corpus"]
    tracked = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return sorted({place for name in tracked if (place := wanted(name))} - held)


def report_from_wheel(wheel: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(Path(folder) / "venv", with_pip=True)
        python = Path(folder) / "venv" / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True)
        command = [python, "-m", "bingkai.cli", "report", "--quiet", "--resamples", "200", "-o", "laporan"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        page = Path(folder) / "laporan" / "index.html"
        if not page.is_file():
            sys.exit("the report of the installed wheel wrote no page")


if __name__ == "__main__":
    built = Path(sys.argv[1]).resolve()
    lacking = missing_files(built)
    if lacking:
        sys.exit("not in the wheel: " + ", ".join(lacking))
    report_from_wheel(built)
    print(f"{built.name}: every file is there; the report runs from it alone")
