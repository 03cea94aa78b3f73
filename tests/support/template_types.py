"""Type check of the theme: each template names its view models, and each attribute it uses is a field of them."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, nodes

from credit import view_models
from credit.render.theme import Frame
from credit.view_models import Page, PageLayout

#: The first comment of a template; macros that get texts and numbers alone name no class.
DECLARATION = re.compile(r"\A\{# View models?: (none|\w+(?:, \w+)*)\.")

#: Macros that Python calls, with the types of their arguments.
ENTRIES = (
    ("components/header.html", "header", (PageLayout, str, bool)),
    ("components/footer.html", "footer", (PageLayout,)),
)

#: A type annotation; None where the check knows no type, for example of a filter's result.
Type = typing.Any
Scope = dict[str, Type]


def check_templates(folder: Path) -> list[str]:
    """Return the faults of the templates of a folder, by file and line."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*.html"))}
    check = _Check({name: path.read_text(encoding="utf-8") for name, path in paths.items()})
    for name in (name for name in paths if "/" not in name):
        for page in check.declared[name] or [Page]:
            check.walk(check.trees[name].body, {"page": page, "site": PageLayout, "frame": Frame}, name)
    for name, macro, arguments in ENTRIES:
        check.call(check.macros[name][macro], name, dict(enumerate(arguments)), "")
    for name, declared in check.declared.items():
        for given in sorted(cls.__name__ for cls in set(declared) - check.given.get(name, set()) if "/" in name):
            check.faults.append(f"{name}:1: no macro gets a {given}")
    return sorted(set(check.faults))


