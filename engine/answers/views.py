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
