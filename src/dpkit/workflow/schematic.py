"""Drawings of tasks and pipelines: as text, for Graphviz, and for Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dpkit.workflow.declaration import Declaration
from dpkit.workflow.graph import (
    Chosen,
    Collected,
    Graph,
    Grouped,
    Input,
    Joined,
    Made,
    Step,
    Value,
)

__all__ = ["FORMS", "draw"]

FORMS = ("text", "dot", "mermaid")


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    label: str
    product: bool


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    target: str
    label: str


def draw(graph: Graph, form: str) -> str:
    """Return a drawing of a graph.

    Parameters
    ----------
    graph : Graph
        Of a task or pipeline.
    form : {"text", "dot", "mermaid"}
        As indented lines, as a digraph of Graphviz, or as a flowchart of Mermaid.
    """
    if form == "text":
        return "\n".join(_lines(graph, ""))
    nodes, edges = _parts(graph)
    return _dot(graph.pipeline, nodes, edges) if form == "dot" else _mermaid(nodes, edges)


def _lines(graph: Graph, indent: str) -> Iterator[str]:
    yield f"{indent}{graph.pipeline.name} {graph.pipeline.version}"
    for port in graph.inputs:
        yield f"{indent}  in   {port.name}: {port}"
    for step in graph.steps:
        yield f"{indent}  step {step.name}: {_call(step)}"
        if step.graph is not None:
            yield from _lines(step.graph, f"{indent}       ")
    ports = {port.name: port for port in graph.pipeline.outputs}
    for name, value in graph.outputs.items():
        yield f"{indent}  out  {name}: {ports[name]} = {_words(value)}"


def _call(step: Step) -> str:
    given = [
        f"{name}={'each of ' if name in step.split else ''}{_words(value)}"
        for name, value in step.arguments.items()
    ]
    given += [f"{name}={value!r}" for name, value in step.parameters.items()]
    return f"{step.declaration.name}({', '.join(given)})"


def _words(value: Value) -> str:
    source = value.source
    if isinstance(source, Input):
        return source.port
    if isinstance(source, Made):
        return source.step if source.port == "output" else f"{source.step}.{source.port}"
    if isinstance(source, Grouped):
        return f"{_words(source.value)} by {' '.join(source.keys)}"
    if isinstance(source, Chosen):
        return f"{_words(source.value)} of {source.key} {' '.join(source.among)}"
    if isinstance(source, Joined):
        return f"all of {_words(source.value)}"
    return f"[{', '.join(map(_words, source.values))}]"


def _parts(graph: Graph) -> tuple[list[_Node], list[_Edge]]:
    nodes = [_Node(f"in_{port.name}", f"{port.name}\n{port}", True) for port in graph.inputs]
    edges: list[_Edge] = []
    for step in graph.steps:
        times = "\n(once per item)" if step.split else ""
        nodes.append(_Node(f"step_{step.name}", f"{step.declaration.name}{times}", False))
        for name, value in step.arguments.items():
            edges += [_Edge(one, f"step_{step.name}", name) for one in _origins(value)]
    ports = {port.name: port for port in graph.pipeline.outputs}
    for name, value in graph.outputs.items():
        nodes.append(_Node(f"out_{name}", f"{name}\n{ports[name]}", True))
        edges += [_Edge(one, f"out_{name}", _port(value)) for one in _origins(value)]
    return nodes, edges


def _port(value: Value) -> str:
    made = value.source.port if isinstance(value.source, Made) else ""
    return "" if made == "output" else made


def _origins(value: Value) -> list[str]:
    source = value.source
    if isinstance(source, Input):
        return [f"in_{source.port}"]
    if isinstance(source, Made):
        return [f"step_{source.step}"]
    inner = source.values if isinstance(source, Collected) else (source.value,)
    return list(dict.fromkeys(one for part in inner for one in _origins(part)))


def _dot(pipeline: Declaration[..., Any], nodes: list[_Node], edges: list[_Edge]) -> str:
    lines = [f"digraph {_quoted(pipeline.name)} {{", "  rankdir=LR;"]
    for node in nodes:
        shape = "ellipse" if node.product else "box"
        lines.append(f"  {_quoted(node.id)} [label={_quoted(node.label)}, shape={shape}];")
    for edge in edges:
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)}{label};")
    return "\n".join([*lines, "}"])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _mermaid(nodes: list[_Node], edges: list[_Edge]) -> str:
    lines = ["flowchart LR"]
    for node in nodes:
        opening, closing = ("([", "])") if node.product else ("[", "]")
        label = node.label.replace('"', "#quot;").replace("\n", "<br>")
        lines.append(f'  {_word(node.id)}{opening}"{label}"{closing}')
    for edge in edges:
        label = f"|{edge.label}|" if edge.label else ""
        lines.append(f"  {_word(edge.source)} -->{label} {_word(edge.target)}")
    return "\n".join(lines)


def _word(name: str) -> str:
    return name.replace("-", "_")
