"""What the model sees of a row or a place in formulas: scaling, inputs, and its own units again."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.experiment.settings import find
from engine.experiment.specs import input_names
from engine.frames import Counted, Detail, Seen, Squares
from engine.frames.sights import Areas
from engine.frames.things import Cell, Figure, Input, Setting
from gui.kit.formulas import output_latex
from gui.kit.parameter_names import formula
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.lines import Line, factor, figure, line, over, times, word
from gui.kit.worked.links import Linked
from gui.kit.worked.names import row_mark

RESULT = 6  # digits of what is worked out


def input_lines(experiment: Experiment, seen: Seen, index: int) -> list[Line]:
    """One input of the first layer: a feature as it is, brought to size, or a formula of some."""
    names = input_names(experiment.data, experiment.model)
    result = Linked(float(seen.inputs[index]), Input(index))
    letter = "x" if len(names) == 1 else f"x_{{{index + 1}}}"
    if experiment.model.inputs is None:
        return [_scaled(experiment, seen, index, letter, result)]
    caption = tr("input {name}", name=formula(names[index]))
    lines = [line(caption, letter, f"= {figure(result)}")]
    used = [place for place, name in enumerate(experiment.data.encoding.names)]
    return [*(_scaled(experiment, seen, place, _name(experiment, place)) for place in used), *lines]


def cell_lines(experiment: Experiment, seen: Seen, cell: Cell) -> list[Line]:
    """A number of the table, and what the model sees of it."""
    data = experiment.data
    caption = tr("{column} of row {row}", column=cell.column, row=cell.row + 1)
    value = seen.cells.get(cell.column)
    if not isinstance(value, (int, float)):
        return [line(caption, r"\emptyset" if value is None else word(str(value)))]
    own = line(caption, word(cell.column), f"= {figure(Linked(value, cell))}")
    if cell.column not in data.encoding.names:
        return [own]
    place = data.encoding.names.index(cell.column)
    plain = seen.shift[place] == 0 and seen.factor[place] == 1
    return [own] if plain else [own, _scaled(experiment, seen, place, "x")]


def target_line(experiment: Experiment, seen: Seen, detail: Detail) -> Line:
    """What should have come out, and how it is brought to size."""
    result, name = known.target(detail), rf"y_{{{row_mark(detail)}}}"
    if experiment.data.outcome != "regression":
        index = int(result)
        label = experiment.data.classes[index] if index < len(experiment.data.classes) else index
        return line(tr("the class {name}", name=label), name, f"= {figure(result)}")
    raw = _raw(seen, experiment.data.target, seen.target)
    if (seen.target_shift, seen.target_factor) == (0.0, 1.0):
        return line(tr("as it is in the table"), name, f"= {figure(raw)}")
    worked = over(f"{figure(raw)} - {factor(seen.target_shift)}", figure(seen.target_factor))
    return line(tr("brought to size"), name, f"= {worked}", f"= {figure(result)}")


def answer_lines(experiment: Experiment, seen: Seen) -> list[Line]:
    """The place that is asked, where the model does not see it as it is."""
    places = range(len(seen.numbers))
    plain = all(seen.shift[p] == 0 and seen.factor[p] == 1 for p in places)
    if plain:
        return []
    return [_scaled(experiment, seen, place, _name(experiment, place)) for place in places]


def own_units(experiment: Experiment, seen: Seen, detail: Detail) -> list[Line]:
    """The answer in the target's own units, where that is brought to size."""
    if experiment.data.outcome != "regression":
        return []
    if (seen.target_shift, seen.target_factor) == (0.0, 1.0):
        return []
    output = known.outputs(detail, len(detail.layers) - 1)[0]
    worked = f"= {factor(output)} \\cdot {factor(seen.target_factor)} + {factor(seen.target_shift)}"
    letter = output_latex(experiment.data.outcome)
    result = f"= {figure(float(seen.output[0]), RESULT)}"
    return [line(tr("in the target's own units"), letter, worked, result)]


def best_lines(best: Squares) -> list[Line]:
    """The slope and the offset with the smallest squared error."""
    slope = best.products / best.squares if best.squares else 0.0
    offset = best.y_mean - slope * best.x_mean
    w = r"W^* = \frac{\sum (x - \bar{x})(y - \bar{y})}{\sum (x - \bar{x})^2}"
    worked = over(figure(best.products, RESULT), figure(best.squares, RESULT))
    b = f"= {figure(best.y_mean)} - {times(slope, best.x_mean)}"
    return [
        line(tr("the slope"), w, f"= {worked}", f"= {figure(slope, RESULT)}"),
        line(tr("the height at 0"), r"b^* = \bar{y} - W^* \bar{x}", b,
             f"= {figure(offset, RESULT)}"),
    ]  # fmt: skip