@dataclass
class _Check:
    sources: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    trees: dict[str, nodes.Template] = field(default_factory=dict)
    declared: dict[str, list[type]] = field(default_factory=dict)
    macros: dict[str, dict[str, nodes.Macro]] = field(default_factory=dict)
    imports: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    given: dict[str, set[type]] = field(default_factory=dict)
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name, source in self.sources.items():
            tree = self.trees[name] = Environment(autoescape=True).parse(source)
            self.macros[name] = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
            self.imports[name] = {}
            for node in tree.find_all(nodes.FromImport):
                assert isinstance(node.template, nodes.Const)
                for item in node.names:
                    assert isinstance(item, str)
                    self.imports[name][item] = (node.template.value, item)
            self.declared[name] = list(self._classes(name, source))

    def _classes(self, name: str, source: str) -> Iterable[type]:
        """Yield the classes that the first comment of a template names."""
        found = DECLARATION.match(source)
        if found is None:
            self.faults.append(f"{name}:1: the first comment names no view model")
            return
        for word in found[1].split(", ") if found[1] != "none" else ():
            cls = getattr(view_models, word, None)
            if isinstance(cls, type) and dataclasses.is_dataclass(cls):
                yield cls
            else:
                self.faults.append(f"{name}:1: credit.view_models has no class {word}")

    def walk(self, body: Iterable[nodes.Node], scope: Scope, name: str) -> None:
        """Check the statements of a template or macro."""
        for node in body:
            match node:
                case nodes.For():
                    inner = {**scope, "loop": None, **bound(node.target, item_of(self.type_of(node.iter, scope, name)))}
                    self.walk(node.body, inner, name)
                    self.walk(node.else_, scope, name)
                case nodes.If():
                    self.type_of(node.test, scope, name)
                    self.walk([*node.body, *node.elif_, *node.else_], scope, name)
                case nodes.Assign():
                    scope.update(bound(node.target, self.type_of(node.node, scope, name)))
                case nodes.CallBlock():
                    self.type_of(node.call, scope, name)
                    self.walk(node.body, scope, name)
                case nodes.Block():
                    self.walk(node.body, dict(scope), name)
                case nodes.Output():
                    for part in node.nodes:
                        self.type_of(part, scope, name)
                case nodes.Macro() | nodes.FromImport() | nodes.Extends():
                    pass
                case _:
                    raise NotImplementedError(f"{name}:{node.lineno}: {type(node).__name__}")

    def type_of(self, node: nodes.Node, scope: Scope, name: str) -> Type:
        """Return the type of an expression, its parts checked."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            return self._call(node, node.node.name, scope, name)
        parts = [self.type_of(child, scope, name) for child in node.iter_child_nodes()]
        match node:
            case nodes.Name():
                return scope.get(node.name)
            case nodes.Const():
                return type(node.value)
            case nodes.Getattr():
                return self._attribute(parts[0], node.attr, f"{name}:{node.lineno}")
            case nodes.Getitem():
                return item_of(parts[0])
            case nodes.List():
                return tuple[parts[0], ...] if parts else tuple
            case nodes.Or() | nodes.And() | nodes.Add():
                return parts[0]
            case nodes.CondExpr():
                return parts[1]
        return None

    def _attribute(self, owner: Type, attribute: str, place: str) -> Type:
        if owner is None:
            return None
        hints = typing.get_type_hints(owner) if dataclasses.is_dataclass(owner) else {}
        if attribute not in hints:
            self.faults.append(f"{place}: {getattr(owner, '__name__', owner)} has no field {attribute}")
            return None
        return without_none(hints[attribute])

    def _call(self, node: nodes.Call, function: str, scope: Scope, name: str) -> Type:
        given: dict[int | str, Type] = {
            place: self.type_of(value, scope, name) for place, value in enumerate(node.args)
        }
        given.update({pair.key: self.type_of(pair.value, scope, name) for pair in node.kwargs})
        file, macro = self.imports[name].get(function, (name, function))
        if function != "caller":
            self.call(self.macros[file][macro], file, given, f"{name}:{node.lineno}")
        return str

    def call(
        self, macro: nodes.Macro, name: str, given: Mapping[int, Type] | Mapping[int | str, Type], place: str
    ) -> None:
        """Check a macro for the types of one call; a page stands for the class that the component names."""
        scope: Scope = {"caller": None}
        defaults = dict(zip(reversed(macro.args), reversed(macro.defaults), strict=False))
        for number, argument in enumerate(macro.args):
            value = given.get(argument.name, given.get(number))  # type: ignore[call-overload]
            if value is None and argument in defaults:
                value = self.type_of(defaults[argument], {}, name)
            scope[argument.name] = self._declared(value, name, place)
        key = (name, macro.name, repr(scope))
        if key not in self.seen:
            self.seen.add(key)
            self.walk(macro.body, scope, name)

    def _declared(self, value: Type, name: str, place: str) -> Type:
        """Return the type of an argument by the classes that the component names."""
        if typing.get_origin(value) is tuple:
            return tuple[self._declared(item_of(value), name, place), ...]
        if not dataclasses.is_dataclass(value):
            return value
        assert isinstance(value, type)
        known = next((cls for cls in self.declared[name] if issubclass(value, cls)), None)
        if known is None:
            self.faults.append(f"{place}: {name} gets a {value.__name__}, which its first comment does not name")
            return value
        self.given.setdefault(name, set()).add(known)
        return known


def bound(target: nodes.Node, value: Type) -> Scope:
    """Return the names that a loop or an assignment sets."""
    if isinstance(target, nodes.Tuple):
        names = [item.name for item in target.items if isinstance(item, nodes.Name)]
        return dict(zip(names, typing.get_args(value) or [None] * len(names), strict=True))
    assert isinstance(target, nodes.Name)
    return {target.name: value}


def item_of(value: Type) -> Type:
    """Return the type of the items of a tuple or the values of a mapping."""
    arguments = typing.get_args(value)
    return without_none(arguments[0] if typing.get_origin(value) is tuple else arguments[-1]) if arguments else None


def without_none(value: Type) -> Type:
    """Return the other type of an optional one."""
    if typing.get_origin(value) in (types.UnionType, typing.Union):
        [value] = [item for item in typing.get_args(value) if item is not type(None)]
    return value
