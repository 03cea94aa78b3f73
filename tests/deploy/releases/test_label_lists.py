"""Lists without ``name``: whoever their label named wrongly is in no kept release, and damaged records still cut them."""

from __future__ import annotations

import json

import pytest

from credit.deploy import publish, rollback
from credit.deploy.filesystem import FileSystem
from credit.deploy.releases.release_records import read_records, records_path
from credit.deploy.releases.release_store import live_release
from credit.deploy.state_repair import rebuild_live
from tests.deploy.releases.conftest import Server

WRONG, RIGHT = "示例无辜承运有限公司", "示例真正承运有限公司"


def add_carriers(server: Server, kind: str) -> None:
    """Add a list of one record whose subject stands in the column ``carrier``."""
    data = server.clone / "data"
    titles = {"record_id": "编号", "carrier": "承运单位", "mode": "方式", "severity": "程度", "listed_on": "列入日期"}
    fields = [
        {"name": name, "title": title, "description": f"{title}。", "type": "date" if name == "listed_on" else "string"}
        for name, title in titles.items()
    ]
    schema = {"fields": fields, "primaryKey": ["record_id"]}
    (data / "carriers.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    row = f"OC-2026-00001,{WRONG},公路,一般,2026-05-01\n"
    (data / "carriers.csv").write_text(f"{','.join(titles)}\n{row}", encoding="utf-8-sig")
    path = data / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    model = next(item for item in package["resources"] if item["name"] == "credit-members")
    credit = {key: model["credit"][key] for key in ("authority", "entry", "removal", "remedies", "catalogue")}
    credit |= {"kind": kind, "label": "carrier", **({"severities": ["一般"]} if kind == "black" else {})}
    entry = {"name": "carriers", "path": "carriers.csv", "schema": "carriers.schema.json", "title": "承运名单"}
    package["resources"].append({**model, **entry, "credit": credit})
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1), encoding="utf-8")


@pytest.mark.parametrize("kind", ["black", "register"])
def test_a_label_that_is_corrected_without_a_correction_does_not_come_back(server: Server, kind: str) -> None:
    """As a name does not: neither in the kept release nor by a rollback. Records rebuilt from the tree have its id."""
    add_carriers(server, kind)
    server.push()
    publish(server.settings)
    assert server.places_of(WRONG)
    live = live_release(server.settings)
    assert live is not None
    server.edit("data/carriers.csv", WRONG, RIGHT)
    server.push()
    publish(server.settings)
    assert [] == server.places_of(WRONG)
    rollback(server.settings, str(live.number))
    assert [] == server.places_of(WRONG)
    assert server.places_of(RIGHT)
    live = live_release(server.settings)
    assert live is not None
    records_path(server.settings, live.name).unlink()
    rebuild_live(server.settings, FileSystem(), live.name)
    assert "OC-2026-00001" in read_records(server.settings, live.name)
