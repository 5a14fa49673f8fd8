"""What commands and wishes work on, taken from what the program is made of."""

from __future__ import annotations

from gui.app.assembly import Assembly
from gui.commands.context import Context
from gui.commands.entries import key_lines


def context_of(of: Assembly) -> Context:
    """There once it trains; another one after it was built again."""
    return Context(
        document=of.document,
        files=of.files,
        runner=of.runner,
        selection=of.selection,
        pinned=of.pinned,
        following=of.following,
        recipes=of.recipes,
        stage=of.stage,
        transport=of.transport,
        bar=of.window.bar,
        window=of.window,
        theme=lambda: of.appearance.theme,
        point=of.stage.reading.show_text,
        pointed=of.pointed,
        show_start_page=of.show_start_page,
        show_view=of.window.show_view,
        reset_layout=of.arranging.reset,
        keep_parameters=of.state.set_parameters,
        keys=key_lines,
        action=of.actions.__getitem__,
        views=of.window.shown_views,
        menus=of.menus.all,
        frame=lambda: of.board.last,
    )
