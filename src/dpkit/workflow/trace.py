"""Tracing: a pipeline is called with placeholders, and its calls become the steps of a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from typing import Any, get_type_hints

from dpkit.errors import DpkitError, TaskError
from dpkit.workflow.declaration import Declaration
from dpkit.workflow.graph import Collected, Graph, Input, Made, Step, Value
from dpkit.workflow.parameter import check_value
from dpkit.workflow.port import Port

__all__ = ["Trace", "active_trace", "collected", "trace_pipeline", "trace_task"]

_ACTIVE: ContextVar[Trace | None] = ContextVar("trace", default=None)


def active_trace() -> Trace | None:
    """Return the trace of the pipeline that is being called; None outside."""
    return _ACTIVE.get()


def trace_pipeline(
    pipeline: Declaration[..., Any], given: Iterable[str], parameters: Mapping[str, Any]
) -> Graph:
    """Return the graph of a pipeline, checked.

    Parameters
    ----------
    pipeline : Declaration
        The pipeline.
    given : iterable of str
        The ports that get products; others are None in the function.
    parameters : mapping of str to value
        Plain arguments; defaults fill in for those left out.

    Raises
    ------
    TaskError
        A step gets another product than it takes, a list in place of one or the reverse, or
        what is not known before the pipeline runs decides about its steps; or the function fails.
    """
    names = set(given)
    graph = Graph(pipeline=pipeline, inputs=tuple(p for p in pipeline.inputs if p.name in names))
    _refuse_recursion(pipeline)
    arguments: dict[str, Any] = {port.name: None for port in pipeline.inputs}
    for port in graph.inputs:
        arguments[port.name] = Value(port.product, int(port.many), Input(port.name))
    token = _ACTIVE.set(Trace(graph, _ACTIVE.get()))
    try:
        result = pipeline.function(**arguments, **parameters)
    except DpkitError:
        raise
    except Exception as error:
        raise TaskError(
            f"its steps cannot be told: {type(error).__name__}: {error}",
            place=pipeline.place,
            remedy="correct the function, which only calls tasks; --debug shows where",
        ) from error
    finally:
        _ACTIVE.reset(token)
    for port in pipeline.outputs:
        made = getattr(result, port.name, None) if pipeline.named else result
        value = _argument(port, made, pipeline, "returned for")
        if value is not None:
            _refuse_optional(port, value, pipeline)
            graph.outputs[port.name] = value
    return graph


def trace_task(task: Declaration[..., Any], given: Iterable[str]) -> Graph:
    """Return the graph of a task that is run alone: one step, which gets all that is given."""
    names = set(given)
    graph = Graph(pipeline=task, inputs=tuple(p for p in task.inputs if p.name in names))
    arguments = {
        port.name: Value(port.product, int(port.many), Input(port.name)) for port in graph.inputs
    }
    step = Step(name=task.function.__name__, declaration=task, arguments=arguments, parameters={})
    graph.steps.append(step)
    for port in task.outputs:
        graph.outputs[port.name] = Value(port.product, int(port.many), Made(step.name, port.name))
    return graph


def _refuse_recursion(pipeline: Declaration[..., Any]) -> None:
    outer = _ACTIVE.get()
    while outer is not None:
        if outer.graph.pipeline is pipeline:
            raise TaskError("calls itself", place=pipeline.place, remedy="take the call out")
        outer = outer.outer


def _refuse_optional(port: Port, value: Value, pipeline: Declaration[..., Any]) -> None:
    if value.optional and not port.optional:
        raise TaskError(
            f"there may be nothing for {port.name!r}, which is not optional",
            place=pipeline.place,
            remedy=f"annotate {port.name!r} with | None",
        )


class Trace:
    """Turns the calls of a pipeline into steps."""

    def __init__(self, graph: Graph, outer: Trace | None) -> None:
        self.graph = graph
        self.outer = outer

    def call(
        self, declaration: Declaration[..., Any], arguments: Mapping[str, Any], split: bool = False
    ) -> Any:
        """Add a step and return placeholders of what it makes."""
        place = f"{self.graph.pipeline.place}: {declaration.name}"
        values = {}
        for port in declaration.inputs:
            value = _argument(port, arguments.get(port.name), declaration, "given to", split=split)
            if value is not None:
                values[port.name] = value
        parameters = _parameters(declaration, arguments, place)
        step = Step(
            name=self._name(declaration.function.__name__),
            declaration=declaration,
            arguments=values,
            parameters=parameters,
            split=_split(declaration, values) if split else (),
            graph=_subgraph(declaration, values, parameters),
        )
        if split and not step.split:
            raise TaskError("gets no list to split", place=place, remedy="call it without `.each`")
        self.graph.steps.append(step)
        return _results(step)

    def _name(self, wanted: str) -> str:
        same = [s for s in self.graph.steps if s.name.partition("-")[0] == wanted]
        return f"{wanted}-{len(same) + 1}" if same else wanted


def _subgraph(
    declaration: Declaration[..., Any], values: Mapping[str, Value], parameters: Mapping[str, Any]
) -> Graph | None:
    return trace_pipeline(declaration, values, parameters) if declaration.has_steps else None


def _results(step: Step) -> Any:
    """Return the placeholder of what a step makes, or a named tuple of them."""
    skippable = any(
        value.optional and not port.optional
        for port in step.declaration.inputs
        if (value := step.arguments.get(port.name)) is not None
    )
    made = {
        port.name: Value(
            port.product,
            int(port.many) + bool(step.split),
            Made(step.name, port.name),
            optional=(port.optional and not step.split) or skippable,
        )
        for port in step.declaration.outputs
    }
    if not step.declaration.named:
        return made["output"]
    return get_type_hints(step.declaration.function)["return"](**made)


def _split(declaration: Declaration[..., Any], values: Mapping[str, Value]) -> tuple[str, ...]:
    return tuple(
        port.name
        for port in declaration.inputs
        if port.name in values and values[port.name].depth == int(port.many) + 1
    )


def _parameters(
    declaration: Declaration[..., Any], arguments: Mapping[str, Any], place: str
) -> dict[str, Any]:
    found = {}
    for parameter in declaration.parameters:
        value = arguments.get(parameter.name)
        if value is not None:
            found[parameter.name] = check_value(parameter, value, place)
    return found


def _argument(
    port: Port,
    value: Any,
    declaration: Declaration[..., Any],
    verb: str,
    *,
    split: bool = False,
) -> Value | None:
    """Check what a port gets."""
    place = declaration.place
    if value is None:
        if not port.optional:
            raise TaskError(
                f"nothing is {verb} {port.name!r}", place=place, remedy=f"give a {port}"
            )
        return None
    if isinstance(value, (list, tuple)):
        value = collected(value)
    if not isinstance(value, Value):
        raise TaskError(
            f"a {type(value).__name__} is {verb} {port.name!r}",
            place=place,
            remedy=f"give a {port.product_name} that a port or a task brings",
        )
    if value.product is not port.product:
        raise TaskError(f"a {value} is {verb} {port.name!r}", place=place, remedy=f"give a {port}")
    wanted = int(port.many)
    if value.depth != wanted and not (split and value.depth == wanted + 1):
        raise TaskError(
            f"a {value} is {verb} {port.name!r}, which takes a {port}",
            place=place,
            remedy=_depth_remedy(value.depth - wanted),
        )
    return value


def _depth_remedy(difference: int) -> str:
    if difference < 0:
        return "put it in a list"
    if difference == 1:
        return "use `.each` for one call per item, or `gather` to join lists of lists"
    return "join the lists with `gather`"


def collected(values: Iterable[Any]) -> Value:
    """Return the placeholder of a list of placeholders."""
    members = tuple(values)
    if not members or not all(isinstance(one, Value) for one in members):
        raise TaskError(
            "a list holds other things than products", remedy="put in what ports and tasks bring"
        )
    first = members[0]
    if any((one.product, one.depth) != (first.product, first.depth) for one in members):
        raise TaskError(
            f"a list holds {' and '.join(map(str, members))}", remedy="make a list of each kind"
        )
    return Value(first.product, first.depth + 1, Collected(members))
