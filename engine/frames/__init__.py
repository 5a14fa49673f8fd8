"""What travels between training and whoever watches it: requests for views, and frames."""

from engine.frames.asked import Asked, AskRequest
from engine.frames.base import Request, View
from engine.frames.bend import Bend, BendRequest
from engine.frames.beside import (
    Beside,
    BesideRequest,
    Companion,
    Trail,
    WaysBeside,
    WaysBesideRequest,
)
from engine.frames.cure import Cure
from engine.frames.detail import (
    Detail,
    DetailRequest,
    LayerDetail,
    Memory,
    Tensors,
    TensorsRequest,
    TensorView,
)
from engine.frames.edge import Edge, EdgeRequest, Sharpness, SharpnessRequest
from engine.frames.findings import Finding, Findings, FindingsRequest
from engine.frames.fit import Fit, FitRequest
from engine.frames.followed import Followed, FollowRequest
from engine.frames.frame import Frame, Stop, Unit
from engine.frames.futures import Future, Futures, FuturesRequest
from engine.frames.gallery import FunctionCurve, Gallery, GalleryRequest
from engine.frames.health import Health, HealthRequest, Histogram, LayerHealth
from engine.frames.log import Log, LogRequest
from engine.frames.moments import Moments, MomentsRequest
from engine.frames.network import Axis, Matrix, MatrixRequest, Network, NetworkRequest
from engine.frames.outcome_map import OutcomeMap, OutcomeMapRequest, Start, StartRequest
from engine.frames.parameters import Parameters, ParametersRequest
from engine.frames.pointed import (
    Changed,
    Counted,
    Pointed,
    PointRequest,
    Seen,
    Squares,
    WhatIf,
    WhatIfRequest,
    Where,
)
from engine.frames.race import (
    Finish,
    Race,
    Racer,
    RaceRequest,
    RacersRequest,
    RacersWaysRequest,
)
from engine.frames.ranking import Ranked, Ranking, RankingRequest
from engine.frames.requests import (
    ActivationRequest,
    CurveRequest,
    GradientCheckRequest,
    ListingRequest,
    MetricsRequest,
    PlaneRequest,
    PredictionsRequest,
    StepRequest,
    Style,
    TrainLossRequest,
)
from engine.frames.setup import Setup
from engine.frames.snapshot import Moment, Snapshot
from engine.frames.softmax import Softmax, SoftmaxRequest
from engine.frames.surface import Ground, Surface, SurfaceRequest, Way, WayRequest
from engine.frames.things import Thing
from engine.frames.views import (
    PHASES,
    Activation,
    Array,
    Arrays,
    Curve,
    GradientCheck,
    Listing,
    Metrics,
    ParameterCheck,
    Phase,
    Plane,
    Predictions,
    Step,
    TrainLoss,
)
from engine.frames.ways import PredictionWay, PredictionWays, WaysRequest

__all__ = [
    "PHASES",
    "Activation",
    "ActivationRequest",
    "Array",
    "Arrays",
    "AskRequest",
    "Asked",
    "Axis",
    "Bend",
    "BendRequest",
    "Beside",
    "BesideRequest",
    "Changed",
    "Companion",
    "Counted",
    "Cure",
    "Curve",
    "CurveRequest",
    "Detail",
    "DetailRequest",
    "Edge",
    "EdgeRequest",
    "Finding",
    "Findings",
    "FindingsRequest",
    "Finish",
    "Fit",
    "FitRequest",
    "FollowRequest",
    "Followed",
    "Frame",
    "FunctionCurve",
    "Future",
    "Futures",
    "FuturesRequest",
    "Gallery",
    "GalleryRequest",
    "GradientCheck",
    "GradientCheckRequest",
    "Ground",
    "Health",
    "HealthRequest",
    "Histogram",
    "LayerDetail",
    "LayerHealth",
    "Listing",
    "ListingRequest",
    "Log",
    "LogRequest",
    "Matrix",
    "MatrixRequest",
    "Memory",
    "Metrics",
    "MetricsRequest",
    "Moment",
    "Moments",
    "MomentsRequest",
    "Network",
    "NetworkRequest",
    "OutcomeMap",
    "OutcomeMapRequest",
    "ParameterCheck",
    "Parameters",
    "ParametersRequest",
    "Phase",
    "Plane",
    "PlaneRequest",
    "PointRequest",
    "Pointed",
    "PredictionWay",
    "PredictionWays",
    "Predictions",
    "PredictionsRequest",
    "Race",
    "RaceRequest",
    "Racer",
    "RacersRequest",
    "RacersWaysRequest",
    "Ranked",
    "Ranking",
    "RankingRequest",
    "Request",
    "Seen",
    "Setup",
    "Sharpness",
    "SharpnessRequest",
    "Snapshot",
    "Softmax",
    "SoftmaxRequest",
    "Squares",
    "Start",
    "StartRequest",
    "Step",
    "StepRequest",
    "Stop",
    "Style",
    "Surface",
    "SurfaceRequest",
    "TensorView",
    "Tensors",
    "TensorsRequest",
    "Thing",
    "Trail",
    "TrainLoss",
    "TrainLossRequest",
    "Unit",
    "View",
    "Way",
    "WayRequest",
    "WaysBeside",
    "WaysBesideRequest",
    "WaysRequest",
    "WhatIf",
    "WhatIfRequest",
    "Where",
]
