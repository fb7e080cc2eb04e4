"""Builds the package from the checkout it lies in: `make` makes the library, the data folder goes into the wheel (without careful.model, which is
larger than all the rest and wanted by few: name a whole data folder with data= or DATELINE_DATA for it).

DATELINE_ROOT names the checkout where this folder has been copied away from it, as pip does that builds elsewhere.
"""
import os
import re
import shutil
import subprocess

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.environ.get("DATELINE_ROOT", os.path.dirname(HERE))
PACKAGES = ["libutf8proc", "libxml-2.0", "jansson", "zlib", "libzstd", "uchardet", "libxxhash", "nettle", "libbrotlidec", "sqlite3", "libpq"]
LEFT_OUT = shutil.ignore_patterns("careful.model", "README.md")


def version():
    with open(os.path.join(ROOT, "include", "dateline.h"), encoding="utf-8") as header:
        return re.search(r'DLN_VERSION "(.*)"', header.read()).group(1)


def libraries():
    flags = subprocess.run(["pkg-config", "--libs", *PACKAGES], check=True, capture_output=True, text=True).stdout.split()
    return [flag[2:] for flag in flags if flag.startswith("-l")] + ["cld2", "stdc++", "pthread", "m"]


class Library(build_ext):
    """The extension, on top of the static library, which is made first where it is not up to date."""

    def run(self):
        subprocess.run(["make", "-s", f"-j{min(2, os.cpu_count() or 1)}", "build/libdateline.a"], cwd=ROOT, check=True)
        for extension in self.extensions:
            extension.libraries = libraries()
        self.force = True  # the library is no source that setuptools looks at
        super().run()


class Data(build_py):
    """The modules, and the data folder beside them."""

    def run(self):
        self.force = True  # an older build may lie there with younger dates
        super().run()
        folder = os.path.join(self.build_lib, "dateline", "data")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.join(ROOT, "data"), folder, ignore=LEFT_OUT)
        for name in ("LICENSE", "NOTICE"):
            shutil.copy(os.path.join(ROOT, name), folder)


core = Extension(
    "dateline._core",
    ["src/core.c", "src/errors.c", "src/stories.c"],
    depends=["src/core.h", "src/errors.h"],
    include_dirs=[os.path.join(ROOT, "include"), "src"],
    extra_objects=[os.path.join(ROOT, "build", "libdateline.a")],
    py_limited_api=True,
    extra_compile_args=["-std=c17", "-O2", "-g0", "-fvisibility=hidden"],
    extra_link_args=["-s", "-Wl,--gc-sections", "-Wl,--exclude-libs,ALL"],
)
setup(version=version(), ext_modules=[core], cmdclass={"build_ext": Library, "build_py": Data})
