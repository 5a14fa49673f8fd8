"""The objects of the program, made and wired together: the only room that knows all others."""

from gui.app.app import App

__all__ = ["App"]
