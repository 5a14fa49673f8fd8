"""What panels draw, as plain arrays: each request of ``engine.frames`` has its answer here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from engine.answers.activation import activation
from engine.answers.asked import asked
from engine.answers.bend import bend
from engine.answers.companions import beside, ways_beside
from engine.answers.detail import detail, tensors
from engine.answers.edge import edge, sharpness
from engine.answers.explaining.rules import findings
from engine.answers.fit import fit
from engine.answers.followed import followed
from engine.answers.futures import futures
from engine.answers.gallery import gallery
from engine.answers.gradient_check import gradient_check
from engine.answers.health import health
from engine.answers.log import log
from engine.answers.matrix import matrix
from engine.answers.metrics import asked_metrics, train_loss
from engine.answers.moments import moments as moments_of
from engine.answers.network import network
from engine.answers.outcome_map import outcome_map, start
from engine.answers.parameters import parameters
from engine.answers.plain import curve, plane, predictions
from engine.answers.pointed import pointed, what_if
from engine.answers.programs import listing
from engine.answers.race import race
from engine.answers.racers import racers, ways_of_racers
from engine.answers.ranking import ranking
from engine.answers.slicing import Work, whole
from engine.answers.softmax import softmax
from engine.answers.step import step
from engine.answers.surface import surface, way
from engine.answers.ways import ways
from engine.frames import (
    ActivationRequest,
    AskRequest,
    BendRequest,
    BesideRequest,
    CurveRequest,
    DetailRequest,
    EdgeRequest,
    FindingsRequest,
    FitRequest,
    FollowRequest,
    FuturesRequest,
    GalleryRequest,
    GradientCheckRequest,
    HealthRequest,
    ListingRequest,
    LogRequest,
    MatrixRequest,
    MetricsRequest,
    MomentsRequest,
    NetworkRequest,
    OutcomeMapRequest,
    ParametersRequest,
    PlaneRequest,
    PointRequest,
    PredictionsRequest,
    RaceRequest,
    RacersRequest,
    RacersWaysRequest,
    RankingRequest,
    Request,
    SharpnessRequest,
    SoftmaxRequest,
    StartRequest,
    StepRequest,
    SurfaceRequest,
    TensorsRequest,
    TrainLoss,
    TrainLossRequest,
    View,
    WayRequest,
    WaysBesideRequest,
    WaysRequest,
    WhatIfRequest,
)
from engine.training.session import Session


def answer(session: Session, requests: tuple[Request, ...]) -> dict[Request, View]:
    """A view for each request that makes sense for this experiment; the others are left out."""
    views: dict[Request, View] = {}
    for request in requests:
        view = whole(begun(session, request))
        if view is not None:
            views[request] = view
    return views


def begun(session: Session, request: Request) -> View | Work | None:
    """The view, or the work in slices that it takes; None where it makes no sense."""
    return _ANSWERS[type(request)](session, request)


def curve(session: Session, request: CurveRequest) -> Curve | None:
    """The model along its only feature."""
    if len(session.experiment.data.features) != 1:
        return None
    x = np.linspace(request.low, request.high, request.count)
    y = answers(session, _along(session, x)).T
    return Curve(x, y[0] if session.experiment.data.task == "regression" else y)


def plane(session: Session, request: PlaneRequest) -> Plane | None:
    """The model over a grid of two features."""
    features = session.experiment.data.features
    axes = {request.x_feature, request.y_feature}
    if not axes <= set(features) or len(axes) < 2:
        return None
    machine = session.run.machine
    inputs = GRIDS.of(machine, request, lambda: _grid(session, request))
    shape = (request.size, request.size)
    output = output_over(machine, inputs)
    if session.experiment.data.task == "regression":
        value = answered(session.experiment, machine, output)
        return Plane(request, value.reshape(shape).astype(np.float32))
    found = winners(session.experiment, output)
    return Plane(
        request,
        found.probability.reshape(shape).astype(np.float32),
        found.called.reshape(shape),
        found.second.reshape(shape),
        found.lead.reshape(shape).astype(np.float32),
    )


def predictions(session: Session, request: PredictionsRequest) -> Predictions:
    """The model's answer at the table's own rows."""
    data = session.experiment.data
    places = slice(0, request.limit * request.every, request.every)
    columns = {name: column[places] for name, column in data.table.columns.items()}
    values = answers(session, data.encoding.matrix(columns))
    if data.outcome == "regression":
        found = values[:, 0]
    else:
        found = called_class(session, values).astype(np.float64)
    is_test = np.zeros(data.table.rows, dtype=bool)
    is_test[session.run.machine.prepared.test] = True
    return Predictions(found, is_test[places])


def activation(session: Session, request: ActivationRequest) -> Activation:
    """An activation's curve and slope, and where the training rows stand on it."""
    model = session.run.machine.experiment.model  # after a goto it may be another than was chosen
    layer = min(request.layer, len(model.hidden) - 1)
    choice = model.activations[layer] if model.hidden else Choice(request.name, request.values)
    z = torch.linspace(request.low, request.high, request.count, dtype=torch.float64)
    z.requires_grad_()
    value = function(choice)(z)
    (slope,) = torch.autograd.grad(value.sum(), z)
    return Activation(
        label=ACTIVATIONS[choice.name].label,
        z=z.detach().numpy(),
        value=value.detach().numpy(),
        derivative=slope.numpy(),
        dots=_pre_activations(session, layer, request.dots) if model.hidden else np.empty(0),
        rows=session.run.machine.prepared.train[: request.dots],
    )