def setting_line(experiment: Experiment, detail: Detail, thing: Setting) -> Line:
    """A number of the experiment."""
    path, setting = thing.path, find(experiment, thing.path)
    value = setting.of(experiment)
    value = value if thing.place is None else value[thing.place]
    number = Linked(float(value), thing) if isinstance(value, (int, float)) else 0.0
    name = r"\eta" if path == "optimizer.lr" else word(path.rpartition(".")[2])
    base = line(tr(setting.label), name, f"= {figure(number)}")
    if path != "optimizer.lr" or detail.lr == float(number):
        return base
    caption = tr("the schedule makes of it in this epoch")
    return line(caption, name, f"= {figure(number)}", rf"\rightarrow {figure(detail.lr)}")


def figure_line(
    experiment: Experiment, thing: Figure, counted: Counted | None, areas: Areas | None = None
) -> Line:
    """A figure of how good the model is: a share of a whole."""
    if areas is not None:
        return _area(thing, areas)
    if counted is None:
        return line(tr("There are no such rows."), word(thing.name))
    share, whole = figure(counted.share, RESULT), figure(counted.whole, RESULT)
    result = f"= {figure(Linked(counted.value, thing), RESULT)}"
    rows = tr("test rows") if thing.test else tr("training rows")
    if thing.confusion is not None:
        true = experiment.data.classes[thing.confusion[0]]
        caption = tr("of all rows of {name}", name=true)
        return line(
            caption, over(share, whole), f"= {figure(counted.share / (counted.whole or 1))}"
        )
    if thing.of is not None:
        return line(_by_class(experiment, thing), f"= {over(share, whole)}", result)
    if thing.name == "accuracy":
        return line(
            tr("right answers of all, {rows}", rows=rows), f"= {over(share, whole)}", result
        )
    if thing.name == "r2":
        symbols = r"R^2 = 1 - \frac{\sum (\hat{y} - y)^2}{\sum (y - \bar{y})^2}"
        return line(rows, symbols, f"= 1 - {over(share, whole)}", result)
    sums = {"mse": r"(\hat{y} - y)^2", "mae": r"|\hat{y} - y|"}
    symbols = rf"\frac{{1}}{{n}} \sum {sums[thing.name]}" if thing.name in sums else "L"
    worked = f"= {over(share, whole)}" if thing.name in sums else None
    return line(rows, symbols, worked, result)


def _area(thing: Figure, areas: Areas) -> Line:
    """The area under a curve of one class against the rest."""
    if thing.name == "area":
        caption = tr("pairs in which the class has the higher probability, of all pairs")
        value, pairs = areas.area, figure(float(areas.pairs), RESULT)
        if value is None:
            return line(caption, "A")
        right = figure(value * areas.pairs, RESULT)
        return line(
            caption, "A", f"= {over(right, pairs)}", f"= {figure(Linked(value, thing), RESULT)}"
        )
    caption = tr("the area under the steps of the precision–recall curve")
    value = areas.average
    found = None if value is None else f"= {figure(Linked(value, thing), RESULT)}"
    return line(caption, r"\sum_n (R_n - R_{n-1}) P_n", found)


def _by_class(experiment: Experiment, thing: Figure) -> str:
    name = experiment.data.classes[thing.of or 0]
    captions = {
        "precision": tr("precision: of all that are called {name}, those that are", name=name),
        "recall": tr("recall: of all rows of {name}, those that are called so", name=name),
        "f1": tr("F1 of {name}: twice the right ones, of all rows and all calls", name=name),
    }
    return captions[thing.name]


def _scaled(
    experiment: Experiment, seen: Seen, place: int, letter: str, result: float | None = None
) -> Line:
    """A feature's number as the model sees it."""
    data = experiment.data
    name = data.encoding.names[place]
    raw = _raw(seen, name, float(seen.numbers[place]))
    if seen.shift[place] == 0 and seen.factor[place] == 1:
        return line(tr("as it is in the table"), letter, f"= {figure(raw)}")
    worked = over(f"{figure(raw)} - {factor(seen.shift[place])}", figure(seen.factor[place]))
    value = float(seen.scaled[place]) if result is None else result
    return line(tr("{name}, brought to size", name=name), letter, f"= {worked}",
                f"= {figure(value)}")  # fmt: skip


def _raw(seen: Seen, name: str, value: float) -> float:
    """A number of the table, which knows its cell where it is a row's."""
    held = seen.cells.get(name)
    if seen.row is None or isinstance(held, bool) or not isinstance(held, (int, float)):
        return value
    return Linked(value, Cell(name, seen.row))


def _name(experiment: Experiment, place: int) -> str:
    names = experiment.data.encoding.names
    return "x" if len(names) == 1 else f"x_{{{place + 1}}}"
