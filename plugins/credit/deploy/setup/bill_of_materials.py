"""Software bill of materials: CycloneDX JSON of the packages in an offline bundle, the same bytes for the same wheels."""

from __future__ import annotations

import json
import uuid
import zipfile
from collections.abc import Iterable
from email.parser import HeaderParser
from hashlib import sha256
from pathlib import Path
from typing import Any

from credit.deploy.setup.locked_packages import normalise

_CLASSIFIER = "License :: "
#: Namespace of the serial numbers: that of names of the standard, so that the same content has the same number.
_NAMESPACE = uuid.NAMESPACE_URL


def render_bill(wheels: Iterable[Path], commit: str) -> bytes:
    """Return the bill of the wheels that go with a commit, without a clock: name, version, licence and SHA-256 of each."""
    components = sorted((_component(wheel) for wheel in wheels), key=lambda item: str(item["bom-ref"]))
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "credit-gongzhuling",
                "name": "credit-gongzhuling",
                "version": commit,
            }
        },
        "components": components,
        "dependencies": [{"ref": "credit-gongzhuling", "dependsOn": [item["bom-ref"] for item in components]}],
    }
    digest = sha256(json.dumps(bill, sort_keys=True).encode()).hexdigest()
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(_NAMESPACE, digest)}"
    return (json.dumps(bill, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _component(wheel: Path) -> dict[str, Any]:
    # The name of a wheel is NAME-VERSION-…, with no other hyphen in the first two.
    name, version = wheel.name.split("-")[:2]
    plain = normalise(name)
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{plain}@{version}",
        "purl": f"pkg:pypi/{plain}@{version}",
        "name": plain,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": sha256(wheel.read_bytes()).hexdigest()}],
    }
    if licence := _licence(wheel):
        component["licenses"] = [licence]
    return component


def _licence(wheel: Path) -> dict[str, Any] | None:
    """Return what a wheel says of its licence, as CycloneDX writes it, or None where it says nothing."""
    with zipfile.ZipFile(wheel) as archive:
        path = next((name for name in archive.namelist() if name.endswith(".dist-info/METADATA")), "")
        metadata = HeaderParser().parsestr(archive.read(path).decode("utf-8", "replace")) if path else None
    if metadata is None:
        return None
    if expression := metadata.get("License-Expression"):
        return {"expression": expression}
    named = [
        item.removeprefix(_CLASSIFIER) for item in metadata.get_all("Classifier", []) if item.startswith(_CLASSIFIER)
    ]
    name = named[-1].split(" :: ")[-1] if named else (metadata.get("License") or "").split("\n")[0]
    return {"license": {"name": name}} if name else None
