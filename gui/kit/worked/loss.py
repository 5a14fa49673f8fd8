"""The loss phase in formulas: what each row adds, and what they come to together."""

from __future__ import annotations

from engine.experiment import Experiment
from engine.frames import Detail
from engine.frames.things import StepLoss
from gui.kit.words import tr
from gui.kit.worked import known
from gui.kit.worked.lines import PLUS, Line, equals, factor, figure, line, summands
from gui.kit.worked.links import Linked
from gui.kit.worked.losses import TERMS, filled_term, written
from gui.kit.worked.names import row_mark

RESULT = 6  # digits of what is worked out


def loss_lines(experiment: Experiment, detail: Detail | None) -> list[Line]:
    """The loss as its formula, one row's term, and the sum with numbers."""
    lines = [_formula(experiment)]
    if detail is not None and detail.terms is not None:
        lines += [term_line(detail), *sum_lines(detail)]
    return lines


def sum_lines(detail: Detail) -> list[Line]:
    """What all rows come to together."""
    return [_sum(detail), *_total(detail), *_beside(detail)]


def _beside(detail: Detail) -> list[Line]:
    """What torch's own functions say of the same rows."""
    return [
        line(tr("{code} says", code=code), "L", f"= {figure(value, RESULT)}")
        for code, value in detail.beside.items()
    ]


def fraction(detail: Detail | None, mean: bool) -> str:
    """What the sum over the rows is multiplied by: 1/n for a mean, with n if it is known."""
    if not mean:
        return ""
    return r"\frac{1}{n}" if detail is None else rf"\frac{{1}}{{{detail.batch_rows}}}"


def _formula(experiment: Experiment) -> Line:
    spec, asked = experiment.loss, experiment.regularization
    term = TERMS.get(written(spec.name, experiment.data.outcome), r"\ell_i")
    pieces = [rf"L = {fraction(None, spec.reduction == 'mean')} \sum_{{i}} {term}"]
    if asked.l1:
        pieces.append(PLUS + r" \lambda_1 \sum |W|")
    if asked.l2:
        pieces.append(PLUS + r" \lambda_2 \sum W^2")
    mean = tr("the mean over all rows of the batch")
    return line(mean if spec.reduction == "mean" else tr("the sum over all rows"), *pieces)


def term_line(detail: Detail) -> Line:
    """What the row that is followed adds."""
    row, numbers = row_mark(detail), known.settings("loss", detail.setup.loss.values)
    output = known.outputs(detail, len(detail.layers) - 1)
    name = written(detail.setup.loss.name, detail.outcome)
    worked = filled_term(name, output, known.target(detail), numbers)
    result = equals(figure(known.terms(detail)[0]))
    return line(tr("row {row}", row=row), rf"\ell_{{{row}}}", equals(worked), result)


def _sum(detail: Detail) -> Line:
    assert detail.loss is not None
    mean = detail.setup.loss.reduction == "mean"
    terms = [factor(term) for term in known.terms(detail)]
    first, *rest = summands(terms, detail.batch_rows, fraction(detail, mean))
    bare = detail.loss - detail.penalty if detail.penalty else whole(detail)
    caption = tr("all {count} rows", count=detail.batch_rows)
    return line(caption, "L", f"= {first}", *rest, f"= {figure(bare, RESULT)}")


def _total(detail: Detail) -> list[Line]:
    """With what regularisation adds."""
    if not detail.penalty or detail.loss is None:
        return []
    bare, penalty = figure(detail.loss - detail.penalty, RESULT), figure(detail.penalty, RESULT)
    caption = tr("with the penalty on the weights")
    return [line(caption, f"L = {bare} + {penalty}", f"= {figure(whole(detail), RESULT)}")]


def whole(detail: Detail) -> Linked:
    """The loss of the step."""
    assert detail.loss is not None
    return Linked(detail.loss, StepLoss(detail.step + 1))
