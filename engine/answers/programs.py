"""The training as a plain program."""

from __future__ import annotations

from engine.answers.exported import exported
from engine.frames import (
    Listing,
    ListingRequest,
)
from engine.training.session import Session


def listing(session: Session, request: ListingRequest) -> Listing | None:
    """The experiment as a program; None where the asker has it."""
    from engine.codegen.listing import listings  # not needed to begin with: starting is quicker

    written = exported(session)
    found = listings.of(written.experiment, request.style, request.language, written.begun)
    return None if found.digest == request.known else found