def step(session: Session, request: StepRequest) -> Step | None:
    """The numbers inside the step at hand; None before the first."""
    now = session.run.now
    if now is None:
        return None
    prediction = now.prediction
    if prediction is None:
        prediction = session.run.machine.network_of(now.before)(now.inputs)
    sends = sum(tensor.numel() for tensor in now.before.values()) <= MOST_NUMBERS
    gradients = now.gradients or {}
    done = session.run.phases_done == 0
    moved = session.run.machine.parameters if done else {}
    return Step(
        rows=now.rows[: request.rows],
        batch_rows=len(now.inputs),
        inputs=_double(now.inputs[: request.rows]),
        targets=_flat(now.targets[: request.rows]),
        predictions=_flat(prediction[: request.rows]),
        loss=None if now.loss is None else now.loss.item(),
        gradients=None if now.gradients is None else _arrays(gradients if sends else {}),
        before=_arrays(now.before if sends else {}),
        after=_arrays(moved if sends else {}) if done else None,
        lr=now.lr,
        setup=Setup.of(now.experiment),
        shapes={name: tuple(tensor.shape) for name, tensor in now.before.items()},
    )


def listing(session: Session, request: ListingRequest) -> Listing | None:
    """The experiment as a program; None where the asker has it."""
    from engine.codegen.listing import listings  # not needed to begin with: starting is quicker

    written = exported(session)
    found = listings.of(written.experiment, request.style, request.language, written.begun)
    return None if found.digest == request.known else found


def _grid(session: Session, request: PlaneRequest) -> NDArray[np.float64]:
    """Rows of features over a grid, first axis x; features not drawn are held."""
    encoding, size = session.experiment.data.encoding, request.size
    rows = np.tile(moments(table_features(session))[0], (size * size, 1))
    hold(session.experiment.data, rows, request.held)
    across, up = np.linspace(*request.x_range, size), np.linspace(*request.y_range, size)
    encoding.put(rows, request.x_feature, np.repeat(across, size))
    encoding.put(rows, request.y_feature, np.tile(up, size))
    return rows


def _along(session: Session, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of the only feature at these places of its axis; a category's are those of values."""
    encoding = session.experiment.data.encoding
    rows = np.zeros((len(values), len(encoding.names)))
    encoding.put(rows, encoding.features[0], values)
    return rows


def _pre_activations(session: Session, layer: int, most: int) -> NDArray[np.float64]:
    machine = session.run.machine
    inputs, neurons = machine.batches.inputs, machine.experiment.model.hidden[layer]
    rows = inputs[: max(1, most // neurons)]
    with torch.no_grad():
        before, _ = machine.network.trace(rows)[layer]
    return _double(before).ravel()[:most]


def _double(tensor: torch.Tensor) -> NDArray[np.float64]:
    values: NDArray[np.float64] = tensor.detach().to(torch.float64).cpu().numpy()
    return values


def _flat(tensor: torch.Tensor) -> NDArray[np.float64]:
    values = _double(tensor)
    return values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values


def _arrays(tensors: Mapping[str, torch.Tensor]) -> dict[str, NDArray[np.floating[Any]]]:
    return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}


_ANSWERS: Mapping[type[Any], Callable[[Session, Any], View | Work | None]] = {
    CurveRequest: curve,
    PlaneRequest: plane,
    PredictionsRequest: predictions,
    MetricsRequest: lambda session, _: asked_metrics(session),
    ActivationRequest: activation,
    NetworkRequest: network,
    MatrixRequest: matrix,
    StepRequest: step,
    ListingRequest: listing,
    GradientCheckRequest: lambda session, _: gradient_check(session),
    TrainLossRequest: lambda session, _: TrainLoss(train_loss(session)),
    SoftmaxRequest: softmax,
    LogRequest: log,
    AskRequest: asked,
    WaysRequest: ways,
    MomentsRequest: moments_of,
    GalleryRequest: lambda _, request: gallery(request),
    DetailRequest: detail,
    TensorsRequest: tensors,
    FollowRequest: followed,
    ParametersRequest: parameters,
    SurfaceRequest: surface,
    WayRequest: way,
    FuturesRequest: futures,
    RaceRequest: race,
    OutcomeMapRequest: outcome_map,
    StartRequest: start,
    EdgeRequest: lambda session, _: edge(session),
    SharpnessRequest: lambda session, _: sharpness(session),
    RankingRequest: ranking,
    FitRequest: fit,
    FindingsRequest: findings,
    HealthRequest: health,
    PointRequest: pointed,
    WhatIfRequest: lambda session, request: what_if(session, request, answer),
    BendRequest: bend,
    BesideRequest: lambda _, request: beside(request, begun),
    WaysBesideRequest: ways_beside,
    RacersRequest: lambda session, request: racers(session, request, begun),
    RacersWaysRequest: ways_of_racers,
}
